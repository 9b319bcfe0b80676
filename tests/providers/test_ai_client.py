import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from autoreach.providers.ai.answers import WebAnswer
from autoreach.providers.ai.client import AI, CHARACTERS_MAX, TEXTS_MAX, adding, batches
from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    Misconfigured,
    NotSupported,
    OutOfCredits,
    RateLimited,
    Refused,
    Unavailable,
)
from autoreach.providers.results import Usage
from tests.providers.ai_recorded import (
    CARD,
    CITATION,
    CITED,
    CLEAN_PAGE,
    FOUND_TEXT,
    READ,
    Card,
    ask,
    chat,
    embedded,
    failing,
    message,
    response,
    said,
)
from tests.providers.conftest import LIMITS, Canned


def test_a_structured_answer_is_read_and_priced(wire, ai):
    wire.will(Canned(response(message(said(json.dumps(CARD)))), headers={"x-request-id": "req_1"}))
    answer = ask(ai)
    assert answer.value == READ
    # 30 % above: more than 272,000 input tokens double the input and add half to the output.
    cost = 2 * (Decimal("0.8") * Decimal("0.10") + Decimal("0.2") * Decimal("0.01")) + Decimal("1.5") * Decimal("0.05")
    assert answer.usage == Usage(
        "ai",
        "completion",
        calls=1,
        units=1_100_000,
        cost_usd=cost,
        request_id="req_1",
        model="gpt-6-luna",
        input_tokens=1_000_000,
        output_tokens=100_000,
    )
    asked = wire.asked[0]
    assert (asked.path, asked.headers["authorization"]) == ("/v1/responses", "Bearer a-key")
    assert asked.body["input"] == [
        {"role": "system", "content": "Judge."},
        {"role": "user", "content": "<data>Ilse, planner</data>"},
    ]
    assert (asked.body["store"], asked.body["text"]["format"]["strict"]) == (False, True)
    assert {"temperature", "tools"} & asked.body.keys() == set()


def test_many_threads_share_one_client(wire, ai):
    wire.will(Canned(response(message(said(json.dumps(CARD)))), delay=0.05))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(ai), range(48)))
    assert ([answer.value for answer in answers], len(wire.asked)) == ([READ] * 48, 48)
    assert len(wire.connections) <= 16


def test_tokens_that_were_not_counted_have_no_known_price(wire, ai):
    wire.will(response(message(said(json.dumps(CARD))), usage=None))
    assert ask(ai).usage.cost_usd is None
    wire.will(response(message(said(json.dumps(CARD))), model="a-model-of-tomorrow"))
    assert ask(ai).usage.cost_usd is not None
    tomorrow = AI(api_key="k", model="tomorrow", base_url=f"{wire.url}/v1", limits=LIMITS)
    wire.will(response(message(said(json.dumps(CARD))), model="tomorrow"))
    assert ask(tomorrow).usage.cost_usd is None


@pytest.mark.parametrize(
    ("mode", "shape"),
    [("chat_schema", "json_schema"), ("chat_json", "json_object"), ("prompt", None)],
)
def test_servers_of_ones_own_are_asked_more_simply(wire, ai_at, mode, shape):
    wire.will(chat(json.dumps(CARD)))
    answer = ask(ai_at(model="local-model", mode=mode))
    assert (answer.value, answer.usage.units, answer.usage.cost_usd) == (READ, 500, None)
    asked = wire.asked[0]
    assert (asked.path, asked.body.get("response_format", {}).get("type")) == ("/v1/chat/completions", shape)
    assert (asked.body["max_tokens"], asked.body["temperature"]) == (4000, 0)
    assert '"summary"' in asked.body["messages"][0]["content"]


def test_a_reasoning_model_is_sent_no_temperature_wherever_it_runs(wire, ai_at):
    wire.will(chat(json.dumps(CARD)))
    ask(ai_at(model="openai/gpt-6-luna", mode="chat_schema"))
    assert ({"max_tokens", "temperature"} & wire.asked[0].body.keys(), wire.asked[0].body["max_completion_tokens"]) == (
        set(),
        4000,
    )


def test_a_server_that_does_not_promise_the_shape_gets_a_second_chance(wire, ai_at):
    wire.will(chat('{"lines": []}'), chat(json.dumps(CARD)))
    answer = ask(ai_at(mode="chat_json"))
    assert (answer.value, answer.usage.calls, answer.usage.units) == (READ, 2, 1000)
    assert "summary: Field required" in wire.asked[1].body["messages"][0]["content"]


def test_what_the_first_chance_cost_is_told_when_the_second_fails(wire, ai_at):
    wire.will(chat("nothing"), chat("again nothing"))
    with pytest.raises(InvalidAnswer) as caught:
        ask(ai_at(mode="chat_json"))
    assert (caught.value.usage.calls, caught.value.usage.units) == (2, 1000)
    wire.will(chat("nothing"), Canned({"error": {"message": "m"}}, status=500))
    with pytest.raises(Unavailable) as caught:
        ask(ai_at(mode="chat_json"))
    assert (caught.value.usage.calls, caught.value.usage.units) == (2, 500)


def test_an_answer_out_of_the_models_head_is_no_search(wire, ai):
    wire.will(response(message(said("I think so."))))
    with pytest.raises(NotSupported) as caught:
        ai.search_web("Who?")
    assert caught.value.usage.units == 1_100_000
    with pytest.raises(NotSupported) as caught:
        ai.search_web("Who?")
    assert (len(wire.asked), caught.value.usage.calls) == (1, 0)


@pytest.mark.parametrize(
    "lacking",
    [
        Canned(b"404 page not found", 404),
        Canned({"error": {"message": "Unknown tool type: web_search", "param": "tools[0].type"}}, 400),
    ],
)
def test_chat_searches_where_responses_cannot(wire, ai_at, lacking):
    nested = {"type": "url_citation", "url_citation": {key: CITED[key] for key in ("start_index", "url", "title")}}
    wire.will(lacking, chat(FOUND_TEXT, annotations=[nested]))
    ai = ai_at(chat_search_model="gpt-5-search-api")
    answer = ai.search_web("Who plans at Invented Mills?")
    assert answer.value == WebAnswer(FOUND_TEXT, (CITATION,), (CLEAN_PAGE,))
    assert (answer.usage.calls, answer.usage.searches) == (2, 1)
    ai.search_web("Again?")
    assert [asked.path for asked in wire.asked] == ["/v1/responses", "/v1/chat/completions", "/v1/chat/completions"]
    del wire.asked[1].body["messages"]
    assert wire.asked[1].body == {
        "model": "gpt-5-search-api",
        "web_search_options": {},
        "max_completion_tokens": 6000,
    }


def test_a_searching_model_of_another_house_is_told_its_length_and_no_temperature(wire, ai_at):
    wire.will(Canned(b"404 page not found", 404), chat("Nothing."))
    with pytest.raises(NotSupported):
        ai_at(chat_search_model="sonar").search_web("Who?", max_tokens=500)
    del wire.asked[1].body["messages"]
    assert wire.asked[1].body == {"model": "sonar", "web_search_options": {}, "max_tokens": 500}


def test_a_blank_text_is_all_zeros(wire, ai_at):
    wire.will(embedded([1.0, 2.0], [3.0, 4.0]))
    (answer,) = ai_at(embedding_dimensions=2).embed(["planner", " \x00 "])
    assert answer.value.tolist() == [[1.0, 2.0], [0.0, 0.0]]
    assert wire.asked[0].body["dimensions"] == 2


def test_embeddings_go_in_batches_and_a_late_failure_keeps_the_early_ones(wire, ai):
    wire.will(embedded(*[[1.0]] * 256), Canned({"error": {"message": "m"}}, status=500))
    batches = ai.embed(f"text {number}" for number in range(300))
    assert next(batches).value.shape == (256, 1)
    with pytest.raises(Unavailable):
        next(batches)
    assert [len(asked.body["input"]) for asked in wire.asked] == [256, 44]


def test_long_texts_are_cut_and_split_by_size(wire, ai):
    wire.will(embedded(*[[1.0]] * 25), embedded(*[[1.0]] * 5))
    assert [len(answer.value) for answer in ai.embed(["long " * 5000] * 30)] == [25, 5]
    assert {len(text) for asked in wire.asked for text in asked.body["input"]} == {7999}


def test_the_models_of_a_key_are_listed_for_free(wire, ai):
    wire.will({"object": "list", "data": [{"id": "gpt-6-luna", "object": "model"}, {"object": "model"}]})
    answer = ai.models()
    assert (answer.value, answer.usage.cost_usd, answer.usage.calls) == (("gpt-6-luna",), 0, 1)


@pytest.mark.parametrize(
    ("answer", "kind", "uncertain"),
    [
        (failing(400, "invalid_json_schema"), InvalidRequest, False),
        (failing(400, "content_policy_violation"), Refused, False),
        (failing(401, "invalid_api_key"), AuthFailed, False),
        (Canned(b"<html>", 401), AuthFailed, False),
        (failing(402), OutOfCredits, False),
        (failing(403, "unsupported_country_region_territory"), AuthFailed, False),
        (Canned(b"<html>", 403), Unavailable, False),
        (failing(404, "model_not_found"), Misconfigured, False),
        (failing(409), Unavailable, False),
        (failing(429, "rate_limit_exceeded", "rate_limit_error"), RateLimited, False),
        (failing(429, "credit_balance_exhausted", "insufficient_quota"), OutOfCredits, False),
        (failing(429, None, "insufficient_quota"), OutOfCredits, False),
        (
            Canned({"object": "error", "message": "flat", "type": "BadRequestError", "code": 400}, 400),
            InvalidRequest,
            False,
        ),
        (failing(500), Unavailable, False),
        (failing(503, "server_is_overloaded"), Unavailable, False),
        (Canned(b"", 504), Unavailable, True),
        (Canned(b"<html>OK</html>"), InvalidAnswer, True),
        (Canned(b'{"id": "resp_1", "outp'), InvalidAnswer, True),
        (Canned(b" " * (5 << 20)), InvalidAnswer, True),
        (Canned(response(), cut=True), Unavailable, True),
        (Canned(drop=True), Unavailable, True),
        (Canned(response(), silent=True), Unavailable, True),
        (Canned(response(), drip=True), Unavailable, True),
    ],
)
def test_a_paid_question_is_asked_once_and_its_failure_is_typed(wire, ai_at, answer, kind, uncertain):
    wire.will(answer)
    with pytest.raises(kind) as caught:
        ask(ai_at(limits=answer.limits))
    failed = caught.value
    assert (type(failed), failed.uncertain, wire.count(1)) == (kind, uncertain, 1)
    assert failed.usage.cost_usd == (None if uncertain else Decimal(0))


def test_a_question_that_never_left_is_asked_again_and_not_uncertain(wire):
    url = wire.url
    wire.close()
    with pytest.raises(Unavailable) as caught:
        ask(AI(api_key="k", model="m", base_url=f"{url}/v1", limits=LIMITS))
    assert (caught.value.uncertain, caught.value.usage.calls) == (False, 3)


def test_an_endpoint_that_guarantees_the_shape_gets_no_second_chance(wire, ai):
    wire.will(response(message(said("{}"))), response(message(said(json.dumps(CARD)))))
    with pytest.raises(InvalidAnswer):
        ask(ai)
    assert len(wire.asked) == 1


def test_a_failed_request_that_never_left_is_charged_nothing(wire):
    url = wire.url
    wire.close()
    with pytest.raises(Unavailable) as caught:
        ask(AI(api_key="k", model="m", base_url=f"{url}/v1", limits=LIMITS))
    assert caught.value.usage.cost_usd == 0


def test_another_model_may_be_named_for_one_question(wire, ai):
    wire.will(response(message(said(json.dumps(CARD)))))
    ai.complete(Card, instructions="Judge.", content="a", model="gpt-6-sol", max_tokens=77)
    assert (wire.asked[0].body["model"], wire.asked[0].body["max_output_tokens"]) == ("gpt-6-sol", 77)
    assert ai.model == "gpt-6-luna"


def test_texts_to_embed_are_split_at_their_number_and_at_their_size():
    short, long = ["a"] * (TEXTS_MAX + 1), ["b" * (CHARACTERS_MAX // 2)] * 3
    assert [len(batch) for batch in batches(short)] == [TEXTS_MAX, 1]
    assert [len(batch) for batch in batches(long)] == [2, 1]
    assert list(batches([])) == []


def test_what_went_before_is_added_to_what_a_failure_cost():
    spent = Usage("ai", "web_search", calls=1, units=5, cost_usd=Decimal(1))
    with pytest.raises(InvalidAnswer) as caught, adding(spent):
        raise InvalidAnswer("no", usage=Usage("ai", "completion", calls=2, units=7, cost_usd=Decimal(2)))
    assert (caught.value.usage.calls, caught.value.usage.units, caught.value.usage.cost_usd) == (3, 12, 3)
    with pytest.raises(InvalidAnswer) as caught, adding(None):
        raise InvalidAnswer("no", usage=spent)
    assert caught.value.usage == spent

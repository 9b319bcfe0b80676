import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from autoreach.providers.ai.info import INFO
from autoreach.providers.errors import Misconfigured, NotSupported, RateLimited
from tests.moments import about
from tests.providers.ai_recorded import CARD, READ, ask, chat
from tests.providers.ai_refusals_recorded import ALL, LIMITED, MISSING, NO_PATH, NO_SEARCH, NO_SHAPE, openai, openrouter
from tests.providers.conftest import Canned


@pytest.mark.parametrize(("status", "body", "kind"), [each[1:] for each in ALL], ids=[each[0] for each in ALL])
def test_every_server_is_understood_in_its_own_words(wire, ai_at, status, body, kind):
    wire.will(Canned(body, status))
    with pytest.raises(kind) as caught:
        ask(ai_at(mode="chat_schema"))
    failed = caught.value
    assert (type(failed), failed.uncertain, failed.usage.cost_usd) == (kind, False, Decimal(0))
    assert len(wire.asked) == 1


@pytest.mark.parametrize(("status", "body", "seconds"), LIMITED.values(), ids=LIMITED)
def test_a_limit_says_when_to_come_back_wherever_it_says_so(wire, ai_at, status, body, seconds):
    wire.will(Canned(body, status))
    since = datetime.now(UTC)
    with pytest.raises(RateLimited) as caught:
        ask(ai_at(mode="chat_json"))
    assert (caught.value.resume_at - since).total_seconds() == about(seconds, since=since.timestamp())


def test_a_free_model_is_back_when_its_day_ends(wire, ai_at):
    reset = datetime.now(UTC).timestamp() + 900
    wire.will(Canned(openrouter(429, "free-models-per-day", headers={"X-RateLimit-Reset": f"{reset * 1000:.0f}"}), 429))
    with pytest.raises(RateLimited) as caught:
        ask(ai_at(mode="chat_json"))
    assert abs(caught.value.resume_at.timestamp() - reset) < 2


@pytest.mark.parametrize(("status", "body"), NO_SHAPE.values(), ids=NO_SHAPE)
def test_a_shape_that_is_unavailable_is_asked_for_more_simply_from_then_on(wire, ai_at, status, body):
    ai = ai_at(mode="chat_schema")
    wire.will(Canned(body, status), Canned(body, status), chat(json.dumps(CARD)))
    answer = ask(ai)
    assert (answer.value, answer.usage.calls) == (READ, 3)
    assert ask(ai).value == READ
    formats = [asked.body.get("response_format", {}).get("type") for asked in wire.asked]
    assert formats == ["json_schema", "json_object", None, None]


def test_a_server_without_responses_is_not_set_up_for_them(wire, ai_at):
    wire.will(Canned(b"404 page not found", 404))
    with pytest.raises(Misconfigured) as caught:
        ask(ai_at(mode="responses"))
    assert (caught.value.code, caught.value.scope) == ("no_such_path", "completion")


def test_fields_that_a_model_does_not_know_are_left_out_or_named_in_its_way(wire, ai_at):
    words = "Unsupported parameter: '{}' is not supported with this model."
    wire.will(
        Canned(openai(words.format("max_tokens"), code="unsupported_parameter", param="max_tokens"), 400),
        Canned(openai(words.format("temperature"), code="unsupported_value"), 400),
        chat(json.dumps(CARD)),
    )
    assert ask(ai_at(model="our-deployment", mode="chat_schema")).value == READ
    sent = [{"max_tokens", "max_completion_tokens", "temperature"} & asked.body.keys() for asked in wire.asked]
    assert sent == [{"max_tokens", "temperature"}, {"max_completion_tokens"}, {"max_completion_tokens"}]


def test_a_length_that_is_known_under_neither_name_is_not_left_out(wire, ai_at):
    refused = [openai(f"'{name}' is not supported") for name in ("max_tokens", "max_completion_tokens")]
    wire.will(*(Canned(body, 400) for body in refused))
    with pytest.raises(NotSupported):
        ask(ai_at(model="zeta", mode="prompt"))
    assert len(wire.asked) == 2


@pytest.mark.parametrize(("status", "body"), NO_SEARCH.values(), ids=NO_SEARCH)
def test_a_model_that_cannot_search_is_asked_to_once(wire, ai_at, status, body):
    ai = ai_at(chat_search_model="zeta")
    wire.will(Canned(b"404 page not found", 404), Canned(body, status))
    for asked in (2, 2):
        with pytest.raises(NotSupported):
            ai.search_web("Who?")
        assert len(wire.asked) == asked


@pytest.mark.parametrize(("status", "body"), MISSING.values(), ids=MISSING)
def test_a_search_by_a_missing_model_is_a_fault_of_the_configuration(wire, ai, status, body):
    wire.will(Canned(body, status))
    for _ in range(2):
        with pytest.raises(Misconfigured) as caught:
            ai.search_web("Who?")
        assert (caught.value.code, caught.value.scope) == ("model_not_found", "web_search")


@pytest.mark.parametrize(("status", "body"), NO_PATH.values(), ids=NO_PATH)
def test_a_search_at_an_address_where_nothing_is_is_a_fault_of_the_configuration(wire, ai, status, body):
    wire.will(Canned(body, status))
    for _ in range(2):
        with pytest.raises(Misconfigured) as caught:
            ai.search_web("Who?")
        assert (caught.value.code, caught.value.scope) == ("no_such_path", "web_search")


def test_a_server_that_lists_models_and_cannot_search_is_configured_rightly(wire, ai):
    wire.will(Canned(b"404 page not found", 404), {"object": "list", "data": [{"id": "zeta"}]})
    with pytest.raises(NotSupported) as caught:
        ai.search_web("Who?")
    assert str(caught.value) == "ai web_search: this endpoint cannot search the web"


@pytest.mark.parametrize("code", ["model_not_found", "no_such_path"])
def test_what_to_do_names_the_endpoint_that_is_configured(code):
    values = {"OPENAI_BASE_URL": "https://user:secret@api.zeta.example/v2", "AI_MODEL": "zeta-1"}
    advice = INFO.remedy(Misconfigured, values, code)
    assert ("api.zeta.example" in advice, "secret" in advice, "OpenAI" in advice) == (True, False, False)

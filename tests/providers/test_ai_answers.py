import base64
import json
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest

from autoreach.providers.ai.answers import (
    WebAnswer,
    line_at,
    tokens_used,
    vector,
    web_address,
)
from autoreach.providers.ai.rate_headers import allowance, reset_of
from autoreach.providers.ai.refusals import failure
from autoreach.providers.ai.structured import objects_in
from autoreach.providers.errors import InvalidAnswer, OutOfCredits, RateLimited, Refused, Unavailable
from autoreach.providers.prices import Tokens
from autoreach.providers.results import Usage
from tests.moments import about
from tests.providers.ai_recorded import (
    CARD,
    CITATION,
    CITED,
    CLEAN_PAGE,
    FOUND_TEXT,
    OPENED,
    READ,
    SEARCHED,
    ask,
    chat,
    embedded,
    failing,
    message,
    response,
    said,
)
from tests.providers.conftest import Canned


def test_only_the_final_answer_counts(wire, ai):
    aside = message(said('{"lines": [], "summary": "thinking"}'), phase="commentary")
    wire.will(response(aside, message(said(json.dumps(CARD)), phase="final_answer")))
    assert ask(ai).value == READ


def test_strings_of_an_answer_are_cleaned(wire, ai):
    wire.will(response(message(said(json.dumps({"lines": [], "summary": "Ilse\x00 \ue200cite\ue202turn0 \ud800ok"})))))
    assert ask(ai).value.summary == "Ilse citeturn0 ok"


REFUSAL = {"type": "refusal", "refusal": "I cannot."}


@pytest.mark.parametrize(
    ("payload", "kind", "code"),
    [
        (response(message(REFUSAL)), Refused, "refusal"),
        (
            response(
                message(said('{"lines": [')), status="incomplete", incomplete_details={"reason": "max_output_tokens"}
            ),
            InvalidAnswer,
            "length",
        ),
        (response(status="incomplete", incomplete_details={"reason": "max_output_tokens"}), InvalidAnswer, "length"),
        (response(status="incomplete", incomplete_details={"reason": "content_filter"}), Refused, "refusal"),
        (response(status="failed", error={"code": "server_error", "message": "m"}), Unavailable, "server_error"),
        (
            response(status="failed", error={"code": "rate_limit_exceeded", "message": "m"}),
            RateLimited,
            "rate_limit_exceeded",
        ),
        (response(status="failed", error={"code": "invalid_prompt", "message": "m"}), Refused, "invalid_prompt"),
        (response(), InvalidAnswer, ""),
        (response(message(said("no json at all"))), InvalidAnswer, ""),
        (response(message(said('{"lines": [{"kind": "luck", "points": 1}], "summary": ""}'))), InvalidAnswer, ""),
    ],
)
def test_an_answer_of_no_use_is_paid_all_the_same(wire, ai, payload, kind, code):
    wire.will(payload)
    with pytest.raises(kind) as caught:
        ask(ai)
    failed = caught.value
    assert (type(failed), failed.code, failed.usage.units, failed.uncertain) == (kind, code, 1_100_000, False)
    assert (len(wire.asked), failed.usage.cost_usd > 0) == (1, True)


def test_words_around_the_json_do_not_hide_it(wire, ai_at):
    wire.will(chat(f"<think>hm</think> Here it is:\n```json\n{json.dumps(CARD)}\n``` Done."))
    assert ask(ai_at(mode="prompt")).value == READ


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (chat('{"li', finish="length"), InvalidAnswer),
        (chat("", finish="content_filter"), Refused),
        (chat(None, refusal="No."), Refused),
        ({"object": "error", "message": "odd server"}, InvalidAnswer),
    ],
)
def test_chat_answers_of_no_use_are_told_apart(wire, ai_at, payload, kind):
    wire.will(payload)
    with pytest.raises(kind):
        ask(ai_at(mode="chat_schema"))
    assert len(wire.asked) == 1


def test_the_web_is_searched_with_sources(wire, ai_at):
    wire.will(response(SEARCHED, OPENED, message(said(FOUND_TEXT, annotations=[CITED, {"url": "file:///etc/hosts"}]))))
    ai = ai_at(search_model="gpt-6.1-terra")
    answer = ai.search_web("Who plans at Invented Mills?", domains=["mills.example.org"], country="BE", max_searches=2)
    assert answer.value == WebAnswer(
        FOUND_TEXT,
        (CITATION,),
        ("https://news.example.org/mills", CLEAN_PAGE),
        ("Invented Mills planner",),
    )
    assert (answer.usage.searches, answer.usage.operation) == (1, "web_search")
    body = wire.asked[0].body
    assert (body["model"], body["tool_choice"], body["max_tool_calls"]) == ("gpt-6.1-terra", "required", 2)
    assert body["tools"] == [
        {
            "type": "web_search",
            "search_context_size": "low",
            "user_location": {"type": "approximate", "country": "BE"},
            "filters": {"allowed_domains": ["mills.example.org"]},
        }
    ]


def test_each_search_adds_to_the_price(wire, ai):
    wire.will(response(SEARCHED, SEARCHED, message(said("x"))), response(SEARCHED, message(said("x"))))
    two, one = ai.search_web("a?").usage, ai.search_web("a?").usage
    assert (two.searches, one.searches, two.cost_usd - one.cost_usd) == (2, 1, Decimal("0.01"))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.example/p?utm_source=openai", "https://a.example/p"),
        ("https://a.example/p?x=1&utm_source=news", "https://a.example/p?x=1&utm_source=news"),
        ("javascript:alert(1)", ""),
        ("//a.example/p", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_sources(written, address):
    assert web_address(written) == address


def packed(*numbers):
    return base64.b64encode(np.array(numbers, "<f4").tobytes()).decode()


def test_embeddings_are_read_in_either_form_and_order(wire, ai):
    backwards = embedded(packed(0.25, 0.5), [1.0, 2.0])
    backwards["data"].reverse()
    wire.will(backwards)
    (answer,) = ai.embed(["planner", "mill"])
    assert answer.value.dtype == np.float32
    assert answer.value.tolist() == [[0.25, 0.5], [1.0, 2.0]]
    assert (answer.usage.units, answer.usage.cost_usd) == (8, Decimal("0.00000016"))
    assert (wire.asked[0].body["input"], "dimensions" in wire.asked[0].body) == (["planner", "mill"], False)


@pytest.mark.parametrize(
    "payload",
    [
        embedded([1.0]),
        embedded([1.0], [1.0, 2.0]),
        embedded([1.0], ["a"]),
        embedded([1.0], "!!!"),
        embedded(None, None),
        embedded([float("nan")], [1.0]),
        embedded([], []),
        {"object": "list"},
    ],
)
def test_vectors_that_are_none_are_an_invalid_answer(wire, ai, payload):
    wire.will(payload)
    with pytest.raises(InvalidAnswer):
        list(ai.embed(["a", "b"]))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "300"}, 300),
        ({"retry-after-ms": "2500"}, 2.5),
        (
            {
                "x-ratelimit-remaining-requests": "9",
                "x-ratelimit-reset-requests": "12ms",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            360,
        ),
        ({}, 20),
    ],
)
def test_a_429_says_when_to_come_back(wire, ai, headers, seconds):
    wire.will(failing(429, "rate_limit_exceeded", **headers))
    since = datetime.now(UTC)
    with pytest.raises(RateLimited) as caught:
        ask(ai)
    assert (caught.value.resume_at - since).total_seconds() == about(seconds, since=since.timestamp())


def test_the_allowance_comes_with_every_answer(wire, ai):
    headers = {
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-remaining-requests": "499",
        "x-ratelimit-reset-requests": "1m30s",
    }
    wire.will(Canned(response(message(said(json.dumps(CARD)))), headers=headers))
    since = datetime.now(UTC)
    limit = ask(ai).limit
    assert (limit.limit, limit.remaining) == (500, 499)
    assert (limit.resets_at - since).total_seconds() == about(90, since=since.timestamp())


@pytest.mark.parametrize(
    "code",
    [
        "billing_hard_limit_reached",
        "credit_balance_exhausted",
        "insufficient_quota",
        "organization_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
        "project_spend_limit_exceeded",
    ],
)
def test_every_way_to_be_out_of_credits_is_known(wire, ai, code):
    wire.will(failing(429, code))
    with pytest.raises(OutOfCredits) as caught:
        ask(ai)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "code",
    ["bio_policy", "content_filter", "content_policy_violation", "invalid_prompt", "misalignment_policy_violation"],
)
def test_every_way_to_be_against_a_policy_is_a_refusal(code):
    failed = failure(code, "m", {"usage": Usage("ai", "completion"), "status": 200})
    assert (type(failed), failed.code) == (Refused, code)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-reset-requests": "1h2m3s"}, 3723),
        ({"x-ratelimit-reset-requests": "10s", "x-ratelimit-reset-tokens": "50s"}, 50),
        (
            {
                "x-ratelimit-reset-requests": "10s",
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-tokens": "50s",
                "x-ratelimit-remaining-tokens": "7",
            },
            10,
        ),
        ({"x-ratelimit-reset-requests": "3d"}, 86_400),
    ],
)
def test_the_wait_is_that_of_what_is_spent(headers, seconds):
    since = datetime.now(UTC)
    assert (reset_of(headers) - since).total_seconds() == about(seconds, since=since.timestamp())
    assert reset_of({"x-ratelimit-remaining-requests": "0"}) is None


def test_an_allowance_needs_what_remains_and_its_end():
    known = {"x-ratelimit-remaining-requests": "7", "x-ratelimit-reset-requests": "1s"}
    limit = allowance(known)
    assert (limit.scope, limit.remaining, limit.limit) == ("*", 7, None)
    assert [allowance({name: known[name]}) for name in known] == [None, None]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{"a": 1}', {"a": 1}),
        ('So: {"a": {"b": 2}} Done.', {"a": {"b": 2}}),
        ("[1]", None),
        ("{a}", None),
        ("none", None),
    ],
)
def test_json_is_found_among_words(written, read):
    assert next(objects_in(written), None) == read


def test_tokens_are_counted_in_both_dialects():
    chat_usage = {"prompt_tokens": 3, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 2}}
    assert tokens_used({"usage": chat_usage}) == Tokens(input=3, output=4, cached=2)
    details = {"cached_tokens": 1, "cache_write_tokens": 2}
    usage = {"input_tokens": 5, "output_tokens": 6, "input_tokens_details": details}
    assert tokens_used({"usage": usage}) == Tokens(input=5, output=6, cached=1, cache_write=2)
    assert (tokens_used({}), tokens_used({"usage": {"output_tokens": 3}})) == (None, None)


def test_searches_are_counted_by_the_service_or_by_their_actions():
    usage = {"usage": {"input_tokens": 1}}
    calls = [
        {"type": "web_search_call", "action": {"type": kind}} for kind in ("search", "open_page", "search", "find")
    ]
    assert tokens_used(usage | {"output": calls}).searches == 2
    told = {"tool_usage": {"web_search": {"num_requests": 5}}}
    assert tokens_used(usage | {"output": calls} | told).searches == 5
    assert tokens_used(usage | told, searches=1).searches == 1


@pytest.mark.parametrize(("position", "line"), [(0, "first"), (7, "second"), (12, "second"), (13, ""), (99, "")])
def test_a_citation_stands_for_its_line(position, line):
    assert line_at("first\nsecond", position) == (line if position < 12 else "")
    assert line_at(None, 0) == ""


def test_vectors_are_read_from_numbers_and_from_bytes():
    assert vector([1, 2.5]).tolist() == vector(packed(1, 2.5)).tolist() == [1.0, 2.5]

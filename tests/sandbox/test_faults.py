import http.client
import json
import time

import pytest

from autoreach.sandbox.faults import HTML, Fault, spoil
from autoreach.sandbox.http_messages import Reply
from tests.moments import about
from tests.sandbox.provider_calls import CALLS, call, charges, get

STATUSES = {
    "rate_limited": {"x": 429, "unipile": 429, "openai": 429},
    "rate_limited_bare": {"x": 429, "unipile": 429, "openai": 429},
    "out_of_credits": {"x": 402, "unipile": 422, "openai": 429},
    "unauthorized": {"x": 401, "unipile": 401, "openai": 401},
    "forbidden": {"x": 403, "unipile": 403, "openai": 403},
    "server_error": {"x": 500, "unipile": 500, "openai": 500},
    "unavailable": {"x": 503, "unipile": 503, "openai": 503},
    "gateway": {"x": 502, "unipile": 502, "openai": 502},
}


@pytest.mark.parametrize("provider", CALLS)
@pytest.mark.parametrize("fault", STATUSES)
def test_a_refusal_charges_nothing(app, ask, provider, fault):
    got = call(ask, provider, **{"x-sandbox-fault": fault})
    assert (got.status, got.reply.units, app.calls.summary()["charged"]) == (STATUSES[fault][provider], {}, 0)


def test_out_of_credits_speaks_each_providers_language(ask):
    headers = {"x-sandbox-fault": "out_of_credits"}
    assert call(ask, "x", **headers)["type"].endswith("credits-depleted")
    assert call(ask, "unipile", **headers)["type"] == "errors/insufficient_credits"
    assert call(ask, "openai", **headers)["error"]["type"] == "insufficient_quota"


def test_a_limit_names_its_reset(ask):
    since = time.time()
    got = call(ask, "x", **{"x-sandbox-fault": "rate_limited;reset=30"})
    resets_in = got.headers["x-rate-limit-reset"] - since
    assert (got.headers["x-rate-limit-remaining"], resets_in) == (0, about(30, since=since))
    assert call(ask, "openai", **{"x-sandbox-fault": "rate_limited;reset=30"}).headers["retry-after"] == 30
    assert call(ask, "x", **{"x-sandbox-fault": "rate_limited_bare"}).headers == {}


def test_a_key_can_carry_the_fault(ask):
    got = call(ask, "x", authorization="Bearer fault-out_of_credits")
    assert (got.status, got["detail"]) == (402, "credits depleted")
    got = call(ask, "unipile", **{"x-api-key": "fault-unavailable"})
    assert (got.status, got["title"]) == (503, "Service unavailable")


def test_an_unknown_fault_is_not_taken_for_none(ask):
    got = call(ask, "x", **{"x-sandbox-fault": "meteor"})
    assert (got.status, got["error"].startswith("no fault 'meteor'")) == (400, True)
    got = call(ask, "x", **{"x-sandbox-fault": "throttled"})
    assert (got.status, got["error"]) == (400, "x has no fault 'throttled'")


def test_a_rule_strikes_where_and_as_often_as_it_says(ask):
    ask(
        "/sandbox/faults",
        [{"fault": "server_error", "provider": "x", "endpoint": "user_by_username", "after": 1, "count": 2}],
    )
    assert [call(ask, "x").status for _ in range(5)] == [200, 500, 500, 200, 200]
    assert call(ask, "unipile").status == 200
    ask("/sandbox/faults", method="DELETE")
    assert ask("/sandbox/faults").payload == {"faults": []}


def test_a_rate_strikes_that_share_of_calls(ask):
    ask("/sandbox/faults", {"fault": "unavailable", "rate": 0.1})
    struck = sum(call(ask, "x").status == 503 for _ in range(1000))
    assert 70 < struck < 130


@pytest.mark.parametrize(
    "row", [{"fault": "meteor"}, {}, {"fault": "slow", "planet": "x"}, "slow"], ids=["kind", "none", "field", "shape"]
)
def test_a_rule_that_makes_no_sense_is_refused(ask, row):
    assert (ask("/sandbox/faults", row).status, ask("/sandbox/faults").payload) == (400, {"faults": []})


@pytest.mark.parametrize("fault", ["truncated", "malformed", "empty", "html", "reset", "slow"])
def test_a_spoilt_answer_is_charged_and_a_repetition_on_the_day_is_not(ask, fault):
    call(ask, "x", **{"x-sandbox-fault": fault})
    call(ask, "x")
    call(ask, "openai", **{"x-sandbox-fault": fault})
    assert (charges(ask), ask("/sandbox/calls")["charged_by"]) == ((2, 0), {"x": 1, "openai": 1})
    call(ask, "openai")
    assert charges(ask) == (3, 1)


def test_one_connection_serves_many_requests(wire):
    bodies = {get(wire).read() for _ in range(20)}
    assert {json.loads(body)["data"]["username"] for body in bodies} == {"eager_sbx"}


def test_a_truncated_answer_ends_too_early(wire):
    with pytest.raises(http.client.IncompleteRead):
        get(wire, "truncated").read()


def test_a_reset_connection_gives_no_answer(wire):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        get(wire, "reset")


def test_a_stalled_answer_is_charged_all_the_same(wire, app):
    wire.timeout = 0.2
    with pytest.raises(TimeoutError):
        get(wire, "timeout;seconds=30")
    assert app.calls.summary()["charged"] == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("slow", Fault("slow")),
        ("rate_limited;reset=5", Fault("rate_limited", 5.0)),
        (" timeout ; seconds=0.5 ", Fault("timeout", 0.5)),
        ("slow;colour=red", Fault("slow")),
    ],
)
def test_a_fault_is_written_with_its_seconds(text, fault):
    assert Fault.parse(text) == fault


def test_a_rule_is_narrowed_by_a_part_of_the_path(ask):
    ask("/sandbox/faults", {"fault": "unavailable", "path": "eager"})
    assert call(ask, "x").status == 503
    assert ask("/2/users/by/username/quiet_sbx").status == 200
    assert ask("/sandbox/faults")["faults"][0]["seen"] == 1


def test_a_rule_waits_with_the_calls_it_lets_pass(ask):
    ask("/sandbox/faults", {"fault": "server_error", "provider": "unipile", "after": 2, "count": 1})
    assert [call(ask, "unipile").status for _ in range(4)] == [200, 200, 500, 200]
    (rule,) = ask("/sandbox/faults")["faults"]
    assert (rule["provider"], rule["endpoint"], rule["seen"], rule["applied"]) == ("unipile", "*", 4, 1)


def test_two_rules_that_see_the_same_calls_strike_different_ones(ask):
    ask("/sandbox/faults", [{"fault": "unavailable", "rate": 0.3}, {"fault": "server_error", "rate": 0.3}])
    statuses = [call(ask, "x").status for _ in range(600)]
    # the second sees what the first has left over
    assert 140 < statuses.count(503) < 220
    assert 80 < statuses.count(500) < 170


def test_a_header_goes_before_a_rule_and_a_fault_of_another_provider_is_passed_over(ask):
    ask("/sandbox/faults", [{"fault": "refusal"}, {"fault": "unavailable"}])
    assert call(ask, "x", **{"x-sandbox-fault": "server_error"}).status == 500
    assert [call(ask, provider).status for provider in ("x", "unipile", "openai")] == [503, 503, 200]


REPLY = Reply({"id": "1234567890"}, units={"users": 1}, objects={"users": ["1"]}, delay=0.25)


@pytest.mark.parametrize(
    ("fault", "body", "delay", "cut", "hang_up"),
    [
        (Fault("timeout"), b'{"id":"1234567890"}', 3600, None, True),
        (Fault("timeout", 7), b'{"id":"1234567890"}', 7, None, True),
        (Fault("slow"), b'{"id":"1234567890"}', 2.25, None, False),
        (Fault("slow", 0.5), b'{"id":"1234567890"}', 0.75, None, False),
        (Fault("truncated"), b'{"id":"1234567890"}', 0.25, 9, False),
        (Fault("malformed"), b'{"id":"12345', 0.25, None, False),
        (Fault("empty"), b"", 0.25, None, False),
        (Fault("reset"), b'{"id":"1234567890"}', 0.25, None, True),
        (Fault("unauthorized"), b'{"id":"1234567890"}', 0.25, None, False),
    ],
)
def test_a_reply_is_spoilt_in_its_fault_s_way_and_charged(fault, body, delay, cut, hang_up):
    spoilt = spoil(REPLY, fault)
    assert (spoilt.body(), spoilt.delay, spoilt.cut, spoilt.hang_up) == (body, delay, cut, hang_up)
    assert (spoilt.status, spoilt.units, spoilt.objects) == (200, {"users": 1}, {"users": ["1"]})


def test_a_page_of_html_takes_the_answer_s_place_and_is_charged():
    spoilt = spoil(REPLY, Fault("html"))
    assert (spoilt.body(), spoilt.content_type, spoilt.status) == (HTML, "text/html", 200)
    assert (spoilt.units, spoilt.objects) == ({"users": 1}, {"users": ["1"]})

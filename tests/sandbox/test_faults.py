import http.client
import json
import select
import subprocess
import sys
import time

import pytest

from autoreach.sandbox.rate_limits import RateLimits
from autoreach.sandbox.server import running

CALLS = {
    "x": ("/2/users/by/username/eager_sbx", None),
    "unipile": ("/api/v1/users/eager-buyer-sbx?account_id=a", None),
    "openai": ("/v1/responses", {"model": "gpt-6-luna", "input": "Hello"}),
}
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


def call(ask, provider, **headers):
    path, body = CALLS[provider]
    path, _, query = path.partition("?")
    return ask(path, body, headers=headers, **(dict([query.split("=")]) if query else {}))


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
    got = call(ask, "x", **{"x-sandbox-fault": "rate_limited;reset=30"})
    assert (got.headers["x-rate-limit-remaining"], 28 <= got.headers["x-rate-limit-reset"] - time.time() <= 30) == (
        0,
        True,
    )
    assert call(ask, "openai", **{"x-sandbox-fault": "rate_limited;reset=30"}).headers["retry-after"] == 30
    assert call(ask, "x", **{"x-sandbox-fault": "rate_limited_bare"}).headers == {}


def test_a_key_can_carry_the_fault(ask):
    assert call(ask, "x", authorization="Bearer fault-out_of_credits").status == 402
    assert call(ask, "unipile", **{"x-api-key": "fault-unavailable"}).status == 503


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
def test_a_rule_nobody_understands_is_refused(ask, row):
    assert ask("/sandbox/faults", row).status == 400


def test_a_window_lets_so_many_calls_through_and_not_one_more(app, ask):
    ask("/sandbox/limits", {"provider": "x", "endpoint": "*", "calls": 60, "seconds": 3600})
    statuses = [call(ask, "x").status for _ in range(100)]
    assert (statuses.count(200), statuses.count(429), statuses[:60].count(200)) == (60, 40, 60)
    assert ask("/sandbox/calls")["refused_by_limit"] == 40
    assert call(ask, "x").headers["x-rate-limit-reset"] % 3600 == 0
    assert call(ask, "x", authorization="Bearer another").status == 200


def test_a_new_window_starts_afresh():
    limits = RateLimits()
    limits.set([{"provider": "x", "endpoint": "tweets", "calls": 2, "seconds": 10}])
    taken = [limits.take("x", "tweets", "key", now).refused for now in (100, 101, 109.9, 110, 111, 112)]
    assert taken == [False, False, True, False, False, True]


def charges(ask):
    summary = ask("/sandbox/calls").payload
    return summary["charged"], summary["charged_again"]


def test_the_log_tells_what_was_read(ask):
    for _ in range(3):
        call(ask, "unipile")
    call(ask, "unipile", **{"x-sandbox-fault": "server_error"})
    summary = ask("/sandbox/calls", list=1, provider="unipile", since=1, limit=2).payload
    assert summary["units"] == {"unipile profiles": 3}
    assert [entry["number"] for entry in summary["calls"]] == [2, 3]
    ask("/sandbox/calls", method="DELETE")
    assert ask("/sandbox/calls")["total"] == 0


def test_linkedin_costs_the_same_however_often_it_is_asked(ask):
    call(ask, "unipile")
    call(ask, "unipile")
    assert charges(ask) == (0, 0)


def test_a_model_charges_every_answer(ask):
    for text in ("Hello", "Hello", "Goodbye"):
        ask("/v1/responses", {"model": "gpt-6-luna", "input": text})
    ask("/v1/models")
    assert charges(ask) == (3, 1)


def test_x_charges_an_object_once_a_day_whatever_the_question(ask):
    user = call(ask, "x")["data"]["id"]
    ask("/2/users", ids=user)
    ask(f"/2/users/{user}", **{"user.fields": "description"})
    assert charges(ask) == (1, 0)
    posts = ask(f"/2/users/{user}/tweets", max_results=5)["data"]
    ask("/2/tweets", ids=",".join(post["id"] for post in posts))
    assert charges(ask) == (1 + len(posts), 0)
    ask("/sandbox/clock", {"days": 1})
    ask("/2/users", ids=user)
    assert charges(ask) == (2 + len(posts), 1)


def test_authors_that_come_with_posts_are_charged_as_users(ask):
    posts = ask("/2/tweets/search/recent", query="team", expansions="author_id")
    read = len(posts["data"]) + len(posts["includes"]["users"])
    assert (charges(ask), len(posts["includes"]["users"]) > 0) == ((read, 0), True)


def test_x_charges_each_count_and_nobody_that_does_not_exist(ask):
    ask("/2/users/by/username/nobody_at_all")
    assert charges(ask) == (0, 0)
    for _ in range(2):
        ask("/2/tweets/counts/recent", query="production")
    assert charges(ask) == (2, 1)


@pytest.mark.parametrize("fault", ["truncated", "malformed", "empty", "html", "reset", "slow"])
def test_a_spoilt_answer_is_charged_and_a_repetition_on_the_day_is_not(ask, fault):
    call(ask, "x", **{"x-sandbox-fault": fault})
    call(ask, "x")
    call(ask, "openai", **{"x-sandbox-fault": fault})
    assert (charges(ask), ask("/sandbox/calls")["charged_by"]) == ((2, 0), {"x": 1, "openai": 1})
    call(ask, "openai")
    assert charges(ask) == (3, 1)


def test_the_clock_is_moved_from_outside(ask):
    assert ask("/sandbox/clock", {"days": 30}).payload == {"days": 30}
    assert ask("/sandbox").payload["days"] == 30


@pytest.fixture
def wire(app):
    with running(app) as (url, _):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=2)
        yield connection
        connection.close()


def get(wire, fault=""):
    send(wire, fault)
    return wire.getresponse()


def send(wire, fault=""):
    wire.request(
        "GET",
        CALLS["x"][0],
        headers={"Authorization": "Bearer t", "X-API-KEY": "k", **({"X-Sandbox-Fault": fault} if fault else {})},
    )


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
    ("fault", "kind", "readable"),
    [("malformed", "application/json", False), ("empty", "application/json", False), ("html", "text/html", False)],
)
def test_a_spoilt_body_comes_with_status_200(wire, fault, kind, readable):
    response = get(wire, fault)
    body = response.read()
    assert (response.status, response.headers["content-type"]) == (200, kind)
    with pytest.raises(ValueError):
        json.loads(body)


def test_an_answer_does_not_wait_for_a_slower_one(app):
    with running(app) as (url, _):
        slow, fast = (http.client.HTTPConnection(url.removeprefix("http://"), timeout=30) for _ in range(2))
        send(slow, "timeout;seconds=300")
        names = {json.loads(get(fast).read())["data"]["username"] for _ in range(40)}
        answered, _, _ = select.select([slow.sock], [], [], 0)
        slow.close()
        fast.close()
    assert (names, answered, app.calls.total) == ({"eager_sbx"}, [], 41)


def test_every_answer_waits_for_the_latency(ask):
    assert ask("/sandbox/latency", {"seconds": 0.3}).payload == {"seconds": 0.3}
    assert call(ask, "x").reply.delay == 0.3


def test_the_command_says_where_it_listens_and_stops_when_told():
    command = [sys.executable, "-m", "autoreach.sandbox", "--port", "0", "--people", "300"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().split()[-1]
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        connection.request("GET", "/sandbox")
        assert json.loads(connection.getresponse().read())["people"] == 300
        connection.close()
        process.terminate()
        assert process.wait(10) == 0


def test_what_is_no_http_is_refused(app):
    with running(app) as (url, _):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=2)
        connection.request("GET", "/sandbox", headers={"Transfer-Encoding": "chunked"})
        assert connection.getresponse().status == 400
        connection.close()

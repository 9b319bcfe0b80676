import pytest

from tests.sandbox.provider_calls import CALLS, call


@pytest.mark.parametrize("path", ["/2/planets", "/2/users/by/username", "/api/v1/planets", "/v1/planets"])
def test_a_path_that_is_none_is_not_found_in_the_provider_s_words(app, ask, path):
    got = ask(path, account_id="a")
    assert (got.status, app.calls.by_endpoint.total(), set(app.calls.by_endpoint)) == (
        404,
        1,
        {f"{ {'2': 'x', 'a': 'unipile', 'v': 'openai'}[path[1]] } unknown_path"},
    )


def test_a_wrong_method_is_not_found(ask):
    for got in (ask("/2/users/by/username/eager_sbx", method="POST"), ask("/v1/responses")):
        assert (got.status, "data" in got.payload, "output" in got.payload) == (404, False, False)


def test_a_path_of_no_provider_is_for_the_controls(app, ask):
    assert (ask("/elsewhere").status, app.calls.total) == (404, 0)


@pytest.mark.parametrize("provider", CALLS)
def test_a_call_without_a_key_uses_no_limit_up(app, ask, provider):
    ask("/sandbox/limits", {"provider": "*", "endpoint": "*", "calls": 1, "seconds": 3600})
    nothing = {"authorization": None, "x-api-key": None}
    assert [call(ask, provider, **nothing).status for _ in range(2)] == [401, 401]
    assert [call(ask, provider).status for _ in range(2)] == [200, 429]
    assert app.limits.refused == 1


@pytest.mark.parametrize(
    ("provider", "headers"),
    [
        ("x", {"x-rate-limit-limit": 2, "x-rate-limit-remaining": 1}),
        ("unipile", {}),
        ("openai", {"x-ratelimit-limit-requests": 2, "x-ratelimit-remaining-requests": 1}),
    ],
)
def test_each_answer_tells_the_standing_in_the_provider_s_headers(ask, provider, headers):
    ask("/sandbox/limits", {"provider": provider, "endpoint": "*", "calls": 2, "seconds": 3600})
    got = call(ask, provider)
    assert {name: got.headers.get(name) for name in headers} == headers


def test_a_refusal_by_a_limit_tells_when_to_come_back(ask):
    ask("/sandbox/limits", {"provider": "*", "endpoint": "*", "calls": 0, "seconds": 3600})
    x, openai = call(ask, "x"), call(ask, "openai")
    assert (x.status, x.headers["x-rate-limit-remaining"], x.headers["x-rate-limit-reset"] % 3600) == (429, 0, 0)
    assert (openai.status, openai.headers["x-ratelimit-remaining-requests"]) == (429, 0)
    assert openai.headers["retry-after"] == openai.headers["x-ratelimit-reset-requests"].removesuffix("s")


def test_the_latency_is_added_to_what_a_fault_delays(app, ask):
    app.latency = 0.5
    assert call(ask, "x").reply.delay == 0.5
    assert call(ask, "x", **{"x-sandbox-fault": "slow;seconds=1"}).reply.delay == 1.5


def test_what_was_ordered_stands_in_the_log(app, ask):
    call(ask, "unipile", **{"x-sandbox-fault": "throttled"})
    call(ask, "x", **{"x-sandbox-fault": "html"})
    assert app.calls.by_fault == {"unipile throttled": 1, "x html": 1}
    assert [(each.endpoint, each.status, each.key) for each in app.calls.kept] == [
        ("profile", 200, "a-key"),
        ("user_by_username", 200, "a-token"),
    ]


def test_the_day_of_a_charge_is_the_world_s(app, ask):
    for days in (0, 0, 1):
        app.advance(days)
        call(ask, "x")
    assert app.calls.summary()["charged"] == 2

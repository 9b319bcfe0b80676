from autoreach.sandbox.rate_limits import RateLimits
from tests.sandbox.provider_calls import call


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

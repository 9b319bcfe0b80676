from autoreach.sandbox.rate_limits import RateLimits, Standing
from autoreach.sandbox.unipile_api import Unipile
from autoreach.sandbox.x_api import X
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


def limits_of(**rule):
    limits = RateLimits()
    limits.set([{"provider": "x", "endpoint": "*", "calls": 2, "seconds": 10} | rule])
    return limits


def test_without_a_rule_everything_goes():
    standing = RateLimits().take("x", "tweets", "key", now=100)
    assert standing == Standing(1_000_000, 999_999, 1000, False)


def test_a_standing_counts_down_and_names_the_end_of_the_window():
    limits = limits_of(calls=3)
    standings = [limits.take("x", "tweets", "key", now=104) for _ in range(4)]
    assert [(each.limit, each.remaining, each.reset, each.refused) for each in standings] == [
        (3, 2, 110, False),
        (3, 1, 110, False),
        (3, 0, 110, False),
        (3, 0, 110, True),
    ]
    assert limits.refused == 1


def test_an_asterisk_counts_all_endpoints_of_the_provider_together():
    limits = limits_of()
    asked = [("x", "tweets"), ("x", "users"), ("x", "usage"), ("unipile", "search")]
    assert [limits.take(*each, "key", now=1).refused for each in asked] == [False, False, True, False]


def test_a_rule_of_one_endpoint_leaves_the_others_alone():
    limits = limits_of(endpoint="tweets", calls=1)
    asked = ["tweets", "tweets", "users", "users"]
    assert [limits.take("x", each, "key", now=1).refused for each in asked] == [False, True, False, False]


def test_each_key_has_its_own_window_unless_the_rule_is_for_all_providers():
    own, shared = limits_of(calls=1), limits_of(provider="*", calls=1)
    assert [own.take("x", "tweets", key, now=1).refused for key in "aab"] == [False, True, False]
    assert [shared.take(name, "tweets", key, now=1).refused for name, key in (("x", "a"), ("unipile", "b"))] == [
        False,
        True,
    ]


def test_the_first_rule_that_covers_a_call_decides():
    limits = RateLimits()
    rule = {"provider": "x", "calls": 1, "seconds": 10}
    limits.set([rule | {"endpoint": "tweets"}, rule | {"endpoint": "*", "calls": 5}])
    assert limits.take("x", "tweets", "key", now=1).limit == 1
    assert limits.take("x", "users", "key", now=1).limit == 5
    limits.set([])
    assert limits.take("x", "tweets", "key", now=1).limit == 1_000_000


def test_the_documented_limits_are_those_of_the_services():
    limits = RateLimits()
    limits.set_documented()
    known = {
        (rule.provider, rule.endpoint): (rule.calls, rule.seconds)
        for rule in limits.rules
        if rule.endpoint in ("search_recent", "search_all", "user_tweets", "usage", "profile", "search")
    }
    assert known == {
        ("x", "search_recent"): (450, 900),
        ("x", "search_all"): (300, 900),
        ("x", "user_tweets"): (10_000, 900),
        ("x", "usage"): (50, 900),
        ("unipile", "profile"): (100, 86_400),
        ("unipile", "search"): (100, 86_400),
    }
    assert len(limits.rules) == 18
    endpoints = {(provider.name, name) for provider in (X, Unipile) for _, _, name in provider.ROUTES}
    assert {(rule.provider, rule.endpoint) for rule in limits.rules} <= endpoints

from datetime import UTC, datetime

import pytest

from autoreach.sandbox.http_messages import Request
from autoreach.sandbox.x_parameters import moment_of, number_of, required_values, tweet_fields, values_of
from tests.sandbox.x_questions import EAGER


@pytest.mark.parametrize(
    ("path", "query", "complaint"),
    [
        (
            "/2/tweets/search/recent",
            {"query": "crm min_faves:10"},
            "There were errors processing your request: Reference to invalid operator 'min_faves'. "
            "Operator is not available (at position 5)",
        ),
        (
            "/2/tweets/search/recent",
            {"query": "is:reply"},
            "There were errors processing your request: Rules must contain at least one positive, non-stopword clause "
            "(at position 1)",
        ),
        (
            "/2/users/by",
            {"usernames": ",".join(["a"] * 101)},
            "The number of values in the `usernames` query parameter list [101] is not between 1 and 100",
        ),
        (
            f"/2/users/{EAGER}/tweets",
            {"max_results": 4},
            "The `max_results` query parameter value [4] is not between 5 and 100",
        ),
        (
            f"/2/users/{EAGER}/followers",
            {"pagination_token": "made-up-token-000000"},
            "The `pagination_token` query parameter value [made-up-token-000000] is not valid",
        ),
    ],
)
def test_a_bad_parameter_is_refused_in_words(ask, path, query, complaint):
    got = ask(path, **query)
    assert (got.status, got["title"], got["errors"][0]["message"]) == (400, "Invalid Request", complaint)


@pytest.mark.parametrize(
    ("path", "query", "complaint"),
    [
        ("/2/users", {"ids": ""}, "The `ids` query parameter can not be empty"),
        ("/2/users", {"ids": "1,x"}, "The `id` query parameter value [x] is not valid"),
        ("/2/tweets", {"ids": "12,x1"}, "The `ids` query parameter value [x1] is not valid"),
        ("/2/tweets/x", {}, "The `id` query parameter value [x] is not valid"),
        ("/2/users/1" + "0" * 19, {}, f"The `id` query parameter value [1{'0' * 19}] is not valid"),
        ("/2/tweets/x/quote_tweets", {}, "The `id` query parameter value [x] is not valid"),
        (
            f"/2/users/{EAGER}/tweets",
            {"start_time": "yesterday"},
            "The `start_time` query parameter value [yesterday] is not a valid date-time",
        ),
        (
            f"/2/users/{EAGER}/followers",
            {"max_results": "1001"},
            "The `max_results` query parameter value [1001] is not between 1 and 1000",
        ),
        ("/2/usage/tweets", {"days": "91"}, "The `days` query parameter value [91] is not between 1 and 90"),
        ("/2/usage/tweets", {"days": "²"}, "The `days` query parameter value [²] is not between 1 and 90"),
    ],
)
def test_each_parameter_is_refused_in_its_own_words(ask, path, query, complaint):
    got = ask(path, **query)
    assert (got.status, got["errors"][0]["message"]) == (400, complaint)


def test_values_may_be_repeated_or_joined_by_commas():
    request = Request("GET", "/", "f=a,b&f=c,&g=")
    assert (values_of(request, "f"), values_of(request, "g"), values_of(request, "h")) == (
        {"a", "b", "c"},
        set(),
        set(),
    )
    assert required_values(request, "f", 4) == ["a", "b", "c", ""]


def test_fields_of_posts_have_two_names():
    request = Request("GET", "/", "tweet.fields=text,note_tweet&post.fields=referenced_posts,note_post")
    assert tweet_fields(request) == {"text", "note_tweet", "referenced_tweets"}


def test_a_number_has_a_default_and_both_its_bounds():
    assert [number_of(Request("GET", "/", query), "n", 5, 100, 10) for query in ("", "n=5", "n=100")] == [10, 5, 100]


def test_a_time_is_read_in_any_zone():
    times = "2026-11-18T08:00:00Z", "2026-11-18T10:00%2B02:00"
    moments = [moment_of(Request("GET", "/", f"t={time}"), "t") for time in times]
    assert moments == [datetime(2026, 11, 18, 8, tzinfo=UTC)] * 2
    assert moment_of(Request("GET", "/"), "t") is None

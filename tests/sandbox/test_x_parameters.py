import pytest

from tests.sandbox.x_questions import EAGER


@pytest.mark.parametrize(
    ("path", "query", "complaint"),
    [
        ("/2/tweets/search/recent", {}, "The `query` query parameter can not be empty"),
        (
            "/2/tweets/search/recent",
            {"query": "a", "max_results": 5},
            "The `max_results` query parameter value [5] is not between 10 and 100",
        ),
        (
            "/2/tweets/search/recent",
            {"query": "a" * 513},
            "The length of the query [513] is above the maximum of [512]",
        ),
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

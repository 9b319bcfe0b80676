import pytest

from tests.sandbox.x_questions import problems


def test_a_request_without_a_token_is_refused(ask):
    got = ask("/2/users/by/username/eager_sbx", headers={"authorization": None})
    assert (got.status, got["title"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("handle", "problem"),
    [
        ("nobody_sbx", ("Not Found Error", "resource-not-found")),
        ("deleted_sbx", ("Not Found Error", "resource-not-found")),
        ("suspended_sbx", ("Forbidden", "resource-not-found")),
    ],
)
def test_an_account_that_is_not_there_is_an_error_inside_200(ask, handle, problem):
    got = ask(f"/2/users/by/username/{handle}")
    assert (got.status, problems(got), "data" in got.payload) == (200, [problem], False)


@pytest.mark.parametrize(
    ("fault", "status", "title", "kind"),
    [
        ("unauthorized", 401, "Unauthorized", "about:blank"),
        ("forbidden", 403, "Forbidden", "about:blank"),
        ("not_found", 404, "Not Found", "about:blank"),
        ("out_of_credits", 402, "Payment Required", "https://api.x.com/2/problems/credits-depleted"),
        ("rate_limited", 429, "Too Many Requests", "about:blank"),
        ("server_error", 500, "Internal Server Error", "about:blank"),
        ("unavailable", 503, "Service Unavailable", "about:blank"),
    ],
)
def test_a_refusal_is_a_problem_with_title_and_type(ask, fault, status, title, kind):
    got = ask("/2/users/by/username/eager_sbx", headers={"x-sandbox-fault": fault})
    assert (got.status, got["status"], got["title"], got["type"]) == (status, status, title, kind)
    assert got.reply.content_type == "application/problem+json"


def test_a_bad_parameter_names_itself_and_its_value(ask):
    got = ask("/2/users/by/username/not-a-name")
    assert got.payload == {
        "errors": [
            {
                "parameters": {"username": ["not-a-name"]},
                "message": "The `username` query parameter value [not-a-name] does not match ^[A-Za-z0-9_]{1,15}$",
            }
        ],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    }


def test_a_missing_user_is_an_entry_with_its_id_and_kind(ask):
    (entry,) = ask("/2/users", ids="1500000000000999999")["errors"]
    assert entry == {
        "value": "1500000000000999999",
        "detail": "Could not find user with ids: [1500000000000999999].",
        "title": "Not Found Error",
        "resource_type": "user",
        "parameter": "ids",
        "resource_id": "1500000000000999999",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def test_a_suspended_user_is_named_as_such(ask):
    (entry,) = ask("/2/users/by", usernames="suspended_sbx")["errors"]
    assert (entry["detail"], entry["title"]) == ("User has been suspended: [suspended_sbx].", "Forbidden")


def test_what_needs_a_user_s_token_says_so(ask):
    for path in ("/2/users/1500000000000000019/liked_tweets", "/2/tweets/1/liking_users"):
        got = ask(path)
        assert (got.status, got["title"]) == (403, "Unsupported Authentication")
        assert got["type"] == "https://api.twitter.com/2/problems/unsupported-authentication"

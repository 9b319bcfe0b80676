import pytest

from tests.sandbox.unipile_questions import EAGER


@pytest.mark.parametrize(
    ("path", "query", "status", "kind"),
    [
        ("/users/eager-buyer-sbx", {}, 400, "invalid_parameters"),
        ("/users/eager-buyer-sbx", {"account_id": "acc_disconnected"}, 401, "disconnected_account"),
        ("/users/eager-buyer-sbx", {"account_id": "acc_restricted"}, 403, "account_restricted"),
        ("/users/eager-buyer-sbx", {"account_id": "acc_unknown"}, 404, "resource_not_found"),
        ("/users/eager-buyer-sbx", {"account_id": "a", "linkedin_sections": "hobbies"}, 400, "invalid_parameters"),
        ("/users/nobody-sbx", {"account_id": "a"}, 404, "resource_not_found"),
        ("/users/ACoAAASBX000000000000000000000000006001", {"account_id": "a"}, 404, "resource_not_found"),
        ("/users/private-profile-sbx", {"account_id": "a"}, 422, "user_unreachable"),
        ("/users/eager-buyer-sbx/posts", {"account_id": "a"}, 422, "invalid_recipient"),
        (f"/users/{EAGER}/posts", {"account_id": "a", "limit": 101}, 400, "invalid_parameters"),
        (f"/users/{EAGER}/posts", {"account_id": "a", "cursor": "made up"}, 400, "invalid_parameters"),
        ("/posts/7390000000000000001", {"account_id": "a"}, 404, "resource_not_found"),
        ("/linkedin/company/9999999", {"account_id": "a"}, 404, "resource_not_found"),
        ("/linkedin/search/parameters", {"account_id": "a", "type": "PLANET"}, 400, "invalid_parameters"),
        ("/users/following", {"account_id": "a", "user_id": EAGER}, 501, "feature_not_implemented"),
    ],
)
def test_a_bad_request_is_refused_with_its_type(ask, path, query, status, kind):
    got = ask(f"/api/v1{path}", **query)
    assert (got.status, got["status"], got["type"]) == (status, status, f"errors/{kind}")


def test_a_request_without_a_key_is_refused(ask):
    got = ask("/api/v1/users/me", account_id="a", headers={"x-api-key": None})
    assert (got.status, got["type"]) == (401, "errors/missing_credentials")


@pytest.mark.parametrize(
    ("fault", "status", "kind", "title"),
    [
        ("unauthorized", 401, "missing_credentials", "Missing credentials"),
        ("forbidden", 403, "feature_not_subscribed", "Feature not subscribed"),
        ("not_found", 404, "resource_not_found", "Resource not found"),
        ("out_of_credits", 422, "insufficient_credits", "Insufficient credits"),
        ("rate_limited", 429, "too_many_requests", "Too many requests"),
        ("rate_limited_bare", 429, "too_many_requests", "Too many requests"),
        ("server_error", 500, "unexpected_error", "Unexpected error"),
        ("unavailable", 503, "service_unavailable", "Service unavailable"),
    ],
)
def test_a_refusal_names_its_type_and_title(ask, fault, status, kind, title):
    got = ask("/api/v1/users/me", account_id="a", headers={"x-sandbox-fault": fault})
    assert (got.status, got["status"], got["type"], got["title"]) == (status, status, f"errors/{kind}", title)
    assert got["detail"].endswith((".", "moment."))


def test_an_account_that_meets_a_checkpoint_is_refused(ask):
    got = ask("/api/v1/users/me", account_id="acc_checkpoint")
    assert (got.status, got["type"]) == (401, "errors/checkpoint_error")


def test_a_body_that_is_no_object_is_refused(ask):
    for path in ("/linkedin/search", "/users/invite"):
        got = ask.linkedin(path, ["a"])
        assert (got.status, got["type"]) == (400, "errors/malformed_request")

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

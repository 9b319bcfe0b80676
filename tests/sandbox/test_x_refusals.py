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

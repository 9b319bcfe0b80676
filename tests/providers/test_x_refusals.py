from datetime import UTC, datetime

import pytest

from autoreach.providers.errors import (
    AuthFailed,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    RateLimited,
    Suspended,
    Unavailable,
)
from autoreach.providers.x.info import INFO
from tests.providers.conftest import Canned
from tests.providers.x_recorded import PROBLEMS

OURS = {"errors": [{"code": 64, "message": "Your account is suspended and is not permitted to access this feature."}]}
NOT_ENROLLED = {
    "client_id": "10000001",
    "detail": "You must use keys and tokens from an App that is attached to a Project.",
    "title": "Client Forbidden",
    "required_enrollment": "Appropriate Level of API Access",
    "reason": "client-not-enrolled",
    "type": f"{PROBLEMS}/client-forbidden",
}
CAP = {
    "title": "SpendCapReached",
    "detail": "Your account has reached its spend cap.",
    "reset_date": "2026-12-01T00:00:00.000Z",
    "type": "about:blank",
}
DEPLETED = {"title": "CreditsDepleted", "detail": "Your account does not have any credits.", "type": "about:blank"}
CAPPED = "Your account has reached its spend cap. (until 1 December 2026)"


def numbered(code, message="In words."):
    return {"errors": [{"code": code, "message": message}]}


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "message"),
    [
        (403, OURS, AuthFailed, "64", OURS["errors"][0]["message"]),
        (
            403,
            {"title": "Forbidden", "detail": "Your account is suspended."},
            AuthFailed,
            "",
            "Your account is suspended.",
        ),
        (403, {"detail": "Your app has been suspended."}, AuthFailed, "", "Your app has been suspended."),
        (403, NOT_ENROLLED, AuthFailed, "client-not-enrolled", NOT_ENROLLED["detail"]),
        (403, NOT_ENROLLED | {"type": "about:blank"}, AuthFailed, "client-not-enrolled", NOT_ENROLLED["detail"]),
        (402, CAP, OutOfCredits, "", CAPPED),
        (403, CAP, OutOfCredits, "", CAPPED),
        (429, CAP, OutOfCredits, "", CAPPED),
        (402, DEPLETED, OutOfCredits, "", DEPLETED["detail"]),
        (403, DEPLETED | {"title": "Credits Depleted"}, OutOfCredits, "", DEPLETED["detail"]),
        (429, {"errors": [{"title": "SpendCapReached", "detail": "cap"}]}, OutOfCredits, "", "cap"),
        (401, numbered(89), AuthFailed, "89", "In words."),
        (400, numbered(215), AuthFailed, "215", "In words."),
        (403, numbered(326), AuthFailed, "326", "In words."),
        (403, numbered(63, "User has been suspended."), Suspended, "63", "User has been suspended."),
        (403, numbered(179), Protected, "179", "In words."),
        (403, numbered(453), NotSupported, "453", "In words."),
        (404, numbered(34), NotFound, "34", "In words."),
        (403, numbered(88), RateLimited, "88", "In words."),
        (403, {"detail": "Your account is not permitted to access this feature."}, NotSupported, "", None),
    ],
)
def test_what_is_said_of_our_account_is_not_said_of_the_person(wire, x, status, body, kind, code, message):
    wire.will(Canned(body, status, {"content-type": "application/problem+json"}))
    with pytest.raises(kind) as caught:
        x.user(id="15")
    failed = caught.value
    assert (type(failed), failed.code, failed.args[0]) == (kind, code, message or failed.args[0])


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (OURS["errors"][0], AuthFailed),
        (CAP, OutOfCredits),
        ({"code": 88, "message": "Rate limit exceeded"}, RateLimited),
        ({"code": 130, "message": "Over capacity"}, Unavailable),
        ({"code": 63, "message": "User has been suspended."}, Suspended),
        ({"detail": "User has been suspended: [a].", "type": f"{PROBLEMS}/resource-not-found"}, Suspended),
    ],
)
def test_an_error_inside_an_answer_is_read_the_same_way(wire, x, problem, kind):
    wire.will({"errors": [problem]})
    with pytest.raises(kind) as caught:
        x.user(id="15")
    assert type(caught.value) is kind


def test_what_came_beside_an_error_is_kept(wire, x):
    wire.will({"data": [{"id": "15", "username": "tora"}], "errors": [{"code": 88, "message": "Rate limit exceeded"}]})
    assert [user.id for user in x.users(["15", "16"]).value] == ["15"]


def test_a_limit_inside_an_answer_holds_for_a_window(wire, x):
    wire.will(numbered(88))
    with pytest.raises(RateLimited) as caught:
        x.user(id="15")
    wait = (caught.value.resume_at - datetime.now(UTC)).total_seconds() / 60
    assert (round(wait), caught.value.scope) == (15, "users")


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("64", "X suspended the account that owns the app."),
        ("client-not-enrolled", "Attach the app to a project in the X developer console"),
        ("", "Make a new bearer token in the X developer console"),
    ],
)
def test_the_advice_fits_the_reason(code, advice):
    assert INFO.remedy(AuthFailed, {}, code).startswith(advice)

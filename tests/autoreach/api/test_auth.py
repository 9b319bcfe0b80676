from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from autoreach.api.auth import UNKNOWN
from autoreach.api.errors import HOW_TO_ASK
from leads.access import REFUSALS
from leads.models import Lead, Membership, Workspace
from scoring.wording import NEW_DAYS, STARTED
from tests.autoreach.api.conftest import caller_of
from tests.factories import BuyerScoreFactory

ADA = {"url": "https://www.linkedin.com/in/ada-sample"}


def test_a_token_says_whose_it_is(north, caller):
    assert caller.get("me").json() == {
        "user": "north-owner@example.com",
        "workspace": "North",
        "scopes": ["read", "add", "search"],
        "rate_limit": {"requests": 600, "seconds": 60, "at_once": 100},
    }
    caller.token.refresh_from_db()
    assert caller.token.last_used_at is not None


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (None, HOW_TO_ASK),
        ("Basic bm9ydGg6c2VjcmV0", HOW_TO_ASK),
        ("Bearer autoreach_wrong", UNKNOWN),
        ("Bearer ", UNKNOWN),
        ("Bearer \x00é", UNKNOWN),
    ],
)
def test_without_a_known_token_nothing_is_answered(caller, header, sentence):
    answer = caller.client.get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer.json(), answer.headers["WWW-Authenticate"]) == (
        401, {"detail": sentence}, "Bearer",
    )  # fmt: skip


def test_a_session_is_no_token(north):
    assert [north.client.get("/api/v1/me").status_code, north.client.post("/api/v1/leads").status_code] == [401, 401]


def test_a_login_beside_the_token_changes_nothing(north, south, caller):
    """A browser may send the cookie of a login in another workspace along."""
    answer = south.client.post("/api/v1/leads", ADA, content_type="application/json", headers=caller.headers)
    assert (answer.status_code, Lead.objects.get().workspace) == (201, north.workspace)


def test_what_a_token_is_not_for_is_refused(north):
    reader = caller_of(north, ["read"])
    answer = reader.post("leads", ADA)
    assert (answer.status_code, answer.json()["detail"]) == (
        403, "This token lacks the scope “add”. Make one that has it on the Settings page.",
    )  # fmt: skip
    assert caller_of(north, ["add"], "adder").get("offers").status_code == 403
    assert Lead.objects.count() == 0


def test_a_token_does_what_its_member_may_do_now(north, caller):
    Membership.objects.update(role=Membership.Role.MEMBER, rights=[])
    answer = caller.post("leads", ADA)
    assert (answer.status_code, answer.json()["detail"]) == (403, REFUSALS[Membership.Right.SPEND])
    assert (Lead.objects.count(), caller.get("me").json()["scopes"]) == (0, ["read"])


def test_a_token_ends_with_the_membership(north, caller):
    Membership.objects.get(user=north.user).delete()
    assert caller.get("me").json() == {"detail": UNKNOWN}


def test_a_token_of_an_account_that_was_switched_off_opens_nothing(north, caller):
    north.user.is_active = False
    north.user.save()
    assert caller.get("me").json() == {"detail": UNKNOWN}


@pytest.mark.parametrize(
    ("zone", "reason"), [("UTC", "New in the role"), ("Asia/Tokyo", STARTED), ("Nowhere/Land", "New in the role")]
)
def test_days_are_counted_by_the_clock_of_the_workspace(north, caller, clock, zone, reason):
    """What is new for 90 days is a day older in Tokyo, where it is tomorrow already."""
    clock.now = datetime(2027, 6, 1, 20, tzinfo=UTC)
    Workspace.objects.update(time_zone=zone)
    started = {"top_reason": STARTED, "top_reason_on": clock.now.date() - timedelta(days=NEW_DAYS)}
    BuyerScoreFactory(lead__workspace=north.workspace, offer=north.offer(), state="active", score=70, **started)
    (buyer,) = caller.get("buyers").json()["items"]
    assert (buyer["reason"], timezone.get_current_timezone_name()) == (reason, "UTC")

from zoneinfo import ZoneInfo

import pytest

from leads.models import Workspace
from leads.workspaces.choice import SESSION_KEY, chosen_of, clock_of, memberships_of
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def memberships():
    """Of one user: the example was there before their own workspaces."""
    user = UserFactory()
    example = MembershipFactory(user=user, workspace__is_example=True)
    MembershipFactory()
    return [MembershipFactory(user=user), MembershipFactory(user=user), example]


def test_the_workspaces_of_a_user_are_their_own_with_the_example_last(memberships):
    assert memberships_of(memberships[0].user) == memberships


def test_the_workspace_chosen_last_is_open_or_else_the_first(memberships):
    first, second, _ = memberships
    assert chosen_of(memberships, {}) == first
    assert chosen_of(memberships, {SESSION_KEY: second.workspace_id}) == second
    assert chosen_of(memberships, {SESSION_KEY: MembershipFactory().workspace_id}) == first
    assert chosen_of([], {SESSION_KEY: second.workspace_id}) is None


@pytest.mark.parametrize(
    ("zone", "clock"), [("Asia/Tokyo", ZoneInfo("Asia/Tokyo")), ("Europe/Atlantis", None), ("../etc", None), ("", None)]
)
def test_a_time_zone_that_is_none_gives_no_clock(zone, clock):
    assert (clock_of(Workspace(time_zone=zone)), clock_of(None)) == (clock, None)

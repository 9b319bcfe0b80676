from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Invitation, Membership
from tests.factories import MembershipFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db
SPEND, INVITE = Membership.Right.SPEND, Membership.Right.INVITE


def test_an_owner_may_do_everything_and_a_member_what_its_rights_say():
    owner, member = (MembershipFactory(role=role, rights=["spend"]) for role in ("owner", "member"))
    assert [each.may(right) for each in (owner, member) for right in (SPEND, INVITE)] == [True, True, True, False]


def test_a_workspace_grants_its_own_members_alone():
    member = MembershipFactory(rights=["spend"])
    granted = [workspace.grants(member.user, SPEND) for workspace in (member.workspace, WorkspaceFactory())]
    assert granted == [True, False]
    assert member.workspace.grants(member.user, INVITE) is False


def test_a_new_member_may_spend_and_archive_and_an_invitation_gives_the_same_for_a_week():
    invitation = Invitation()
    assert Membership().rights == invitation.rights == ["spend", "archive"]
    left = invitation.expires_at - timezone.now()
    assert timedelta(days=7, minutes=-1) < left <= timedelta(days=7)

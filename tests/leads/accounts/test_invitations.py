from datetime import timedelta

import pytest
from django.utils import timezone

from leads.accounts.invitations import InvitationRefused, accept, find, keep, may_give, token_of
from leads.models import Invitation, Membership
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return MembershipFactory(role="owner")


def unsent(sender, **fields):
    return Invitation(workspace=sender.workspace, invited_by=sender.user, **fields)


def sent(sender, rights=("spend",), **fields):
    invitation = unsent(sender, rights=[*rights], **fields)
    invitation.save()
    return invitation


def refusal(token):
    with pytest.raises(InvitationRefused) as refused:
        find(token)
    return str(refused.value).partition(".")[0]


def test_a_link_opens_its_own_invitation_for_a_week(owner):
    invitation = sent(owner)
    assert find(token_of(invitation)) == invitation
    assert invitation.expires_at - timezone.now() > timedelta(days=6, hours=23)
    Invitation.objects.update(expires_at=timezone.now())
    assert refusal(token_of(invitation)) == "This invitation has expired"


def test_a_forged_link_and_one_whose_sender_may_no_longer_invite_open_nothing(owner):
    sender = MembershipFactory(workspace=owner.workspace, rights=["spend", "invite"])
    invitation = sent(sender)
    assert find(token_of(invitation)) == invitation
    sender.rights = ["spend"]
    sender.save()
    not_valid = "This invitation is not valid, or it was withdrawn"
    assert [refusal(token_of(invitation)), refusal(f"{sent(owner).pk}:forged")] == [not_valid, not_valid]


def test_a_member_leaves_an_invitation_open_and_the_first_new_one_uses_it_up(owner):
    token, new = token_of(sent(owner)), UserFactory()
    assert (accept(token=token, user=owner.user), Invitation.objects.get().accepted_by) == (owner.workspace, None)
    assert (accept(token=token, user=new), Invitation.objects.get().accepted_by) == (owner.workspace, new)
    assert refusal(token) == "This invitation has been used"
    members = Membership.objects.order_by("pk").values_list("user", "role", "rights")
    assert list(members) == [(owner.user_id, "owner", owner.rights), (new.pk, "member", ["spend"])]


@pytest.mark.parametrize(
    ("given", "by_owner", "by_member"),
    [
        ({"rights": ["spend"]}, True, True),
        ({"rights": ["spend", "settings"]}, True, False),
        ({"role": "owner", "rights": []}, True, False),
    ],
)
def test_a_member_gives_no_more_than_they_have(owner, given, by_owner, by_member):
    senders = [owner, Membership(rights=["spend", "invite"]), Membership(rights=["spend", "settings"])]
    assert [may_give(sender, Invitation(**given)) for sender in senders] == [by_owner, by_member, False]


def test_the_second_of_two_clicks_keeps_no_second_invitation_for_an_address(owner):
    def click(email="nora@example.com"):
        return keep(unsent(owner, email=email, rights=["spend"]))

    assert [click(), click(), click("paul@example.com"), click(""), click("")] == [True, False, True, True, True]
    Invitation.objects.update(created_at=timezone.now() - timedelta(seconds=11))
    assert (click(), Invitation.objects.count()) == (True, 5)

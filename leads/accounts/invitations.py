"""Invitations to a workspace: a signed link that works once, for a week, and while its sender may still invite."""

from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from autoreach.pages import ONE_CLICK
from leads.models import Invitation, Membership

SIGNER = signing.Signer(salt="invitation")


class InvitationRefused(Exception):
    """Says why the link lets no one in."""


@transaction.atomic
def keep(invitation) -> bool:
    """Store it; whether it is new. The second of two clicks sends the same address no second link."""
    sender = Membership.objects.filter(workspace=invitation.workspace_id, user=invitation.invited_by_id)
    list(sender.select_for_update(no_key=True))  # one request at a time
    names = ("workspace", "invited_by", "email", "role", "rights")
    lately = {"accepted_at": None, "created_at__gt": timezone.now() - ONE_CLICK}
    same = Invitation.objects.filter(**{name: getattr(invitation, name) for name in names}, **lately)
    if invitation.email and same.exists():
        return False
    invitation.save()
    return True


def token_of(invitation):
    return SIGNER.sign(invitation.pk)


def find(token, *, lock=False):
    """The invitation that `token` opens. Raises InvitationRefused."""
    invitations = Invitation.objects.select_related("workspace", "invited_by")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    try:
        invitation = invitations.filter(pk=SIGNER.unsign(token)).first()
    except signing.BadSignature:
        invitation = None
    if reason := refusal(invitation):
        raise InvitationRefused(reason)
    return invitation


def refusal(invitation):
    if invitation is None or not may_send(invitation):
        return "This invitation is not valid, or it was withdrawn. Ask for a new one."
    if invitation.accepted_at:
        return "This invitation has been used. Each one lets in one person: ask for a new one."
    if invitation.expires_at <= timezone.now():
        return "This invitation has expired. Ask for a new one."
    return ""


def may_send(invitation):
    sender = Membership.objects.filter(workspace=invitation.workspace_id, user=invitation.invited_by_id).first()
    return sender is not None and may_give(sender, invitation)


def may_give(membership, invitation):
    """Who holds a link can join with it, so a member sees and sends none that gives more than they have."""
    if not membership.may(Membership.Right.INVITE):
        return False
    gives_no_more = invitation.role == Membership.Role.MEMBER and set(invitation.rights) <= set(membership.rights)
    return membership.is_owner or gives_no_more


@transaction.atomic
def accept(*, token, user):
    """Make `user` a member and use the invitation up. Returns the workspace.

    A member keeps the role they have, and the invitation stays open for the person it is for.
    """
    invitation = find(token, lock=True)
    given = {"role": invitation.role, "rights": invitation.rights}
    _, is_new = Membership.objects.get_or_create(workspace=invitation.workspace, user=user, defaults=given)
    if is_new:
        invitation.accepted_at, invitation.accepted_by = timezone.now(), user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
    return invitation.workspace


def send(invitation, address):
    """Mail the link. Raises OSError where the mail server does not take it."""
    name = " ".join(invitation.workspace.name.split())  # a subject is one line
    send_mail(
        f"AutoReach: invitation to {name}",
        f"{invitation.invited_by.get_username()} invites you to {name} in AutoReach.\n\n"
        f"{address}\n\nThe link works once, until {timezone.localtime(invitation.expires_at):%-d %B %Y, %H:%M}.\n",
        None,
        [invitation.email],
    )

"""The workspace a user chose last, which is one for all tabs of a browser, and its clock.

A login opens the one that was chosen last in any browser, else the first, and stays there when the user comes to belong
to another one.
"""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from leads.models import Membership

SESSION_KEY = "workspace"


def memberships_of(user):
    mine = Membership.objects.filter(user=user).select_related("workspace")
    return list(mine.order_by("workspace__is_example", "workspace_id"))


def chosen_of(memberships, session):
    """That of the workspace the user chose last, else the first, else None."""
    chosen = session.get(SESSION_KEY)
    return next((each for each in memberships if each.workspace_id == chosen), next(iter(memberships), None))


def open_chosen(request):
    """Set `request.workspaces`, the chosen `request.workspace` and the user's `request.membership` in it."""
    memberships = memberships_of(request.user) if request.user.is_authenticated else []
    request.workspaces = [each.workspace for each in memberships]
    request.membership = chosen_of(memberships, request.session)
    request.workspace = request.membership and request.membership.workspace


def choose(request, workspace):
    Membership.objects.filter(user=request.user, workspace=workspace).update(chosen_at=timezone.now())
    request.session[SESSION_KEY] = workspace.pk
    open_chosen(request)


@receiver(user_logged_in)
def open_last_chosen(sender, request, user, **kwargs):
    memberships = memberships_of(user)
    chosen = [each for each in memberships if each.chosen_at]
    last = max(chosen, key=lambda each: each.chosen_at) if chosen else next(iter(memberships), None)
    if last:
        request.session[SESSION_KEY] = last.workspace_id


def clock_of(workspace):
    try:
        return ZoneInfo(workspace.time_zone) if workspace else None
    except (ZoneInfoNotFoundError, ValueError):
        return None

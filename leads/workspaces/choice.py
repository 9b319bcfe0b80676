"""The workspace a user chose last, which is one for all tabs of a browser, and its clock."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leads.models import Workspace

SESSION_KEY = "workspace"


def workspaces_of(user):
    return list(Workspace.objects.filter(memberships__user=user).order_by("is_example", "pk"))


def chosen_of(workspaces, session):
    """The one that the user chose last, else the first, else None."""
    chosen = session.get(SESSION_KEY)
    return next((each for each in workspaces if each.pk == chosen), next(iter(workspaces), None))


def choose(request, workspace):
    request.session[SESSION_KEY] = workspace.pk
    request.workspace = workspace


def clock_of(workspace):
    try:
        return ZoneInfo(workspace.time_zone) if workspace else None
    except (ZoneInfoNotFoundError, ValueError):
        return None

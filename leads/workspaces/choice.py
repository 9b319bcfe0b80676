"""The workspace a user chose last, which is one for all tabs of a browser, and its clock."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leads.models import Workspace

SESSION_KEY = "workspace"


def chosen_workspace(request):
    """The one the user chose last, else the first they belong to, else None."""
    mine = Workspace.objects.filter(memberships__user=request.user)
    chosen = request.session.get(SESSION_KEY)
    return (chosen and mine.filter(pk=chosen).first()) or mine.order_by("is_example", "pk").first()


def choose(request, workspace):
    request.session[SESSION_KEY] = workspace.pk
    request.workspace = workspace


def clock_of(workspace):
    try:
        return ZoneInfo(workspace.time_zone) if workspace else None
    except (ZoneInfoNotFoundError, ValueError):
        return None

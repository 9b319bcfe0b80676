from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils import timezone

from leads.models import Workspace

SESSION_KEY = "workspace"


class WorkspaceMiddleware:
    """Sets `request.workspace`: the one the user chose last, else the first they belong to, else None.

    Times are shown in the workspace's time zone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.workspace = chosen_workspace(request) if request.user.is_authenticated else None
        with timezone.override(clock_of(request.workspace)):
            response = self.get_response(request)
        return full_page_redirect(request, response)


def chosen_workspace(request):
    mine = Workspace.objects.filter(memberships__user=request.user)
    chosen = request.session.get(SESSION_KEY)
    return (chosen and mine.filter(pk=chosen).first()) or mine.order_by("is_example", "pk").first()


def clock_of(workspace):
    try:
        return ZoneInfo(workspace.time_zone) if workspace else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def full_page_redirect(request, response):
    """Tell htmx to load the login as a whole page, and then this one: a form must not be swapped into a fragment."""
    if request.htmx and response.status_code == 302 and response.url.startswith(resolve_url(settings.LOGIN_URL)):
        page = request.htmx.current_url_abs_path
        location = redirect_to_login(page).url if page else resolve_url(settings.LOGIN_URL)
        response = type(response)(location)
        response.status_code = 200
        response.headers["HX-Redirect"] = location
        del response.headers["Location"]
    return response

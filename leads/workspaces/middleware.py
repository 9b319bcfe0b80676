from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url
from django.utils import timezone

from leads.workspaces import page_guard
from leads.workspaces.choice import clock_of, open_chosen


class WorkspaceMiddleware:
    """Sets `request.workspaces`, the chosen `request.workspace`, and `request.membership`: what the user may do there.

    What a page sends that was made for another workspace is refused. Times are shown in the workspace's time zone. What
    a logged-in user sees is kept by no cache.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        open_chosen(request)
        with timezone.override(clock_of(request.workspace)):
            response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return full_page_redirect(request, response)

    def process_view(self, request, view, args, kwargs):
        return page_guard.refusal(request, view)


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

from django.conf import settings
from django.shortcuts import redirect, render
from django_htmx.http import trigger_client_event

from autoreach.pages import own_address


def leads_changed(request):
    """Show the messages: htmx has every list of the page reload itself, a plain form goes back to its page."""
    if request.htmx:
        return trigger_client_event(render(request, "components/toasts.html"), "leads:changed")
    return redirect(own_address(request, request.POST.get("next", "")) or settings.LOGIN_REDIRECT_URL)

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event


def leads_changed(request):
    """Show the messages: htmx has every list of the page reload itself, a plain form goes back to its page."""
    if request.htmx:
        return trigger_client_event(render(request, "components/toasts.html"), "leads:changed")
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if safe else settings.LOGIN_REDIRECT_URL)

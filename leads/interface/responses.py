from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event


def leads_changed(request):
    """Tell what happened: htmx lets every list on the page reload itself, a browser goes back to where the form was."""
    if request.htmx:
        return trigger_client_event(render(request, "components/toasts.html"), "leads:changed")
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if safe else settings.LOGIN_REDIRECT_URL)

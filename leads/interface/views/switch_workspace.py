from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from autoreach.pages import own_address
from leads import access
from leads.workspaces.choice import choose
from leads.workspaces.page_guard import any_workspace


@require_POST
@any_workspace
def switch(request):
    """Choose a workspace; htmx chooses the one of a page that stays open."""
    chosen = access.number(request.POST.get("workspace", ""))
    choose(request, access.get_membership_workspace(request, chosen))
    if request.htmx:
        messages.success(request, f"{request.workspace.name} is chosen again. Now repeat your last step.")
        return trigger_client_event(render(request, "components/toasts.html"), "workspace:chosen")
    return redirect(own_address(request, request.POST.get("next", "")) or "buyers")

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from leads import access
from leads.workspaces.middleware import SESSION_KEY


@require_POST
def switch(request):
    chosen = access.number(request.POST.get("workspace", ""))
    workspace = access.get_membership_workspace(request, chosen)
    request.session[SESSION_KEY] = workspace.pk
    return redirect("buyers")

from contextlib import nullcontext
from copy import copy

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from leads import access
from leads.interface.forms.workspace import WorkspaceForm
from leads.signals import workspace_changed


def settings(request):
    with transaction.atomic() if request.method == "POST" else nullcontext():
        form = WorkspaceForm(request.POST or None, instance=edited_workspace(request))
        if form.is_valid():
            workspace = form.save_changes()
            if form.changes_work:
                workspace_changed.send(None, workspace=workspace)
            messages.success(request, f"The settings are saved.{form.kept_note()}")
            return redirect("settings")
    may_change = access.may(request, access.Right.SETTINGS)
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    context = {
        "form": form,
        "general": [form[name] for name in ("name", "time_zone", "contributes_to_pool")],
        "may_change": may_change,
        "members": request.workspace.memberships.select_related("user").order_by("created_at", "pk"),
    }
    return render(request, "leads/workspace_settings.html", context, status=422 if form.errors else 200)


def edited_workspace(request):
    """One of its own for the form: the page goes on to show the stored one."""
    if request.method != "POST":
        return copy(access.get_workspace(request))
    return access.get_membership_workspace(request, access.require(request, access.Right.SETTINGS).pk, to_edit=True)

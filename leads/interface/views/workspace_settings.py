from contextlib import nullcontext
from copy import copy

from django.conf import settings as configuration
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from autoreach.calls.prices import usual_scoring_usd
from autoreach.calls.templatetags.provider_calls import money
from autoreach.providers.ai import info as ai
from leads import access
from leads.interface.forms.workspace import WorkspaceForm
from leads.signals import outreach_window_changed


def settings(request):
    with transaction.atomic() if request.method == "POST" else nullcontext():
        form = WorkspaceForm(request.POST or None, instance=edited_workspace(request))
        if form.is_valid():
            workspace = form.save_changes()
            if form.changes_window:
                outreach_window_changed.send(None, workspace=workspace)
            messages.success(request, f"The settings are saved.{form.kept_note()}")
            return redirect("settings")
    may_change = access.may(request, access.Right.SETTINGS)
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    context = {
        "form": form,
        "general": [form[name] for name in ("name", "time_zone", "contributes_to_pool")],
        "scoring_now": scoring_now(),
        "may_change": may_change,
        "members": request.workspace.memberships.select_related("user").order_by("created_at", "pk"),
    }
    return render(request, "leads/workspace_settings.html", context, status=422 if form.errors else 200)


def scoring_now():
    """What the choice of a scorer means in this installation."""
    providers = configuration.PROVIDERS
    if not ai.is_configured(providers):
        return "No AI is configured here, so every lead is scored by the local scorer."
    usd, model = usual_scoring_usd(), ai.models(providers)[0]
    unknown = "at a price that is not known, so that no monthly budget limits it"
    price = unknown if usd is None else f"for usually {money(usd * 1000)} per 1,000 leads"
    default = "it" if ai.scores_by_default(providers) else "the local scorer"
    return f"The AI configured here is {model}, {price}. By default {default} scores."


def edited_workspace(request):
    """One of its own for the form: the page goes on to show the stored one."""
    if request.method != "POST":
        return copy(access.get_workspace(request))
    return access.get_membership_workspace(request, access.require(request, access.Right.SETTINGS).pk, to_edit=True)

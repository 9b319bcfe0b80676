from django.contrib import messages
from django.db import transaction
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from autoreach.calls.budget import left_this_month, monthly_cap
from autoreach.pages import render_fragment, render_part
from autoreach.providers.registry import LINKEDIN, X
from autoreach.work.wakeups import enqueue
from enrichment.costs import cost_of_each, cost_of_reading, estimate, needs_of, past_costs, price_of_scoring
from enrichment.jobs import opening
from enrichment.models.pipeline import CHOICES, are_slow
from leads import access
from leads.interface.lead_filters import selected_leads
from leads.interface.responses import leads_changed
from leads.models import BuyerState, Lead
from leads.signals import leads_to_lock
from leads.workspaces.scorer import uses_ai
from scoring.scores import set_state

AT_FIRST = {"profile", "activity", "scoring"}
FINDERS = {"find_linkedin", "find_x"}


@require_POST
def enrich(request):
    """The Enrich dialog for the selected leads; with `start` work begins. POST: a selection is too long for a URL."""
    offer = access.named_offer(request)
    leads = selected_leads(request)
    if "start" in request.POST:
        access.require(request, access.Right.SPEND)
        return start(request, offer, leads)
    needs = needs_of(leads)
    steps = chosen_steps(request, needs, offer)
    workspace = access.get_workspace(request)
    to_score, past = needs.total if uses_ai(workspace) else 0, past_costs(workspace)
    cost = estimate(needs, steps, to_score=to_score if "scoring" in steps else 0, past=past)
    everything = bool(request.POST.get("everything"))
    left = left_this_month(workspace.pk)
    context = {
        "needs": needs,
        "offer": offer,
        "steps": steps,
        "cost": cost,
        "cost_of_each": cost_of_each(needs, steps, to_score=to_score, past=past),
        "budget": monthly_cap(workspace.pk),
        "left": left,
        "may_change": access.may(request, access.Right.SETTINGS),
        "over_budget": left is not None and cost.usd > left,
        "selected": [] if everything else request.POST.getlist("lead"),
        "everything": everything,
        "filter": request.POST.get("filter", ""),
        "next": request.POST.get("next", ""),
    }
    part = "enrich-choice" if request.htmx.target == "enrich-choice" else "enrich-dialog"
    target = request.htmx.target if request.htmx.target in ("enrich-choice", "dialog-body") else None
    return render_part(request, "enrichment/enrich_dialog.html", part, context, target=target)


def chosen_steps(request, needs=None, offer=None):
    """The checked steps in their order. A finder includes the profile step, which reads what it finds."""
    asked = set(request.POST.getlist("step")) if "chosen" in request.POST else set(AT_FIRST)
    if needs and not needs.only_x:
        asked.discard("find_linkedin")
    if needs and not needs.only_linkedin:
        asked.discard("find_x")
    if asked & FINDERS:
        asked.add("profile")
    return [step for step in CHOICES if step in asked and (offer or step != "scoring")]


def start(request, offer, leads):
    steps = chosen_steps(request, offer=offer)
    count = 0
    if steps:
        with transaction.atomic():
            workspace = access.get_workspace(request)
            count = opening.enrich(workspace=workspace, offer=offer, leads=leads, steps=steps)
            enqueue("enrichment.tasks.run_due_jobs")
            if are_slow(steps):
                enqueue("enrichment.tasks.run_slow_jobs", queue="slow")
    if count:
        what = ", ".join(CHOICES[step].label for step in steps)
        messages.success(request, f"Started for {count:,} lead{'' if count == 1 else 's'}: {what}.")
    elif steps:
        messages.info(request, "Nothing to do: no lead is selected, or work on all of them has started already.")
    else:
        messages.info(request, "No step was chosen.")
    return trigger_client_event(leads_changed(request), "dialog:close") if request.htmx else leads_changed(request)


@require_safe
def new_people(request):
    """What it costs to read so many people on `x`, on `linkedin` and on `both`, and to score so many `people`.

    A fragment of the forms that add them.
    """
    workspace = access.get_workspace(request)
    x, linkedin, both = (access.number(request.GET.get(name, "")) or 0 for name in (X, LINKEDIN, "both"))
    people = access.number(request.GET.get("people", ""))
    cost = cost_of_reading(x=x, linkedin=linkedin, both=both, people=people, workspace=workspace)
    left = left_this_month(workspace.pk)
    context = {
        "cost": cost,
        "budget": monthly_cap(workspace.pk),
        "left": left,
        "may_change": access.may(request, access.Right.SETTINGS),
        "over_budget": left is not None and cost.usd > left,
    }
    return render_fragment(request, "enrichment/_cost_of_new_people.html", context, heading="Cost of new people")


@require_POST
def rescore(request):
    """Rescore the selected leads; with `release`, those in Manual go back to automatic first."""
    access.require_to_score(request)
    offer = access.named_offer(request)
    if offer is None:
        messages.error(request, "Choose the offer to score the leads for, then rescore.")
    else:
        queue_rescore(request, offer)
    return leads_changed(request)


def queue_rescore(request, offer):
    leads = selected_leads(request)
    with transaction.atomic():
        if "release" in request.POST:
            manual = leads.filter(scores__offer=offer, scores__state=BuyerState.MANUAL)
            held = list(manual.values_list("pk", flat=True))
            leads_to_lock.send(Lead, lead_ids=held)
            set_state(offer=offer, lead_ids=held, state=BuyerState.NOT_SCORED)
        queued = opening.rescore(workspace=offer.workspace, offer=offer, leads=leads) if leads.exists() else 0
        enqueue("enrichment.tasks.run_due_jobs")
    if queued:
        messages.success(
            request,
            f"{queued:,} {'lead is' if queued == 1 else 'leads are'} being scored for {offer.name}. "
            f"{price_of_scoring(offer.workspace, queued)}".strip(),
        )
    else:
        messages.info(request, "Nothing to score: the leads are set by hand or are being scored already.")

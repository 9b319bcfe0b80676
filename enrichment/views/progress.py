from django.contrib import messages
from django.db import transaction
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from autoreach.jobs import enqueue
from enrichment import runs
from enrichment.progress import workspace_progress
from leads import access
from leads.filters import selected_leads
from leads.models.people import BuyerState
from leads.views.parts import leads_changed
from scoring.scores import set_state


@require_safe
def banner(request):
    """The processing banner, alone. It goes on asking only while something runs."""
    progress = workspace_progress(access.get_workspace(request))
    response = render(request, "enrichment/_banner.html", {"progress": progress})
    if request.GET.get("running") and request.htmx:
        response.headers["HX-Trigger"] = "work:progress"
    return response


@require_POST
def rescore(request):
    """Queue the selected leads; with `release` those held in Manual go back to automatic first."""
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
            held = leads.filter(scores__offer=offer, scores__state=BuyerState.MANUAL).values_list("pk", flat=True)
            set_state(offer=offer, lead_ids=list(held), state=BuyerState.NOT_SCORED)
        queued = runs.rescore(workspace=offer.workspace, offer=offer, leads=leads) if leads.exists() else 0
        enqueue("enrichment.tasks.run_due_jobs")
    if queued:
        messages.success(request, f"{queued:,} {'lead is' if queued == 1 else 'leads are'} scored for {offer.name}.")
    else:
        messages.info(request, "Nothing to score: set by hand, or being scored already.")

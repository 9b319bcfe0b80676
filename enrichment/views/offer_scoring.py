"""Leads that were in the workspace before an offer: the offer's page says how many have no score for it."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from autoreach.pages import part_of
from autoreach.work.wakeups import enqueue
from enrichment.costs import price_of_scoring
from enrichment.jobs.opening import note_offer_run
from enrichment.models import PipelineRun
from leads import access
from leads.models import Lead


@require_safe
@part_of("offer")
def unscored_leads(request, pk):
    offer = access.get_offer(request, pk)
    unscored = count_unscored(offer)
    context = {"offer": offer, "unscored": unscored, "price": price_of_scoring(offer.workspace, unscored)}
    return render(request, "enrichment/_unscored_leads.html", context)


@require_POST
def score_leads(request, pk):
    access.require_to_score(request)
    offer = access.get_offer(request, pk)
    with transaction.atomic():
        count = count_unscored(offer)
        if count:
            enqueue("enrichment.tasks.open_offer_jobs", note_offer_run(offer, PipelineRun.Purpose.UNSCORED))
    if count:
        messages.success(
            request, f"{count:,} {'lead is' if count == 1 else 'leads are'} being scored for {offer.name}."
        )
    else:
        messages.info(request, f"Every lead of the workspace has a score for {offer.name}, or is about to get one.")
    return redirect(f"{reverse('buyers')}?{urlencode({'offer': offer.pk})}")


def count_unscored(offer):
    with_row = offer.state_counts.aggregate(leads=Sum("count", default=0))["leads"]
    return max(0, Lead.objects.filter(workspace=offer.workspace_id).count() - with_row)

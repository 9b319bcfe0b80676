"""A lead's score by each of the two scorers, line by line."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from enrichment.models import AIReading
from leads import access
from leads.offers.choice import choose_offer
from scoring.ai.checking import Reading
from scoring.ai.scorer import score_read
from scoring.comparing import compare
from scoring.local.scorer import score_leads
from scoring.models import BuyerScore
from scoring.readings import with_readings
from scoring.snapshot import load_snapshots


@require_safe
def both_scorers(request, pk):
    """What each makes of the lead as it is today. The AI is not asked: what it read last is taken."""
    lead, choice = access.get_lead(request, pk), choose_offer(request)
    score = get_object_or_404(BuyerScore.objects.select_related("offer"), lead=lead, offer=choice.offer)
    stored = get_object_or_404(AIReading.objects.exclude(reading=None), lead=lead, offer=choice.offer)
    snapshots = with_readings(load_snapshots(lead_ids=[lead.pk], offer=choice.offer))
    reading = Reading.from_json(stored.reading)
    [local], [ai] = score_leads(snapshots, choice.offer), score_read(snapshots, choice.offer, {lead.pk: reading})
    context = {
        "lead": lead,
        "choice": choice,
        "score": score,
        "local": local,
        "ai": ai,
        "groups": compare(local.receipt["lines"], ai.receipt["lines"]),
        "stored": stored,
        "dropped": sum(reading.dropped.values()),
        "doubted": reading.doubted,
    }
    return choice.remember(render(request, "enrichment/both_scorers.html", context))

"""The part of a receipt that says which scorer made the score, and whether a score will follow."""

from django import template

from enrichment.costs import scored_by
from enrichment.models import AIReading, PipelineJob
from leads.workspaces.scorer import uses_ai

register = template.Library()


@register.simple_tag(takes_context=True)
def scoring_price(context, leads=0):
    """By which scorer leads of the page's workspace are scored, and what that costs for so many."""
    return scored_by(context["request"].workspace, leads)


@register.simple_tag
def is_score_queued(lead, offer):
    jobs = PipelineJob.objects.filter(lead=lead, offer=offer, status__in=PipelineJob.OPEN)
    return any(job.is_scored for job in jobs)


@register.inclusion_tag("enrichment/_scorer_note.html")
def scorer_note(score):
    reading = AIReading.objects.filter(lead=score.lead_id, offer=score.offer_id).select_related("batch").first()
    follows = reading and reading.wanted and not score.offer.archived_at and uses_ai(score.offer.workspace)
    return {
        "score": score,
        "reading": reading,
        "follows": follows,
        "waits_for": reading and reading.batch and reading.batch.waits_for,
    }

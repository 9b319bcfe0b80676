"""The part of a receipt that says which scorer made the score, and whether another score will follow."""

from django import template

from enrichment.models import AIReading

register = template.Library()


@register.inclusion_tag("enrichment/_scorer_note.html")
def scorer_note(score):
    reading = AIReading.objects.filter(lead=score.lead_id, offer=score.offer_id).select_related("batch").first()
    return {"score": score, "reading": reading, "waits_for": reading and reading.batch and reading.batch.waits_for}

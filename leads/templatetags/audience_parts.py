"""The part of an offer's page that says how the AI read its audience, and where the local reader does not agree."""

from django import template

from leads.audience.ai import disagreement
from leads.audience.audience import Voice
from leads.audience.stored import icp_digest, local_reading, stored_reading
from leads.models import AudienceReading

register = template.Library()


@register.inclusion_tag("leads/_audience_readers.html", takes_context=True)
def audience_readers(context, offer):
    asked = AudienceReading.objects.filter(offer=offer, icp_digest=icp_digest(offer)).first()
    ai = stored_reading(offer, Voice.AI) if asked else None
    return {
        "request": context["request"],
        "offer": offer,
        "asked": asked,
        "ai": ai,
        "disagreement": disagreement(ai, local_reading(offer)) if ai else None,
    }


@register.filter
def part_words(part):
    """`Accountants (“people who keep the books”)`; an excluded part with "not"."""
    label = f"not {part.label}" if part.excluded else part.label
    return f"{label} (“{part.words}”)" if part.words else label

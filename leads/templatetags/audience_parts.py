"""The parts of an offer's page that say what counts of its audience, and where the two readers do not agree."""

from django import template

from leads.audience.ai import disagreement
from leads.audience.audience import Kind, Voice
from leads.audience.stored import audience_of, corrections_of, icp_digest, local_reading, stored_reading
from leads.interface.forms.corrections import WEIGHTS
from leads.interface.forms.fields import TAGS
from leads.models import AudienceReading
from leads.templatetags.audience_chips import HEADINGS

register = template.Library()
OPEN = {
    Kind.FUNCTION: "None named: the meaning of the words decides",
    Kind.RANK: "Any",
    Kind.INDUSTRY: "Any",
    Kind.PLACE: "Anywhere",
    Kind.SIZE: "Any",
}


@register.inclusion_tag("leads/_counted_audience.html")
def counted_audience(offer):
    """What matching and scoring ask of a person: the parts that count, and what stands for a kind without any."""
    audience = audience_of(offer)
    none = OPEN | ({Kind.FUNCTION: "Any: the rank alone says who is meant"} if audience.leadership else {})
    kinds = HEADINGS.items()
    return {
        "offer": offer,
        "wanted": [(label, audience.of(kind), none[kind], unread_names(offer, kind)) for kind, label in kinds],
        "avoided": [part for part in audience.parts if part.excluded],
        "removed": [part for part in corrections_of(offer) if part.is_known and not part.weight],
        "is_placed": any(part.kind == Kind.PLACE for part in audience.parts),
    }


def unread_names(offer, kind):
    """(name, why it does not count) of each name in a field of the offer that is not understood."""
    field = {Kind.INDUSTRY: "industries", Kind.PLACE: "locations"}.get(kind)
    if field is None:
        return []
    return [(name, TAGS[field].unread) for name in getattr(offer, field) if not TAGS[field].meaning(name)]


@register.filter
def part_standing(part):
    """ "Warehousing · matters half · by hand", or of a reader "Warehousing · weight 0.6" """
    by_hand = part.voice == Voice.HAND
    weight = f"{part.weight:g}"
    weight = WEIGHTS[weight] if by_hand and weight in WEIGHTS else f"weight {weight}"
    weight = weight if 0 < part.weight < 1 else ""
    return " · ".join(filter(None, (part.label, weight, "by hand" if by_hand else "")))


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

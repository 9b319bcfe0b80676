"""How an audience was understood, as chips that a hand corrects."""

from django import template

from leads.audience.audience import Kind, Voice
from leads.audience.stored import corrections_of, local_reading, stored_reading
from leads.interface.forms.corrections import choices_of, spelled

register = template.Library()

HEADINGS = {
    Kind.FUNCTION: "Roles",
    Kind.RANK: "Ranks",
    Kind.INDUSTRY: "Industries",
    Kind.PLACE: "Places",
    Kind.SIZE: "Company sizes",
}
UNSURE = 0.75


@register.inclusion_tag("leads/_understood.html")
def understood(offer):
    """`offer` may be unsaved."""
    reading = stored_reading(offer, Voice.AI) or local_reading(offer)
    said = {part.key: part for part in corrections_of(offer)}
    parts = {part.key: part for part in reading.parts} | said
    chips = [chip(parts[key], reading, said.get(key)) for key in parts]
    wanted = [one for one in chips if not one["avoided"]]
    groups = [(label, [one for one in wanted if one["kind"] == kind]) for kind, label in HEADINGS.items()]
    groups.append(("To be avoided", [one for one in chips if one["avoided"]]))
    return {
        "groups": [(label, own) for label, own in groups if own],
        "unknown": reading.not_understood,
        "any_role": reading.leadership and not any(one["kind"] == Kind.FUNCTION for one in wanted),
        "unsure": not reading.leadership and 0 < reading.certainty < UNSURE and not said,
        "by_ai": stored_reading(offer, Voice.AI) is not None,
        "empty": not chips and bool(offer.target_audience.strip()),
    }


def chip(part, reading, correction):
    read = next((one for one in reading.parts if one.key == part.key), None)
    return {
        "part": part,
        "kind": part.kind,
        "avoided": part.excluded,
        "removed": part.weight == 0,
        "by_hand": correction is not None,
        "words": read.words if read else "",
        "read": read is not None,
        "said": spelled(correction) if correction else "",
        "choices": choices_of(part),
    }

"""How an audience was understood, as chips that a hand corrects."""

from django import template

from leads.audience.audience import Kind, Voice
from leads.audience.stored import corrections_of, counted_reading, local_reading, stored_reading
from leads.interface.forms.corrections import WEIGHED, choices_of, spelled

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
    """Both readings, where there is one of the AI. `offer` may be unsaved."""
    ai, local = stored_reading(offer, Voice.AI), local_reading(offer)
    reading = counted_reading(offer)
    said = {part.key: part for part in corrections_of(offer)}
    parts = {part.key: part for part in reading.parts} | said
    unread = {part.key: part for part in local.parts if part.key not in parts}
    chips = [chip(parts[key], reading, said.get(key)) for key in parts]
    chips += [chip(part, local) | {"uncounted": True} for part in unread.values()]
    if ai:
        chips = [one | {"note": note_on(one["part"].key, ai, local)} for one in chips]
    wanted = [one for one in chips if not one["avoided"]]
    groups = [(label, [one for one in wanted if one["kind"] == kind]) for kind, label in HEADINGS.items()]
    groups.append(("To be avoided", [one for one in chips if one["avoided"]]))
    return {
        "groups": [(label, own) for label, own in groups if own],
        "unknown": reading.not_understood,
        "any_role": reading.leadership and not any(one["kind"] == Kind.FUNCTION for one in wanted),
        "unsure": not reading.leadership and 0 < reading.certainty < UNSURE and not said,
        "by_ai": ai is not None,
        "empty": not chips and bool(offer.target_audience.strip()),
    }


def note_on(key, ai, local) -> str:
    """Where the two readers differ on a part."""
    of_ai, of_local = verdict_of(ai, key), verdict_of(local, key)
    if of_ai == of_local:
        return ""
    if not of_ai:
        return "only the local reader"
    return f"local reader: {of_local}" if of_local else "only the AI"


def verdict_of(reading, key) -> str:
    part = next((one for one in reading.parts if one.key == key), None)
    return "" if part is None else "to be avoided" if part.excluded else "wanted"


def chip(part, reading, correction=None):
    read = next((one for one in reading.parts if one.key == part.key), None)
    return {
        "part": part,
        "kind": part.kind,
        "weight": part.weight if part.kind in WEIGHED else 1.0,
        "avoided": part.excluded,
        "removed": part.weight == 0,
        "by_hand": correction is not None,
        "words": read.words if read else "",
        "read": read is not None,
        "said": spelled(correction) if correction else "",
        "choices": choices_of(part),
        "uncounted": False,
        "note": "",
    }


@register.filter
def chip_classes(chip) -> str:
    return " ".join(name for name in ("removed", "avoided", "uncounted") if chip[name])

"""The field of a form in which a hand corrects how an audience was understood."""

from dataclasses import asdict

from django import forms

from leads.audience.audience import Kind, Part, Voice
from leads.audience.naming import part_named
from leads.identity.keys import clean_text

MAX, LONGEST = 100, 200
AVOID, HALF = "avoid", "0.5"
WEIGHTS = {"1": "matters fully", HALF: "matters half", "0": "is not meant"}
# A place or a size is asked for, or not: their weights count nowhere.
WEIGHED = (Kind.FUNCTION, Kind.RANK, Kind.INDUSTRY)


def spelled(part) -> str:
    """A correction as one value of the form: "function|sales|0.5"."""
    return f"{part.kind}|{part.code}|{AVOID if part.excluded else format(part.weight, 'g')}"


def read_spelled(text) -> Part | None:
    kind, _, rest = text.partition("|")
    code, _, say = rest.rpartition("|")
    if kind not in set(Kind) or say not in {*WEIGHTS, AVOID}:
        return None
    weight = 1.0 if say == AVOID else float(say)
    part = Part(Kind(kind), code, weight, voice=Voice.HAND, excluded=say == AVOID)
    return part if part.is_known else None


def choices_of(part):
    """(value, words) of what a hand can say of a part; "" leaves it as it was read."""
    weights = {weight: words for weight, words in WEIGHTS.items() if weight != HALF or part.kind in WEIGHED}
    says = [(f"{part.kind}|{part.code}|{weight}", words) for weight, words in weights.items()]
    return [*says, (f"{part.kind}|{part.code}|{AVOID}", "is to be avoided")]


class CorrectionsField(forms.Field):
    widget = forms.MultipleHiddenInput

    def prepare_value(self, value):
        said = (
            one if isinstance(one, str) else spelled(Part(**one | {"kind": Kind(one["kind"])})) for one in value or []
        )
        return sorted(said)

    def to_python(self, value):
        parts = {part.key: part for text in value or [] if (part := read_spelled(text))}
        return [asdict(part) for part in list(parts.values())[:MAX]]

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != self.prepare_value(self.to_python(data))


class AddedPartsField(forms.Field):
    """Roles, ranks, industries, places or sizes in words of the user, each with the part it names, or None."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        texts = [" ".join(clean_text(text)[:LONGEST].split()) for text in value or []]
        return [(text, part_named(text)) for text in texts if text][:MAX]

    def has_changed(self, initial, data):
        return bool(self.to_python(data))

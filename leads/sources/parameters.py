"""The parameters of a search, as a form: their defaults, their ranges, and how they are stored."""

from collections.abc import Callable
from typing import Any

from django import forms

from leads.interface.forms.fields import bounds
from leads.models import Offer

# What one search may read over all its posts together.
ANSWERS_MAX = 20_000
OF_ANSWERS = f"of each kind and post, and up to {ANSWERS_MAX:,} together"


class ParametersForm(forms.Form):
    """`stored` is what a search keeps of it: JSON. Fields that the offer fills get their initial value in `suggest`."""

    # Rarely changed fields, folded away.
    advanced: tuple[str, ...] = ()

    def __init__(self, *args, offer: Offer | None = None, **options):
        super().__init__(*args, **options)
        self.offer = offer
        if offer:
            for name, value in self.suggest(offer).items():
                self.initial.setdefault(name, value)

    @classmethod
    def filled(cls, offer: Offer | None, given: dict) -> "ParametersForm":
        """The form as one sends it who leaves everything untouched but the fields of `given`."""
        form = cls(offer=offer, initial=given)
        values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        sent = {
            name: form.fields[name].prepare_value(value)
            for name, value in values.items()
            if value is not None and value is not False
        }
        return cls(sent, offer=offer)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.offer and self.offer.refusal:
            self.add_error(None, self.offer.refusal)

    def suggest(self, offer: Offer) -> dict:
        """Initial values by field, from the offer."""
        return {}

    def stored(self) -> dict:
        return dict(self.cleaned_data)

    def check_answers(self, kinds: tuple[str, ...]) -> None:
        """Refuse more answers than a search may read: so many of each kind that is ticked and each post."""
        asked = self.cleaned_data
        ticked = sum(bool(asked.get(kind)) for kind in kinds)
        answers = ticked * len(asked.get("posts") or ()) * (asked.get("people") or 0)
        if answers > ANSWERS_MAX:
            said = f"These are up to {answers:,} answers; {ANSWERS_MAX:,} are the most. Ask for fewer, or fewer posts."
            self.add_error("people", said)

    @property
    def plain_fields(self):
        return [field for field in self if field.name not in self.advanced]

    @property
    def advanced_fields(self):
        return [field for field in self if field.name in self.advanced]

    @classmethod
    def shown(cls, parameters: dict) -> list[tuple[str, str]]:
        """The stored parameters as people read them: (label, value)."""
        fields = cls().fields
        return [
            (field.label or name.replace("_", " ").capitalize(), shown_value(field, parameters[name]))
            for name, field in fields.items()
            if parameters.get(name) not in (None, "", [], False)
        ]


def shown_value(field, value) -> str:
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    if isinstance(value, list):
        return "\n".join(labels.get(str(each), str(each)) for each in value)
    if value is True:
        return "yes"
    return f"{value:,}" if isinstance(value, int) else labels.get(str(value), str(value))


def amount(label: str, *, initial: int, least: int, most: int, of: str = "", note: str = ""):
    """A number whose hint begins with its range; `of` says what the range is for."""
    span = f"{least:,} to {most:,}{of and f', {of}'}."
    return forms.IntegerField(label=label, initial=initial, help_text=f"{span} {note}".strip(), **bounds(least, most))


def read_lines(lines: list[str], read: Callable[[str], Any], *, none: str, unread: str) -> list:
    """What `read` makes of each line, each once. Without a line `none` is said, of one it cannot read `unread`."""
    if not lines:
        raise forms.ValidationError(none)
    if strange := next((line for line in lines if not read(line)), None):
        raise forms.ValidationError(f"“{strange[:60]}” {unread}")
    return list(dict.fromkeys(map(read, lines)))

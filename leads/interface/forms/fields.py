from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from leads.audience.industries import industry_meaning
from leads.identity.keys import clean_text
from leads.taxonomy.entries import (
    place_meaning,
    split_industries,
    split_places,
    suggest_industries,
    suggest_places,
)

ENTRIES_MAX = 50
ENTRY_MAX = 200


def bounds(least: int, most: int | None = None) -> dict:
    """Options of a field of numbers: how low and how high they may be, and what is said of others."""
    said = {
        "min_value": f"At least {least:,}.",
        "max_digits": "At most %(max)s digits.",
        "max_whole_digits": "At most %(max)s digits before the point.",
        "max_decimal_places": "At most %(max)s digits behind the point.",
    }
    if most is not None:
        said["max_value"] = f"At most {most:,}."
    return {"min_value": least, "max_value": most, "error_messages": said}


class LinesField(forms.CharField):
    """A list typed one entry per line; the value is a list without blanks or repetitions."""

    widget = forms.Textarea

    def __init__(self, *, rows=3, entry_max=ENTRY_MAX, **options):
        self.entry_max = entry_max
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def split(self, text):
        return text.splitlines()

    def to_python(self, value):
        entries = {}
        for line in self.split(value or ""):
            entry = " ".join(clean_text(line).split())
            entries.setdefault(entry.casefold(), entry)
        entries.pop("", None)
        return list(entries.values())

    def validate(self, value):
        super().validate(value)
        if len(value) > ENTRIES_MAX:
            raise ValidationError(f"{len(value)} entries are too many: the limit is {ENTRIES_MAX}.")
        for entry in value:
            if len(entry) > self.entry_max:
                raise ValidationError(
                    f"“{entry[:40]}…” is {len(entry)} characters long: the limit for an entry is {self.entry_max}."
                )

    def run_validators(self, value):
        """The checks of a single text say nothing about a list."""

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class TagsField(LinesField):
    """A list of names that may be separated by commas; `kind` (of TAGS) knows which commas separate."""

    def __init__(self, *, kind, **options):
        super().__init__(**options)
        self.kind = kind

    def split(self, text):
        return TAGS[self.kind].split(text)


@dataclass(frozen=True)
class Tags:
    """What the taxonomy does for a kind of names. `meaning` is "" for a name that is not understood."""

    split: Callable[[str], list[str]]
    meaning: Callable[[str], str]
    suggest: Callable[[str], list[str]]
    unread: str


TAGS = {
    "industries": Tags(split_industries, industry_meaning, suggest_industries, "not understood as an industry"),
    "locations": Tags(split_places, place_meaning, suggest_places, "not understood as a place"),
}

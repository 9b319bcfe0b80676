from django import forms
from django.core.exceptions import ValidationError

from leads.identity.keys import clean_text

ENTRIES_MAX = 50
ENTRY_MAX = 200


class LinesField(forms.CharField):
    """A list typed one entry per line; the value is a list without blanks or repetitions."""

    widget = forms.Textarea

    def __init__(self, *, rows=3, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        entries = {}
        for line in (value or "").splitlines():
            entry = " ".join(clean_text(line).split())
            entries.setdefault(entry.casefold(), entry)
        entries.pop("", None)
        return list(entries.values())

    def validate(self, value):
        super().validate(value)
        if len(value) > ENTRIES_MAX:
            raise ValidationError(f"{len(value)} entries are too many: the limit is {ENTRIES_MAX}.")
        for entry in value:
            if len(entry) > ENTRY_MAX:
                raise ValidationError(
                    f"“{entry[:40]}…” is {len(entry)} characters long: the limit for an entry is {ENTRY_MAX}."
                )

    def run_validators(self, value):
        """The checks of a single text say nothing about a list."""

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)

"""Two people, or two tabs, edit one thing: neither overwrites what the other saved without seeing it."""

import json

from django import forms

SEEN, TAKE, THEIRS = "seen", "take-", "theirs"


class ConcurrentEdits:
    """For a ModelForm of a stored row, whose page includes `components/concurrent_edits.html`.

    The page carries the values it was loaded with. A field that another saved since keeps that value where this page
    did not touch it; where it did, the form is refused and shows both. The view locks the row before it makes the form.
    """

    conflicts, kept = (), ()

    def full_clean(self):
        if self.is_bound and self.instance.pk:
            self._bring_together()
        super().full_clean()

    def clean(self):
        cleaned = super().clean()
        if self.conflicts:
            raise forms.ValidationError(
                "This was changed after you opened the page. Nothing of yours is saved yet: choose which values to "
                "keep, then save again."
            )
        return cleaned

    def seen(self):
        """What the page has to carry."""
        return json.dumps(self._stored())

    def kept_note(self):
        """A sentence about changes of others that saving has kept, or ""."""
        labels = ", ".join(str(self[name].label) for name in self.kept)
        return f" Also kept, as changed after you opened the page: {labels}." if labels else ""

    def _bring_together(self):
        data, seen, stored = self.data.copy(), loaded(self.data.get(SEEN, "")), self._stored()
        self.kept, self.conflicts = [], []
        for name, theirs in stored.items():
            if data.get(TAKE + name) == THEIRS and name in seen:
                data.setlist(name, seen[name])
            mine, before = data.getlist(name), seen.get(name)
            if before == theirs or is_same(mine, theirs):
                continue
            if before is not None and is_same(mine, before):
                data.setlist(name, theirs)
                self.kept.append(name)
            else:
                self.conflicts.append(self._conflict(name, mine, theirs))
        self.data = data

    def _stored(self):
        """What the browser would send, by field, if nothing were touched."""
        return {
            name: posted(field, self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if not field.disabled
        }

    def _conflict(self, name, mine, theirs):
        shown = [shown_value(self.fields[name], values) for values in (mine, theirs)]
        return {"name": TAKE + name, "label": self[name].label, "mine": shown[0], "theirs": shown[1]}


def loaded(text):
    try:
        seen = json.loads(text)
    except ValueError:
        return {}
    return {
        name: values
        for name, values in (seen.items() if isinstance(seen, dict) else ())
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }


def posted(field, value):
    value = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    value = field.widget.format_value(value)
    return [str(each) for each in value] if isinstance(value, list) else ["" if value is None else str(value)]


def is_same(some, others):
    return [unwrapped(each) for each in some] == [unwrapped(each) for each in others]


def unwrapped(text):
    """Without what a browser adds: it ends lines with two characters."""
    return text.replace("\r\n", "\n").strip()


def shown_value(field, values):
    if isinstance(field.widget, forms.CheckboxInput):
        return "Yes" if values else "No"
    labels = {str(value): label for value, label in getattr(field, "choices", ())}
    shown = [str(labels.get(value, value)) for value in values]
    return ", ".join(filter(None, shown))

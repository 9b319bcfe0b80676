"""Rows that may be no person: without a strong key, or pasted column names, totals and notes."""

import re

from leads.identity.keys import name_key, person_key
from leads.sources.csv.columns import fields_of
from leads.sources.csv.values import clean

TOTALS = re.compile(
    r"(?:(?:grand |sub ?)?totals?|sum(?:me)?|gesamt|anzahl|count|average|durchschnitt|suma|somme|totale)\b|合計|总计",
    re.IGNORECASE,
)
NAME_WORDS_MAX = 8
NOTE_WORDS_MIN = 5


class RowChecks:
    def __init__(self, mapping, header):
        self.header = [plain(name) for name in header]
        self.fields = mapping
        self.indexes = {
            field: [index for index, name in sorted(mapping.items()) if name == field]
            for field in ("email", "linkedin_url")
        }

    def check(self, cells, record):
        """The record (by column) with its person key, and "" – or None and the reason why the row is no person."""
        if self._repeats_header(cells):
            return None, "Repeats the column names."
        if record["linkedin_slug"] or record["x_handle"] or record["email"]:
            return record, ""
        if reason := self._reason_against(cells, record["full_name"]):
            return None, reason
        key = person_key(
            full_name=record["full_name"],
            company=record["company_name"],
            title=record["title"],
            location=record["location"],
        )
        return record | {"person_key": key}, ""

    def _repeats_header(self, cells):
        """As files pasted together do, and exports with the names that the tool itself uses in a second row."""
        filled = [(index, plain(cell)) for index, cell in enumerate(cells) if cell.strip()]
        same = sum(
            (index < len(self.header) and cell == self.header[index]) or self.fields.get(index) in fields_of(cell)
            for index, cell in filled
        )
        return same > 0 and same * 10 >= len(filled) * 6

    def _reason_against(self, cells, name):
        if not name:
            return self._what_is_missing(cells)
        filled = [cell for cell in cells if cell.strip()]
        if _is_totals(filled):
            return "A totals line, not a person."
        if len(filled) == 1 and len(self.header) > 2 and _is_note(filled[0]):
            return "A note, not a person."
        if not name_key(name) or len(name.split()) > NAME_WORDS_MAX or not any(map(str.isalpha, name)):
            return f"“{name[:60]}” is not a person's name, and there is no e-mail address or profile."
        return ""

    def _what_is_missing(self, cells):
        for field, kind in (("email", "an e-mail address"), ("linkedin_url", "a person's LinkedIn profile")):
            values = (clean(cells[index]) for index in self.indexes[field] if index < len(cells))
            if value := next(filter(None, values), ""):
                return f"“{value[:60]}” is not {kind}, and there is no name."
        return "No name, e-mail address or profile."


def plain(text):
    return text.strip().lower()


def _is_totals(filled):
    rest = [cell for cell in filled[1:] if any(map(str.isalpha, cell))]
    return bool(TOTALS.match(filled[0].strip())) and not rest


def _is_note(text):
    text = text.strip()
    return text[0] in "#*©-=" or text.endswith((".", ":")) or len(text.split()) >= NOTE_WORDS_MIN

"""Rows of a table as people, in the form the door takes them."""

import hashlib
import json
import re
from collections import Counter
from datetime import date

from leads.identity import (
    UNSTORABLE,
    company_key,
    email_addresses,
    email_key,
    linkedin_company_slug,
    linkedin_slug,
    name_key,
    person_key,
    x_handle,
)
from leads.ingest import COLUMNS, LINE_LIMITS, TEXT_LIMIT

from .dates import parse_date, started_before
from .values import clean

BLANK = "blank"
RECORD = COLUMNS[2:]
TOTALS = re.compile(
    r"(?:grand |sub ?)?totals?\b|sum(?:me)?\b|gesamt\b|anzahl\b|count\b|average\b|durchschnitt\b|suma\b|somme\b|totale\b|合計|总计",
    re.IGNORECASE,
)
NAME_WORDS_MAX = 8
NOTE_WORDS_MIN = 5
DOMAIN = re.compile(r"(?:https?://)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[:/?#].*)?", re.IGNORECASE)


class Refused(Exception):
    """A row that is nobody; the message is the reason its reader sees."""


class PeopleReader:
    """Turns the cells of a row into a record (a tuple of `RECORD`) by a mapping of column index to field."""

    def __init__(self, mapping, header, today=None):
        self.at = {}
        for index, name in sorted(mapping.items()):
            self.at.setdefault(name, []).append(index)
        self.header = [plain(name) for name in header]
        self.first = min(mapping, default=0)
        self.today = today or date.today()

    def record(self, cells):
        """Raises Refused; its message is BLANK for a row without any text."""
        if self._repeats_header(cells):
            raise Refused("Repeats the column names.")
        values = {name: self._values(cells, indexes) for name, indexes in self.at.items()}
        slug = first(map(linkedin_slug, values.get("linkedin_url", ())))
        handle = first(map(x_handle, values.get("x_handle", ())))
        addresses = [address for cell in values.get("email", ()) for address in email_addresses(cell)]
        addresses += [address for cell in values.get("secondary_email", ()) for address in email_addresses(cell)]
        lines = self._lines(values)
        if not (slug or handle or addresses):
            self._refuse_nobody(cells, values, lines["full_name"])
        return self._assembled(values, lines, slug, handle, first(addresses))

    def _values(self, cells, indexes):
        width = len(cells)
        return [value for index in indexes if index < width and (value := clean(cells[index]))]

    def _lines(self, values):
        def line(name, *others):
            return next((values[other][0] for other in (name, *others) if values.get(other)), "")

        website = line("company_website")
        title = line("title") or ", ".join(dict.fromkeys(values.get("seniority", []) + values.get("department", [])))
        found = {
            "full_name": line("full_name") or joined(values, " ", "first_name", "middle_name", "last_name"),
            "title": title or line("headline"),
            "company_name": line("company"),
            "company_size": line("company_size"),
            "company_location": line("company_location")
            or joined(values, ", ", "company_city", "company_state", "company_country"),
            "industry": line("industry"),
            "location": line("location") or joined(values, ", ", "city", "state", "country"),
            "website": website,
        }
        return {name: one_line(text, LINE_LIMITS[name]) for name, text in found.items()}

    def _repeats_header(self, cells):
        """As files pasted together do."""
        if self.first >= min(len(cells), len(self.header)) or plain(cells[self.first]) != self.header[self.first]:
            return False
        filled = [(index, cell) for index, cell in enumerate(cells) if cell.strip()]
        same = sum(index < len(self.header) and plain(cell) == self.header[index] for index, cell in filled)
        return same > 0 and same * 10 >= len(filled) * 6

    def _refuse_nobody(self, cells, values, name):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            raise Refused(BLANK)
        if not name:
            raise Refused(_what_is_missing(values))
        if _is_totals(filled):
            raise Refused("A totals line, not a person.")
        if len(filled) == 1 and len(self.header) > 2 and _is_note(filled[0]):
            raise Refused("A note, not a person.")
        if not name_key(name) or len(name.split()) > NAME_WORDS_MAX or not any(map(str.isalpha, name)):
            raise Refused(f"“{name[:60]}” is not a person's name, and there is no e-mail address or profile.")

    def _assembled(self, values, lines, slug, handle, address):
        fallback = ""
        if not (slug or handle or address):
            fallback = person_key(
                full_name=lines["full_name"],
                company=lines["company_name"],
                title=lines["title"],
                location=lines["location"],
            )
        bio = "\n".join(dict.fromkeys(values.get("headline", []) + values.get("bio", [])))
        record = {
            "linkedin_slug": slug,
            "x_handle": handle,
            "x_user_id": "",
            "email_key": email_key(address) or "" if address else "",
            "person_key": fallback,
            "email": address,
            **lines,
            "bio": bio[:TEXT_LIMIT],
            **{name: "\n".join(values.get(name, ()))[:TEXT_LIMIT] for name in ("skills", "keywords", "notes")},
            "role_started_on": self._role_started(values),
            "company_key": company_key(lines["company_name"]) if lines["company_name"] else "",
            "company_domain": domain_of(lines["website"]),
            "evidence": "",
            "posts": self._posts(values),
        }
        return tuple(map(record.__getitem__, RECORD))

    def _role_started(self, values):
        if dates := values.get("role_started"):
            return parse_date(dates[0])
        if durations := values.get("time_in_role"):
            return started_before(durations[0], self.today)
        return None

    def _posts(self, values):
        texts = values.get("posts")
        if not texts:
            return "[]"
        url = first(values.get("post_url", ()))
        posted = parse_date(first(values.get("post_date", ())))
        return json.dumps(
            [
                {
                    "platform": "import",
                    "external_id": hashlib.sha256(text.encode()).hexdigest()[:40],
                    "text": text[:TEXT_LIMIT],
                    "url": url[:500] if url.startswith(("http://", "https://")) else "",
                    "posted_at": posted.isoformat() if posted else None,
                }
                for text in texts
            ]
        )


def _what_is_missing(values):
    for field_name, kind in (("email", "an e-mail address"), ("linkedin_url", "a person's LinkedIn profile")):
        if values.get(field_name):
            return f"“{values[field_name][0][:60]}” is not {kind}, and there is no name."
    return "No name, e-mail address or profile."


def plain(text):
    return text.strip().lower()


def first(values):
    return next(filter(None, values), "")


def joined(values, by, *names):
    return by.join(dict.fromkeys(values[name][0] for name in names if values.get(name)))


def one_line(text, limit):
    if len(text) > limit or not text.isprintable() or "  " in text:
        return " ".join(text.split())[:limit].rstrip()
    return text


def domain_of(website):
    found = DOMAIN.fullmatch(website) if website else None
    return found[1].lower() if found else ""


def _is_totals(filled):
    rest = [cell for cell in filled[1:] if any(map(str.isalpha, cell))]
    return bool(TOTALS.match(filled[0].strip())) and not rest


def _is_note(text):
    text = text.strip()
    return text[0] in "#*©-=" or text.endswith((".", ":")) or len(text.split()) >= NOTE_WORDS_MIN

"""Columns of a table as people, in the form that ingest takes them.

Imports nothing of Django: a second process runs it, which starts in a tenth of the time that Django takes.
"""

import re
from datetime import date
from functools import partial
from typing import NamedTuple

from leads.identity.domains import registrable_domain
from leads.identity.keys import DOMAIN_MAX, company_key, email_address, linkedin_slug, mailbox_key, x_handle
from leads.sources.csv.dates import USUAL, date_in, started_before
from leads.sources.csv.row_checks import plain
from leads.sources.csv.values import clean, unwrapped

# a detail of a lead → the field of a mapping that it is read from, where their names differ
RENAMED = {"company_name": "company", "website": "company_website"}
TEXT_SOURCES = {"bio": ("headline", "bio")}
PLACES = {
    "location": ("city", "state", "country"),
    "company_location": ("company_city", "company_state", "company_country"),
}
NAME_PARTS = ("first_name", "middle_name", "last_name")
DOMAIN = re.compile(r"(?:https?://)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[:/?#].*)?", re.IGNORECASE)


class RecordForm(NamedTuple):
    """The columns of a record, and how long its lines (by column) and its texts may be."""

    columns: tuple[str, ...]
    line_limits: dict[str, int]
    text_fields: tuple[str, ...]
    text_limit: int


class Found(NamedTuple):
    """Records as a list of values for each column.

    `doubtful` are the positions of rows to be checked: without a strong key, or beginning like the column names.
    `unread` has (field, position, text) for each address and each date that cannot be read.
    """

    columns: dict[str, list]
    doubtful: list[int]
    unread: list[tuple[str, int, str]]


class Memo:
    """Remembers a function's answers: most columns hold few different values. Starts over when it holds too many."""

    def __init__(self, function, size=50_000):
        self.function, self.size, self.known = function, size, {}

    def over(self, values):
        new = {*values}.difference(self.known)
        if len(self.known) + len(new) > self.size:
            self.known, new = {}, {*values}
        self.known.update(zip(new, map(self.function, new), strict=True))
        return list(map(self.known.__getitem__, values))


class PeopleReader:
    """Reads people by a mapping of column index to field.

    Works on columns of many rows at a time: an import of 100,000 rows has millions of cells. `orders` has the
    DateOrder of the columns of dates by their index.
    """

    def __init__(self, mapping, header, form, *, today=None, orders=None):
        self.at = {}
        for index, name in sorted(mapping.items()):
            self.at.setdefault(name, []).append(index)
        self.form = form
        self.first = min(mapping, default=0)
        self.first_name = plain(header[self.first]) if self.first < len(header) else ""
        today = today or date.today()
        self.clean = Memo(clean, 200_000)
        self.lines = {limit: Memo(partial(one_clean_line, limit=limit)) for limit in {*form.line_limits.values()}}
        self.places = Memo(comma_joined)
        self.companies = Memo(company_key)
        self.domains = Memo(domain_of)
        self.dates = {
            index: Memo(partial(date_in, order=(orders or {}).get(index, USUAL)))
            for index in self.at.get("role_started", ())
        }
        self.durations = Memo(lambda cell: started_before(clean(cell), today))

    def read(self, columns, size) -> Found:
        """`columns` has the cells of `size` rows for each index of the mapping that the rows reach."""
        self.columns, self.size = columns, size
        slugs = self._first_of("linkedin_url", linkedin_slug)
        handles = self._first_of("x_handle", x_handle)
        emails = self._first_of("email", email_address)
        if "" in emails and "secondary_email" in self.at:
            spare = self._first_of("secondary_email", email_address)
            emails = [email or other for email, other in zip(emails, spare, strict=True)]
        lines = self._lines()
        roles_started = self._roles_started()
        unread = [
            *self._unread(slugs, "linkedin_url"),
            *self._unread(handles, "x_handle"),
            *self._unread(emails, "email", "secondary_email"),
            *self._unread(roles_started, "role_started"),
        ]
        found = {
            "linkedin_slug": slugs,
            "x_handle": handles,
            "email_key": [email and mailbox_key(email) for email in emails],
            "person_key": self._nothing(),
            "email": emails,
            **lines,
            **self._texts(),
            "role_started_on": roles_started,
            "company_key": self.companies.over(lines["company_name"]),
            "company_domain": self.domains.over(lines["website"]),
        }
        return Found(found, self._doubtful(slugs, handles, emails), unread)

    def _nothing(self):
        return [""] * self.size

    def _column(self, index):
        return self.columns[index] if index in self.columns else self._nothing()

    def _first_of(self, name, identify):
        """The identities in the columns of a field; None or "" where there is none."""
        found = self._nothing()
        for index in self.at.get(name, ()):
            column = [cell and identify(unwrapped(cell)) for cell in self._column(index)]
            found = [one or other or "" for one, other in zip(found, column, strict=True)] if any(found) else column
        return ["" if identity is None else identity for identity in found]

    def _unread(self, identities, field, *spare):
        if all(identities):
            return
        seen = set()
        for index in (index for name in (field, *spare) for index in self.at.get(name, ())):
            for position, (identity, cell) in enumerate(zip(identities, self._column(index), strict=True)):
                if cell and not identity and position not in seen and (text := clean(cell)):
                    seen.add(position)
                    yield field, position, text

    def _line(self, name, limit):
        columns = [self.lines[limit].over(self._column(index)) for index in self.at.get(name, ())]
        return columns[0] if columns else self._nothing()

    def _lines(self):
        limits = self.form.line_limits
        lines = {name: self._line(RENAMED.get(name, name), limit) for name, limit in limits.items()}
        if not any(lines["full_name"]):
            limit = limits["full_name"]
            parts = [self._line(name, limit) for name in NAME_PARTS]
            lines["full_name"] = [" ".join(filter(None, words))[:limit] for words in zip(*parts, strict=True)]
        for name, places in PLACES.items():
            if not any(lines[name]) and any(place in self.at for place in places):
                parts = [self._line(place, limits[name]) for place in places]
                joined = self.places.over([*zip(*parts, strict=True)])
                lines[name] = [place[: limits[name]].rstrip() for place in joined]
        for spare in ("seniority", "headline"):
            if spare in self.at and "" in lines["title"]:
                others = self._line(spare, limits["title"])
                lines["title"] = [title or other for title, other in zip(lines["title"], others, strict=True)]
        return lines

    def _texts(self):
        return {name: self._joined_texts(TEXT_SOURCES.get(name, (name,))) for name in self.form.text_fields}

    def _joined_texts(self, names):
        limit = self.form.text_limit
        columns = [self.clean.over(self._column(index)) for name in names for index in self.at.get(name, ())]
        if not columns:
            return self._nothing()
        if len(columns) == 1:
            return [text[:limit] for text in columns[0]]
        return ["\n".join(filter(None, dict.fromkeys(texts)))[:limit] for texts in zip(*columns, strict=True)]

    def _roles_started(self):
        if "role_started" in self.at:
            index = self.at["role_started"][0]
            return self.dates[index].over(self._column(index))
        if "time_in_role" in self.at:
            return self.durations.over(self._column(self.at["time_in_role"][0]))
        return [None] * self.size

    def _doubtful(self, slugs, handles, emails):
        known = [slug or handle or email for slug, handle, email in zip(slugs, handles, emails, strict=True)]
        first, name = self._column(self.first), self.first_name
        return [
            position
            for position, (key, cell) in enumerate(zip(known, first, strict=True))
            if not key or (len(cell) >= len(name) and plain(cell) == name)
        ]


def comma_joined(parts):
    return ", ".join(filter(None, dict.fromkeys(parts)))


def one_clean_line(cell, *, limit):
    return one_line(clean(cell), limit)


def one_line(text, limit):
    if len(text) > limit or not text.isprintable() or "  " in text:
        return " ".join(text.split())[:limit].rstrip()
    return text


def domain_of(website):
    found = DOMAIN.fullmatch(website) if website else None
    return registrable_domain(found[1].lower()) if found and len(found[1]) <= DOMAIN_MAX else ""

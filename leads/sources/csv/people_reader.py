"""Columns of a table as people, in the form that ingest takes them.

Imports nothing of Django: a second process runs it, which starts in a tenth of the time that Django takes.
"""

from datetime import date
from functools import partial
from typing import NamedTuple

from leads.identity.keys import (
    company_key,
    email_address,
    is_member_id,
    linkedin_slug,
    mailbox_key,
    sales_navigator_id,
    x_handle,
)
from leads.sources.csv.columns import rank
from leads.sources.csv.dates import USUAL, past_date_in, started_before, unread_date
from leads.sources.csv.name_columns import NAME_PARTS, first_name_first, real_names, whole_names
from leads.sources.csv.row_checks import plain
from leads.sources.csv.values import clean, comma_list, phone_of, unwrapped
from leads.sources.csv.websites import site_of

# a detail of a lead → the field of a mapping that it is read from, where their names differ
RENAMED = {"company_name": "company", "website": "company_website"}
DATES = ("connected_on", "role_started_on")
TEXT_SOURCES = {"bio": ("headline", "bio")}
LISTS = frozenset({"skills", "keywords"})
PLACES = {
    "location": ("city", "state", "country"),
    "company_location": ("company_city", "company_state", "company_country"),
}


class RecordForm(NamedTuple):
    """The columns of a record, and how long its lines (by column) and its texts may be."""

    columns: tuple[str, ...]
    line_limits: dict[str, int]
    text_fields: tuple[str, ...]
    text_limit: int


class Found(NamedTuple):
    """Records as a list of values for each column.

    `doubtful` are the positions of rows to be checked: without a strong key, or beginning like the column names.
    `unread` has (field, position, text) for each address that cannot be read, and each date that cannot or lies in the
    future.
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
    DateOrder of the columns of dates by their index, `codes` what codes in a column stand for.
    """

    def __init__(self, mapping, header, form, *, today=None, orders=None, codes=None):
        self.at = {}
        for index, name in in_order(mapping, header):
            self.at.setdefault(name, []).append(index)
        self.form, self.codes = form, codes or {}
        self.first = min(mapping, default=0)
        self.first_name = plain(header[self.first]) if self.first < len(header) else ""
        self.today = today or date.today()
        self.orders = orders or {}
        self.clean, self.lists = Memo(clean, 200_000), Memo(list_in)
        self.lines = {limit: Memo(partial(one_clean_line, limit=limit)) for limit in {*form.line_limits.values()}}
        self.places = Memo(comma_joined)
        self.companies = Memo(company_key)
        self.sites, self.phones = Memo(site_of), Memo(phone_of)
        self.dates = {
            index: Memo(partial(past_date_in, today=self.today, order=self.orders.get(index, USUAL)))
            for index in (*self.at.get("role_started", ()), *self.at.get("connected_on", ()))
        }
        self.durations = Memo(lambda cell: started_before(clean(cell), self.today))

    def read(self, columns, size) -> Found:
        """`columns` has the cells of `size` rows for each index of the mapping that the rows reach."""
        self.columns, self.size = columns, size
        slugs = self._first_of("linkedin_url", linkedin_slug, is_weak=is_member_id)
        navigator_ids = self._navigator_ids()
        handles = self._first_of("x_handle", x_handle)
        emails = self._first_of("email", email_address)
        if "" in emails and "secondary_email" in self.at:
            spare = self._first_of("secondary_email", email_address)
            emails = [email or other for email, other in zip(emails, spare, strict=True)]
        lines = self._lines()
        sites = self.sites.over(lines["website"])
        connected_on, roles_started = self._days("connected_on"), self._roles_started()
        phones = self._phones()
        unread = [
            *self._unread([*map(or_else, slugs, navigator_ids)], "linkedin_url"),
            *self._navigator_links(slugs, navigator_ids),
            *self._unread(handles, "x_handle"),
            *self._unread(emails, "email", "secondary_email"),
            *self._unread_days(roles_started, "role_started"),
            *self._unread_days(connected_on, "connected_on"),
            *self._unread(phones, "phone"),
        ]
        found = {
            "linkedin_slug": slugs,
            "x_handle": handles,
            "sales_navigator_id": navigator_ids,
            "email_key": [email and mailbox_key(email) for email in emails],
            "person_key": self._nothing(),
            "email": emails,
            **lines,
            **self._texts(),
            "phone": phones,
            "connected_on": connected_on,
            "role_started_on": roles_started,
            "company_key": self.companies.over(lines["company_name"]),
            "website": [website for website, _ in sites],
            "company_domain": [domain for _, domain in sites],
        }
        return Found(found, self._doubtful(slugs, handles, emails), unread)

    def _nothing(self):
        return [""] * self.size

    def _column(self, index):
        return self.columns[index] if index in self.columns else self._nothing()

    def _meant(self, index):
        codes = self.codes.get(index)
        column = self._column(index)
        return [codes.get(cell.strip(), cell) for cell in column] if codes else column

    def _first_of(self, name, identify, is_weak=None):
        """The identities in the columns of a field, one that is not weak before all; "" where there is none."""
        found = None
        for index in self.at.get(name, ()):
            column = [(cell and identify(unwrapped(cell))) or "" for cell in self._column(index)]
            if found is None:
                found = column
            else:
                found = [
                    one if one and not (is_weak and other and is_weak(one)) else other
                    for one, other in zip(found, column, strict=True)
                ]
        return self._nothing() if found is None else found

    def _unread(self, identities, field, *spare):
        if all(identities):
            return
        seen = set()
        for index in (index for name in (field, *spare) for index in self.at.get(name, ())):
            for position, (identity, cell) in enumerate(zip(identities, self._column(index), strict=True)):
                if cell and not identity and position not in seen and (text := clean(cell)):
                    seen.add(position)
                    yield field, position, text

    def _unread_days(self, days, field):
        orders = [self.orders.get(index, USUAL) for index in self.at.get(field, ())]
        for _, position, text in self._unread(days, field):
            named = {unread_date(field, text, today=self.today, order=order) for order in orders}
            yield max(named), position, text

    def _navigator_ids(self):
        columns = [self._column(index) for index in self.at.get("linkedin_url", ())]
        # quick to tell for many cells at a time that there is none
        if not any("/sales/" in "\0".join(column) for column in columns):
            return self._nothing()
        return self._first_of("linkedin_url", navigator_id)

    def _phones(self):
        found = self._nothing()
        for index in self.at.get("phone", ()):
            found = filled_up(found, self.phones.over(self._column(index)))
        return found

    def _navigator_links(self, slugs, ids):
        if any(ids):
            for position, (slug, navigator) in enumerate(zip(slugs, ids, strict=True)):
                if navigator and not slug:
                    yield "sales_navigator", position, navigator

    def _line(self, name, limit):
        """The first filled cell of each row among the columns of a field."""
        found = None
        for index in self.at.get(name, ()):
            if found is None or "" in found:
                column = self.lines[limit].over(self._meant(index))
                found = column if found is None else filled_up(found, column)
        return self._nothing() if found is None else found

    def _lines(self):
        limits = self.form.line_limits
        lines = {name: self._line(RENAMED.get(name, name), limit) for name, limit in limits.items() if name != "phone"}
        lines["full_name"] = self._names(lines["full_name"], limits["full_name"])
        for name, places in PLACES.items():
            if "" in lines[name] and any(place in self.at for place in places):
                parts = [self._line(place, limits[name]) for place in places]
                joined = self.places.over([*zip(*parts, strict=True)])
                lines[name] = filled_up(lines[name], [place[: limits[name]].rstrip() for place in joined])
        if "" in lines["title"]:
            lines["title"] = self._titles(lines["title"], limits["title"])
        return lines

    def _titles(self, titles, limit):
        ranks, headlines, departments = (self._line(name, limit) for name in ("seniority", "headline", "department"))
        ranks = [
            comma_joined((rank, department))[:limit] if rank else ""
            for rank, department in zip(ranks, departments, strict=True)
        ]
        for spare in (ranks, headlines, departments):
            titles = filled_up(titles, spare)
        return titles

    def _names(self, whole, limit):
        whole = [first_name_first(name) if "," in name else name for name in whole]
        if not any(part in self.at for part in NAME_PARTS):
            return whole
        first, middle, last = (self._line(name, limit) for name in NAME_PARTS)
        first, last = self._real_names("first_name", first, last), self._real_names("last_name", last, first)
        return [name[:limit].rstrip() for name in whole_names(whole, first, middle, last)]

    def _real_names(self, field, names, beside):
        for index in self.at.get(field, ()):
            names = real_names(names, self._column(index), beside)
        return names

    def _texts(self):
        return {
            name: self._joined_texts(TEXT_SOURCES.get(name, (name,)), self.lists if name in LISTS else self.clean)
            for name in self.form.text_fields
        }

    def _joined_texts(self, names, cleaned):
        limit = self.form.text_limit
        columns = [cleaned.over(self._column(index)) for name in names for index in self.at.get(name, ())]
        if not columns:
            return self._nothing()
        if len(columns) == 1:
            return [text[:limit] for text in columns[0]]
        return ["\n".join(filter(None, dict.fromkeys(texts)))[:limit] for texts in zip(*columns, strict=True)]

    def _days(self, field):
        found = [None] * self.size
        for index in self.at.get(field, ()):
            found = filled_up(found, self.dates[index].over(self._column(index)))
        return found

    def _roles_started(self):
        found = self._days("role_started")
        for index in self.at.get("time_in_role", ())[:1]:
            found = filled_up(found, self.durations.over(self._column(index)))
        return found

    def _doubtful(self, slugs, handles, emails):
        known = [slug or handle or email for slug, handle, email in zip(slugs, handles, emails, strict=True)]
        first, name = self._column(self.first), self.first_name
        return [
            position
            for position, (key, cell) in enumerate(zip(known, first, strict=True))
            if not key or (len(cell) >= len(name) and plain(cell) == name)
        ]


def in_order(mapping, header):
    """(index, field) of each column, those of the most usual names first."""

    def usualness(item):
        index, field = item
        return rank(field, header[index] if index < len(header) else ""), index

    return sorted(mapping.items(), key=usualness)


def filled_up(column, spare):
    return [value or other for value, other in zip(column, spare, strict=True)]


def or_else(value, other):
    return value or other


def navigator_id(cell):
    return sales_navigator_id(cell) if "/sales/" in cell else ""


def comma_joined(parts):
    return ", ".join(filter(None, dict.fromkeys(parts)))


def list_in(cell):
    return comma_list(clean(cell))


def one_clean_line(cell, *, limit):
    return one_line(clean(cell), limit)


def one_line(text, limit):
    if len(text) > limit or not text.isprintable() or "  " in text:
        return " ".join(text.split())[:limit].rstrip()
    return text

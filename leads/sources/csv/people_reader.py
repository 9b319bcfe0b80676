"""Rows of a table as people, in the form the door takes them."""

import json
import re
from datetime import date
from functools import partial
from itertools import zip_longest

from leads.identity.domains import registrable_domain
from leads.identity.keys import (
    DOMAIN_MAX,
    company_key,
    email_address,
    linkedin_slug,
    mailbox_key,
    name_key,
    person_key,
    x_handle,
)
from leads.ingest.columns import COLUMNS, LINE_LIMITS, TEXT_FIELDS, TEXT_LIMIT
from leads.ingest.profiles import FoundPost
from leads.ingest.records import post_record
from leads.sources.csv.dates import USUAL, parse_date, started_before
from leads.sources.csv.values import clean, unwrapped

BLANK = "blank"
# a table of people brings neither an X user's number nor a quotation that says why they were found
RECORD = tuple(name for name in COLUMNS if name not in ("row", "reference", "x_user_id", "evidence"))
# a detail of a lead → the field of a mapping that it is read from, where their names differ
RENAMED = {"company_name": "company", "website": "company_website"}
LINE_FIELDS = {name: RENAMED.get(name, name) for name in LINE_LIMITS}
PLACES = {
    "location": ("city", "state", "country"),
    "company_location": ("company_city", "company_state", "company_country"),
}
DATE_FIELDS = ("role_started", "post_date")
TEXT_SOURCES = {name: (name,) for name in TEXT_FIELDS} | {"bio": ("headline", "bio")}
TOTALS = re.compile(
    r"(?:(?:grand |sub ?)?totals?|sum(?:me)?|gesamt|anzahl|count|average|durchschnitt|suma|somme|totale)\b|合計|总计",
    re.IGNORECASE,
)
NAME_PARTS = ("first_name", "middle_name", "last_name")
NAME_MAX = LINE_LIMITS["full_name"]
NAME_WORDS_MAX = 8
NOTE_WORDS_MIN = 5
DOMAIN = re.compile(r"(?:https?://)?(?:www\d?\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[:/?#].*)?", re.IGNORECASE)


class Memo(dict):
    """Remembers a function's answers: most columns hold few different values."""

    def __init__(self, function, size=50_000):
        super().__init__()
        self.function, self.size = function, size

    def __missing__(self, key):
        value = self.function(key)
        if len(self) < self.size:
            self[key] = value
        return value

    def over(self, values):
        return list(map(self.__getitem__, values))


class PeopleReader:
    """Turns rows of cells into records (tuples of `RECORD`) by a mapping of column index to field.

    Works on columns of many rows at a time: an import of 100,000 rows has millions of cells. `orders` has the
    DateOrder of the columns of dates by their index.
    """

    def __init__(self, mapping, header, today=None, orders=None):
        self.at = {}
        for index, name in sorted(mapping.items()):
            self.at.setdefault(name, []).append(index)
        self.header = [plain(name) for name in header]
        self.first = min(mapping, default=0)
        today = today or date.today()
        self.clean = Memo(clean, 200_000)
        self.lines = {limit: Memo(partial(one_clean_line, limit=limit)) for limit in {*LINE_LIMITS.values()}}
        self.places = Memo(comma_joined)
        self.companies = Memo(company_key)
        self.domains = Memo(domain_of)
        self.dates = {
            index: Memo(partial(date_in, order=(orders or {}).get(index, USUAL)))
            for index, name in mapping.items()
            if name in DATE_FIELDS
        }
        self.durations = Memo(lambda cell: started_before(clean(cell), today))

    def read(self, rows):
        """A list of (record, reason), one for each row: a record, or the reason why the row is no person.

        `unread` then has (field, position, text) for each address and each date that cannot be read.
        """
        self.size = len(rows)
        self.columns = list(zip_longest(*rows, fillvalue=""))
        slugs = self._first_of("linkedin_url", linkedin_slug)
        handles = self._first_of("x_handle", x_handle)
        emails = self._first_of("email", email_address)
        if "" in emails and "secondary_email" in self.at:
            spare = self._first_of("secondary_email", email_address)
            emails = [email or other for email, other in zip(emails, spare, strict=True)]
        lines = self._lines()
        roles_started = self._roles_started()
        self.unread = [
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
            "posts": self._posts(rows),
        }
        records = list(zip(*(found[name] for name in RECORD), strict=True))
        answers = [(record, "") for record in records]
        for position in self._to_examine(slugs, handles, emails):
            answers[position] = self._examined(rows[position], records[position])
        return answers

    def _nothing(self):
        return [""] * self.size

    def _column(self, index):
        return self.columns[index] if index < len(self.columns) else self._nothing()

    def _first_of(self, name, identify):
        """The identities in the columns of a field; None or "" where there is none."""
        found = self._nothing()
        for index in self.at.get(name, ()):
            column = [cell and identify(unwrapped(cell)) for cell in self._column(index)]
            found = [one or other or "" for one, other in zip(found, column, strict=True)] if any(found) else column
        return ["" if identity is None else identity for identity in found]

    def _unread(self, identities, field, *spare):
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
        lines = {name: self._line(field, LINE_LIMITS[name]) for name, field in LINE_FIELDS.items()}
        if not any(lines["full_name"]):
            parts = [self._line(name, NAME_MAX) for name in NAME_PARTS]
            lines["full_name"] = [" ".join(filter(None, words))[:NAME_MAX] for words in zip(*parts, strict=True)]
        for name, places in PLACES.items():
            if not any(lines[name]) and any(place in self.at for place in places):
                parts = [self._line(place, LINE_LIMITS[name]) for place in places]
                joined = self.places.over(zip(*parts, strict=True))
                lines[name] = [place[: LINE_LIMITS[name]].rstrip() for place in joined]
        for spare in ("seniority", "headline"):
            if spare in self.at and "" in lines["title"]:
                others = self._line(spare, LINE_LIMITS["title"])
                lines["title"] = [title or other for title, other in zip(lines["title"], others, strict=True)]
        return lines

    def _texts(self):
        return {name: self._joined_texts(fields) for name, fields in TEXT_SOURCES.items()}

    def _joined_texts(self, names):
        columns = [self.clean.over(self._column(index)) for name in names for index in self.at.get(name, ())]
        if not columns:
            return self._nothing()
        if len(columns) == 1:
            return [text[:TEXT_LIMIT] for text in columns[0]]
        return ["\n".join(filter(None, dict.fromkeys(texts)))[:TEXT_LIMIT] for texts in zip(*columns, strict=True)]

    def _roles_started(self):
        if "role_started" in self.at:
            index = self.at["role_started"][0]
            return self.dates[index].over(self._column(index))
        if "time_in_role" in self.at:
            return self.durations.over(self._column(self.at["time_in_role"][0]))
        return [None] * self.size

    def _posts(self, rows):
        if "posts" not in self.at:
            return ["[]"] * self.size
        return [self._posts_of(cells) for cells in rows]

    def _posts_of(self, cells):
        texts, urls = (self._cells(cells, name) for name in ("posts", "post_url"))
        dates = (self.dates[index][cells[index]] for index in self.at.get("post_date", ()) if index < len(cells))
        day = next(filter(None, dates), None)
        url = next((url for url in urls if url.startswith(("http://", "https://"))), "")
        posts = [FoundPost(text, url=url, posted_at=day and day.isoformat()) for text in texts]
        return json.dumps([post_record(post) for post in posts])

    def _cells(self, cells, name):
        return [value for index in self.at.get(name, ()) if index < len(cells) and (value := clean(cells[index]))]

    def _to_examine(self, slugs, handles, emails):
        """Rows without a strong key, and rows that begin like the column names."""
        without = (not (slug or handle or email) for slug, handle, email in zip(slugs, handles, emails, strict=True))
        name = self.header[self.first] if self.first < len(self.header) else ""
        like_header = (cell.strip().lower() == name for cell in self._column(self.first))
        return [at for at, reasons in enumerate(zip(without, like_header, strict=True)) if any(reasons)]

    def _examined(self, cells, record):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return None, BLANK
        if self._repeats_header(cells):
            return None, "Repeats the column names."
        known = dict(zip(RECORD, record, strict=True))
        if known["linkedin_slug"] or known["x_handle"] or known["email"]:
            return record, ""
        if reason := self._reason_against(cells, filled, known["full_name"]):
            return None, reason
        known["person_key"] = person_key(
            full_name=known["full_name"],
            company=known["company_name"],
            title=known["title"],
            location=known["location"],
        )
        return tuple(known.values()), ""

    def _repeats_header(self, cells):
        """As files pasted together do."""
        filled = [(index, plain(cell)) for index, cell in enumerate(cells) if cell.strip()]
        same = sum(index < len(self.header) and cell == self.header[index] for index, cell in filled)
        return same > 0 and same * 10 >= len(filled) * 6

    def _reason_against(self, cells, filled, name):
        if not name:
            return self._what_is_missing(cells)
        if _is_totals(filled):
            return "A totals line, not a person."
        if len(filled) == 1 and len(self.header) > 2 and _is_note(filled[0]):
            return "A note, not a person."
        if not name_key(name) or len(name.split()) > NAME_WORDS_MAX or not any(map(str.isalpha, name)):
            return f"“{name[:60]}” is not a person's name, and there is no e-mail address or profile."
        return ""

    def _what_is_missing(self, cells):
        for name, kind in (("email", "an e-mail address"), ("linkedin_url", "a person's LinkedIn profile")):
            if values := self._cells(cells, name):
                return f"“{values[0][:60]}” is not {kind}, and there is no name."
        return "No name, e-mail address or profile."


def plain(text):
    return text.strip().lower()


def comma_joined(parts):
    return ", ".join(filter(None, dict.fromkeys(parts)))


def one_clean_line(cell, *, limit):
    return one_line(clean(cell), limit)


def one_line(text, limit):
    if len(text) > limit or not text.isprintable() or "  " in text:
        return " ".join(text.split())[:limit].rstrip()
    return text


def date_in(cell, *, order):
    return parse_date(clean(cell), order)


def domain_of(website):
    found = DOMAIN.fullmatch(website) if website else None
    return registrable_domain(found[1].lower()) if found and len(found[1]) <= DOMAIN_MAX else ""


def _is_totals(filled):
    rest = [cell for cell in filled[1:] if any(map(str.isalpha, cell))]
    return bool(TOTALS.match(filled[0].strip())) and not rest


def _is_note(text):
    text = text.strip()
    return text[0] in "#*©-=" or text.endswith((".", ":")) or len(text.split()) >= NOTE_WORDS_MIN

"""Which column holds what: by its name, and by what its cells look like."""

import re
from collections import Counter
from dataclasses import dataclass, field

from leads.identity.keys import email_address, linkedin_company_slug, linkedin_slug, name_key, x_handle
from leads.sources.csv.columns import COMPANY_WORDS, OWNER_WORDS, PERSON_FIELDS, fields_of, normal, rank
from leads.sources.csv.values import clean

SHARED_FIELDS = frozenset({"secondary_email", "bio", "headline", "skills", "keywords", "notes", "posts", "department"})
NAME_FIELDS = ("full_name", "first_name", "last_name")
COMPANY_FACTS = frozenset({"company_website", "company_linkedin", "industry", "company_size", "company_city"})
VAGUE_LINK_NAMES = frozenset({"profile url", "profile link", "public profile url", "member url", "public identifier"})
VAGUE_HANDLE_NAMES = frozenset({"x", "username", "handle", "screen name", "author username", "tweet author"})
TEXT_ONLY_FIELDS = frozenset(
    {*NAME_FIELDS, "title", "company", "industry", "city", "state", "country", "location", "seniority", "department"}
)
HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor herr frau m mme mlle monsieur madame sr sra señor dott ing".split()
)
COMPANY_MARKS = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|company|co|plc|pty|group|foundation|association|university|"
    r"college|bank|council|committee|agency|authority|board|centre|center|institute|ministry|department|services|solutions|"
    r"technologies|systems|partners|holdings?|labs?|studio|trust|hospital|clinic|school|society|trading|ventures)\b\.?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[-+]?[\d\s.,]+%?|[-+]?\d[\d.,]*e[-+]?\d+", re.IGNORECASE)
PHONE = re.compile(r"['(]*\+?[\d\s().x/-]{6,}")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
X_LINK = re.compile(r"(?<![\w.-])(?:www\.|mobile\.)?(?:twitter|x)\.com/|^@\w{1,15}$", re.IGNORECASE)


@dataclass
class Column:
    index: int
    header: str
    values: list[str] = field(repr=False)
    kind: str = ""
    kind_share: float = 0.0

    @property
    def name(self):
        return normal(self.header[:200])

    def share(self, holds):
        return sum(map(bool, map(holds, self.values))) / len(self.values) if self.values else 0.0

    @property
    def distinct(self):
        return len(set(self.values)) / len(self.values) if self.values else 1.0


def columns_of(header, rows):
    """The columns with the cleaned values of `rows` that are not empty."""
    columns = []
    for index, name in enumerate(header):
        values = [value for row in rows if index < len(row) and (value := clean(row[index]))]
        column = Column(index, name.strip(), values[:300])
        kinds = Counter(map(_kind, column.values)).most_common(1)
        if kinds:
            column.kind, count = kinds[0]
            column.kind_share = count / len(column.values)
        columns.append(column)
    return columns


def _kind(value):
    if "@" in value and email_address(value):
        return "email"
    lowered = value.lower()
    if "linkedin.c" in lowered:
        return "linkedin" if linkedin_slug(value) else "company_linkedin" if linkedin_company_slug(value) else "link"
    if X_LINK.search(value) and x_handle(value):
        return "x"
    if LINK.match(value):
        return "link"
    if NUMBER.fullmatch(value):
        return "number"
    if PHONE.fullmatch(value):
        return "phone"
    return "text"


def propose(columns):
    """Field by column index."""
    wanted = {column.index: _fields(column) for column in columns}
    mapping = {}
    offers = sorted(
        ((rank(name, column.header), position, -len(column.values), column.index, name)
         for column in columns for position, name in enumerate(wanted[column.index]))
    )  # fmt: skip
    taken = set()
    for _, _, _, index, name in offers:
        if index in mapping or (name in taken and name not in SHARED_FIELDS):
            continue
        mapping[index] = name
        taken.add(name)
    by_index = {column.index: column for column in columns}
    _keep_further_addresses(mapping, columns)
    _drop_company_accounts(mapping, columns)
    _settle_names(mapping, by_index)
    _settle_company_lists(mapping, by_index)
    if "email" in mapping.values() and not set(NAME_FIELDS) & set(mapping.values()):
        _find_names_by_address(mapping, by_index)
    return dict(sorted(mapping.items()))


def _fields(column):
    """The fields this column may take, after a look at its values."""
    fields = list(fields_of(column.header))
    words = set(column.name.split())
    if column.kind_share >= 0.5 and column.kind in ("email", "linkedin", "company_linkedin", "x"):
        return _fields_by_value(column, fields, words)
    return [name for name in fields if _suits(name, column)]


def _fields_by_value(column, fields, words):
    constant = len(column.values) >= 20 and column.distinct < 0.1
    if constant or (column.kind in ("email", "x") and words & (OWNER_WORDS | COMPANY_WORDS) and not fields):
        return []
    if column.kind == "email":
        return [name for name in fields if name.endswith("email")] or ["email"]
    if column.kind == "linkedin":
        return ["linkedin_url"]
    if column.kind == "company_linkedin":
        return ["company_linkedin"]
    return [] if words & COMPANY_WORDS else ["x_handle"]


def _suits(name, column):
    if not column.values:
        return name not in ("x_handle", "linkedin_url") or column.name not in VAGUE_LINK_NAMES | VAGUE_HANDLE_NAMES
    mostly = column.kind if column.kind_share >= 0.6 else ""
    if name in ("email", "secondary_email"):
        return column.share(lambda value: "@" in value) > 0
    if name == "linkedin_url":
        return column.name not in VAGUE_LINK_NAMES and column.share(linkedin_slug) > 0.2
    if name == "company_linkedin":
        return mostly in ("link", "number") or column.share(linkedin_company_slug) > 0
    if name == "x_handle":
        vague = column.name in VAGUE_HANDLE_NAMES
        return not vague and mostly != "link" and column.share(x_handle) > 0.5
    if name in TEXT_ONLY_FIELDS and mostly in ("number", "phone", "link", "email"):
        return False
    if name in (*NAME_FIELDS, "title"):
        return column.share(_is_no_name) < 0.6
    return True


def _is_no_name(value):
    return value.lower().rstrip(".") in HONORIFICS or value.lower() in ("yes", "no", "true", "false", "y", "n")


def _keep_further_addresses(mapping, columns):
    for column in columns:
        if column.index not in mapping and column.kind == "email" and "email" in fields_of(column.header):
            mapping[column.index] = "secondary_email"


def _drop_company_accounts(mapping, columns):
    """Exports that give a company's Facebook and LinkedIn pages give the company's X account beside them."""
    names = {column.name for column in columns}
    if "company_linkedin" not in mapping.values() or not names & {"facebook url", "facebook", "company facebook url"}:
        return
    for column in columns:
        if mapping.get(column.index) == "x_handle" and column.name in ("twitter", "twitter url", "x url"):
            del mapping[column.index]


def _settle_names(mapping, columns):
    """`Name` beside `Vorname` is the last name; `Nom` alone is the whole name."""
    at = {name: index for index, name in mapping.items() if name in NAME_FIELDS}

    def mostly_one_word(index):
        return columns[index].share(lambda value: " " not in value.strip()) > 0.6

    if "full_name" in at and len(at) == 2 and mostly_one_word(at["full_name"]):
        mapping[at["full_name"]] = "last_name" if "first_name" in at else "first_name"
    elif len(at) == 1 and "full_name" not in at and not mostly_one_word(next(iter(at.values()))):
        mapping[next(iter(at.values()))] = "full_name"


def _settle_company_lists(mapping, columns):
    """`Name` in a list of companies names the company."""
    index = next((index for index, name in mapping.items() if name == "full_name"), None)
    if index is None:
        return
    filled = {name for position, name in mapping.items() if columns[position].values and position != index}
    column = columns[index]
    companies = column.share(COMPANY_MARKS.search)
    if filled & {"first_name", "last_name", "linkedin_url", "x_handle", "title", "headline"}:
        return
    if "company" in mapping.values():
        return
    if (filled & COMPANY_FACTS and "email" not in filled) or companies >= 0.2:
        mapping[index] = "company"
    elif not filled & PERSON_FIELDS and column.share(_could_be_a_name) < 0.6:
        del mapping[index]


def _could_be_a_name(value):
    words = value.split()
    return 2 <= len(words) <= 4 and not any(map(str.isdecimal, value)) and all(not word.islower() for word in words)


def _find_names_by_address(mapping, columns):
    """In a table without usable column names, the columns that spell the address are the names."""
    address = columns[next(index for index, name in mapping.items() if name == "email")].values
    locals_ = {value.split("@")[0].lower() for value in address}
    found = []
    for index, column in columns.items():
        if index in mapping or column.kind != "text" or fields_of(column.header):
            continue
        if column.share(lambda value: _spells(name_key(value), locals_)) > 0.7:
            found.append(index)
    if len(found) == 1:
        mapping[found[0]] = "full_name"
    elif len(found) >= 2:
        mapping[found[0]], mapping[found[1]] = "first_name", "last_name"


def _spells(name, addresses):
    word = name.split(" ", 1)[0]
    return len(word) > 2 and any(word in address for address in addresses)


def problem_of(mapping, header):
    """Why no person can be imported with this mapping, as a sentence; None where people can be."""
    fields = set(mapping.values())
    if fields & (PERSON_FIELDS - {"secondary_email"}):
        return None
    needs = "a person's name, e-mail address, LinkedIn profile or X account"
    if fields & {"company", "title"} or len(fields & COMPANY_FACTS) > 1:
        return f"This file lists companies or roles, not people: no column holds {needs}."
    names = ", ".join(f"“{name.strip()[:40]}”" for name in header[:5] if name.strip())
    return f"No usable columns: none of {names or 'them'} holds {needs}."

"""Which column holds what: by its name, and by what its cells look like."""

import re

from leads.identity.keys import (
    is_member_id,
    linkedin_company_slug,
    linkedin_slug,
    name_key,
    sales_navigator_id,
    x_handle,
)
from leads.sources.csv.columns import (
    COMPANY_WORDS,
    OWNER_WORDS,
    PERSON_FIELDS,
    UNKNOWN_NAME,
    fields_of,
    rank,
)
from leads.sources.csv.values import phone_of
from leads.sources.csv.whose_names import COMPANY_FACTS, settle_plain_names

SHARED_FIELDS = frozenset({"secondary_email", "bio", "headline", "skills", "keywords", "notes", "posts", "department"})
NAME_FIELDS = ("full_name", "first_name", "last_name")
# Another column of the same kind stands in, row by row, where the first one is empty.
SPARE_FIELDS = frozenset(
    {*NAME_FIELDS, "title", "company", "company_website", "industry", "company_size", "linkedin_url", "x_handle"}
    | {"city", "state", "country", "location", "role_started", "phone"}
)
VAGUE_LINK_NAMES = frozenset({"profile url", "profile link", "public profile url", "member url", "public identifier"})
VAGUE_HANDLE_NAMES = frozenset(
    {"x", "username", "user name", "handle", "screen name", "author username", "tweet author"}
)
TEXT_ONLY_FIELDS = frozenset(
    {*NAME_FIELDS, "title", "company", "industry", "city", "state", "country", "location", "seniority", "department"}
    | {"company_city", "company_state", "company_country", "company_location"}
)
HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor herr frau m mme mlle monsieur madame sr sra señor dott ing".split()
)
# Words of columns that only tables of X's users have.
X_WORDS = frozenset("tweet tweets retweet retweets statuses listed favourites".split())
STATUSES = frozenset(
    "connected disconnected pending interested contacted replied new open closed active inactive qualified "
    "unqualified won lost cold warm hot done valid invalid verified subscribed unsubscribed cleaned lead customer "
    "prospect".split()
)
X_USER = re.compile(r"^(?:user|author) (?!id\b)")


def propose(columns):
    """Field by column index."""
    of_x = any(X_WORDS & set(column.name.split()) for column in columns)
    wanted = {column.index: _fields(column, of_x) for column in columns}
    settle_plain_names(columns, wanted)
    mapping = _first_choices(columns, wanted)
    if others := [column.index for column in columns if _is_of_another(column, columns, mapping)]:
        mapping = _first_choices(columns, wanted | dict.fromkeys(others, ()))
    by_index = {column.index: column for column in columns}
    _keep_further_addresses(mapping, columns)
    _drop_company_accounts(mapping, columns)
    _settle_names(mapping, by_index)
    _drop_names_of_things(mapping, by_index)
    if "email" in mapping.values() and not set(NAME_FIELDS) & set(mapping.values()):
        _find_names_by_address(mapping, by_index)
    _add_spare_columns(mapping, columns, wanted)
    return dict(sorted(mapping.items()))


def _first_choices(columns, wanted):
    """Each field with the column that names it best; an empty column takes none from a filled one."""
    mapping = {}
    offers = sorted(
        ((not column.values, column.kind == "sales_navigator", rank(name, column.header), position,
          -len(column.values), column.index, name)
         for column in columns for position, name in enumerate(wanted[column.index]))
    )  # fmt: skip
    taken = set()
    for *_, index, name in offers:
        if index in mapping or (name in taken and name not in SHARED_FIELDS):
            continue
        mapping[index] = name
        taken.add(name)
    return mapping


def _add_spare_columns(mapping, columns, wanted):
    for column in columns:
        name = next((name for name in wanted[column.index] if name in SPARE_FIELDS), "")
        if not name or column.index in mapping or not _is_surely(name, column):
            continue
        firsts = [other for other in columns if mapping.get(other.index) == name]
        if (
            firsts
            and _stands_in(name, column, firsts)
            and (name not in (*NAME_FIELDS, "company") or _agrees(column, firsts))
        ):
            mapping[column.index] = name


def _is_surely(name, column):
    return column.kind == "sales_navigator" or rank(name, column.header) != UNKNOWN_NAME


def _stands_in(name, column, firsts):
    if name != "linkedin_url":
        return column.fills_gap_of(firsts, bool)
    if column.kind == "sales_navigator":
        # a key of its own beside the profile
        return True
    # a profile's own name is better than the id of the member
    return column.fills_gap_of(firsts, lambda cell: bool(slug := linkedin_slug(cell)) and not is_member_id(slug))


def _agrees(column, others):
    pairs = [pair for other in others for pair in column.beside(other)]
    return sum(one.casefold() == two.casefold() for one, two in pairs) * 2 >= len(pairs)


def _fields(column, of_x):
    """The fields this column may take, after a look at its values."""
    name = X_USER.sub("", column.name) if of_x else column.name
    fields = list(fields_of(name if name != column.name else column.header))
    words = set(column.name.split())
    if column.kind_share >= 0.5 and column.kind in ("email", "linkedin", "sales_navigator", "company_linkedin", "x"):
        return _fields_by_value(column, fields, words)
    if of_x and name in VAGUE_HANDLE_NAMES and column.share(x_handle) > 0.8:
        return ["x_handle"]
    if of_x and name == "description":
        return ["bio"]
    return [name for name in fields if _suits(name, column)]


def _fields_by_value(column, fields, words):
    constant = len(column.values) >= 20 and column.distinct < 0.1
    if constant or (column.kind in ("email", "x") and words & (OWNER_WORDS | COMPANY_WORDS) and not fields):
        return []
    if column.kind == "email":
        return [name for name in fields if name.endswith("email")] or ["email"]
    if column.kind in ("linkedin", "sales_navigator"):
        return ["linkedin_url"]
    if column.kind == "company_linkedin":
        return [_field_of_company_pages(column, fields)]
    return [] if words & COMPANY_WORDS else ["x_handle"]


def _field_of_company_pages(column, fields):
    """Some rows may have a company's page where the others have a person's, or a website."""
    if "linkedin_url" in fields and column.share(linkedin_slug):
        return "linkedin_url"
    if "company_website" in fields and column.share(lambda value: "linkedin." not in value.lower()):
        return "company_website"
    return "company_linkedin"


def _suits(name, column):
    if not column.values:
        return name not in ("x_handle", "linkedin_url") or column.name not in VAGUE_LINK_NAMES | VAGUE_HANDLE_NAMES
    mostly = column.kind if column.kind_share >= 0.6 else ""
    if name in ("email", "secondary_email"):
        return column.share(lambda value: "@" in value) > 0
    if name == "linkedin_url":
        return column.name not in VAGUE_LINK_NAMES and column.share(_is_profile) > 0.2
    if name == "phone":
        # a number that a spreadsheet has rounded is one that the preview must name
        return mostly in ("number", "phone") or column.share(phone_of) >= 0.3
    if name == "company_website":
        return mostly != "linkedin_page"
    if name == "company_linkedin":
        return mostly in ("link", "number") or column.share(linkedin_company_slug) > 0
    if name == "x_handle":
        vague = column.name in VAGUE_HANDLE_NAMES
        return not vague and mostly != "link" and column.share(x_handle) > 0.5
    if name in TEXT_ONLY_FIELDS and mostly in ("number", "phone", "link", "email"):
        return False
    if name == "state":
        return column.share(lambda value: value.lower() in STATUSES) < 0.6
    if name in (*NAME_FIELDS, "title"):
        return column.share(_is_no_name) < 0.6
    return True


def _is_profile(value):
    return linkedin_slug(value) or sales_navigator_id(value)


def _is_no_name(value):
    return value.lower().rstrip(".") in HONORIFICS or value.lower() in ("yes", "no", "true", "false", "y", "n")


def _keep_further_addresses(mapping, columns):
    for column in columns:
        further = column.index not in mapping and "email" in fields_of(column.header)
        if further and column.kind == "email" and not _is_of_another(column, columns, mapping):
            mapping[column.index] = "secondary_email"


def _is_of_another(column, columns, mapping):
    """Whether the address is that of a person whom the table names beside the lead: `Buyer Name`, `Buyer Email`."""
    whose = re.sub(r"\be?mails?\b.*", "", column.name)
    if column.kind != "email" or not whose:
        return False
    named = [other for other in columns if other.index not in mapping and other.name.startswith(whose)]
    return any(_names_others(other, columns, mapping) for other in named)


def _names_others(column, columns, mapping):
    fields = set(fields_of(column.header)) & set(NAME_FIELDS)
    return not _agrees(column, [other for other in columns if mapping.get(other.index) in fields])


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


def _drop_names_of_things(mapping, columns):
    """A column of names that look like no person's, in a table that says nothing else of people."""
    index = next((index for index, name in mapping.items() if name == "full_name"), None)
    if index is None:
        return
    filled = {name for position, name in mapping.items() if columns[position].values and position != index}
    says_more = filled & (PERSON_FIELDS | {"title", "headline", "company"})
    if not says_more and columns[index].share(_could_be_a_name) < 0.6:
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
    whole = [index for index in found if columns[index].share(lambda value: len(value.split()) == 2) > 0.6]
    if len(found) == 1 or whole:
        mapping[(whole or found)[0]] = "full_name"
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

"""Whether a column called `Name` names the people of a table or their companies."""

import re

from leads.identity.keys import name_key
from leads.sources.csv.columns import NAME_PARTS

PLAIN_NAMES = frozenset("name names nom nome naam namn navn nimi nev nume nama 名前 이름".split())
PLACE_WORDS = frozenset(
    "rating ratings review reviews stars category categories subtypes subcategory latitude longitude".split()
)
COMPANY_NAMES = frozenset(
    """
    annual revenue; revenue; annual sales; account type; account number; account source; account id; company type
    business type; type of business; founded; year founded; founded year; year established; sic; sic code; naics
    naics code; ticker; ticker symbol; ownership; total funding; funding; place id; google place id; google id; cid
    opening hours; working hours; business hours; hours; business status; billing street; billing address
    billing zip postal code; shipping street; shipping address; parent account; vat number; vat id; registration number
    """.replace("\n", ";")
    .replace("; ", ";")
    .split(";")
)
SURE_PERSON_FIELDS = frozenset({"linkedin_url", "x_handle", "headline"})
COMPANY_FACTS = frozenset({"company_website", "company_linkedin", "industry", "company_size", "company_city"})
COMPANY_MARKS = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|company|co|plc|pty|group|foundation|association|university|"
    r"college|bank|council|committee|agency|authority|board|centre|center|institute|ministry|department|services|solutions|"
    r"technologies|systems|partners|holdings?|labs?|studio|trust|hospital|clinic|school|society|trading|ventures)\b\.?",
    re.IGNORECASE,
)


def settle_plain_names(columns, wanted):
    """Change `wanted` (fields by column index) where a column named after nothing but a name holds companies."""
    if any(fields[:1] == ["company"] and columns[index].values for index, fields in wanted.items()):
        return
    for column in columns:
        if not wanted[column.index]:
            continue
        is_name = column.name in PLAIN_NAMES and _names_companies(column, columns, wanted)
        if is_name or (column.name == "title" and _is_title_of_a_place(columns, wanted)):
            wanted[column.index] = ["company"]


def _lists_places(columns):
    """As a map does, with stars and categories."""
    return sum(bool(PLACE_WORDS & set(column.name.split())) for column in columns if column.values) >= 2


def _names_companies(column, columns, wanted):
    others = _other_names(column, columns, wanted)
    if others and (pairs := [pair for other in others for pair in column.beside(other)]):
        return not _are_alike(pairs)
    filled = {fields[0] for index, fields in wanted.items() if fields and columns[index].values}
    if filled & (SURE_PERSON_FIELDS | {"first_name", "title"}):
        return False
    if _lists_places(columns):
        return True
    of_person, of_company = _spelled_in_addresses(column, columns, wanted)
    if of_person:
        return False
    signs = sum(column.name in COMPANY_NAMES for column in columns if column.values)
    facts = filled & COMPANY_FACTS
    has_marks = column.share(COMPANY_MARKS.search) >= 0.2
    return has_marks or signs >= 2 or bool(facts and (of_company or "email" not in filled))


def _other_names(column, columns, wanted):
    """Columns that surely hold the people's names: a whole one, or a first and a last one."""
    named = {field: [] for field in NAME_PARTS}
    for index, fields in wanted.items():
        for field in fields[:1]:
            if field in named and index != column.index and columns[index].values:
                named[field].append(columns[index])
    if named["first_name"] and named["last_name"]:
        return named["first_name"] + named["last_name"]
    return [other for other in named["full_name"] if other.name not in PLAIN_NAMES]


def _are_alike(pairs):
    """Whether most pairs share a word."""
    same = sum(bool(set(name_key(one).split()) & set(name_key(two).split())) for one, two in pairs)
    return same * 10 >= len(pairs) * 3


def _spelled_in_addresses(column, columns, wanted):
    """Whether the names stand before the @ of the addresses, as a person's do, or behind it, as a company's do."""
    pairs = [
        (name_key(name).split(), address.lower().partition("@"))
        for index, fields in wanted.items() if fields[:1] == ["email"]
        for name, address in column.beside(columns[index])
    ]  # fmt: skip
    before = sum(_spells(words, local) for words, (local, _, _) in pairs)
    behind = sum(_spells(words, domain) for words, (_, _, domain) in pairs)
    enough = max(1, len(pairs) * 0.4)
    return before >= enough, behind >= enough


def _spells(words, text):
    return any(len(word) > 2 and word in text for word in words)


def _is_title_of_a_place(columns, wanted):
    """Lists of places on a map call the name of the business its title."""
    taken = {fields[0] for index, fields in wanted.items() if fields and columns[index].values}
    return _lists_places(columns) and not taken & {*NAME_PARTS, *SURE_PERSON_FIELDS}

"""Company sizes that an audience's words name: "with 50 to 200 employees", "ab 500 Mitarbeitern"."""

import re

from leads.taxonomy.company_sizes import size_range

_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+|\d+"
_EMPLOYEES = (
    r"employees?|people|persons?|personen|staff|heads?|fte|seats|mitarbeit(?:er|ende)\w*|beschäftigte\w*|leute\w*|salariés?|collaborateurs?|employés?|"
    r"personnes|empleados|trabajadores|personas|funcionários|colaboradores|pessoas|dipendenti|addetti|persone"
)
_FROM = (
    r"(?:no|not) (?:fewer|less) than|over|more than|above|at least|from|nicht weniger als|ab|über|mehr als|mindestens|"
    r"pas moins de|plus de|à partir de|au moins|no menos de|más de|desde|al menos|não menos de|mais de|pelo menos|"
    r"non meno di|oltre|più di|almeno|>"
)
_TO = (
    r"(?:no|not) more than|under|up to|fewer than|less than|below|at most|nicht mehr als|bis zu|bis|unter|weniger als|"
    r"höchstens|maximal|pas plus de|moins de|jusqu['’]à|au plus|no más de|menos de|hasta|não mais de|até|non più di|"
    r"fino a|meno di|al massimo|<"
)
_MORE = r"\s*\+|\s(?:or|and) more|\soder mehr|\sou plus|\so más|\sou mais|\so più"
_LESS = r"\sor (?:fewer|less)|\soder weniger|\sou moins|\so menos|\sou menos|\so meno"
_AND = r"\s*(?:,\s*)?(?:(?:and|but|und|aber|et|mais|y|pero|e|mas|ma)\s+)?"
# "over 50, under 200 employees", "50 employees and under 200": any other number before "under" is none of employees.
_SAYS_LEAST = rf"(?(least)(?:\s*(?:{_EMPLOYEES}))?|(?(most)(?!)|\s*(?:{_EMPLOYEES})))"
_NAMES_SIZE = (
    rf"(?:(?P<least>{_FROM})\s*|(?P<most>{_TO})\s*|)(?P<low>{_NUMBER})"
    rf"(?:(?:\s*(?:-|–|to|and|bis|und|à|et|a|y|e)\s*|{_SAYS_LEAST}{_AND}(?:{_TO})\s*)(?P<high>{_NUMBER})|"
    rf"(?P<plus>{_MORE})|(?P<minus>{_LESS}))?[\s-]*(?:{_EMPLOYEES})(?:(?P<more>{_MORE})|(?P<less>{_LESS}))?(?!\w)"
)
_SIZE = re.compile(_NAMES_SIZE, re.IGNORECASE)
_LISTED = re.compile(rf",\s+(?:(?:with|having|mit|avec|con|com)\s+)?(?={_NAMES_SIZE})", re.IGNORECASE)


def sizes_in(text):
    """[(size as `size_range` reads it, the words it stands as)]"""
    return [(_code(match), match.group()) for match in _SIZE.finditer(text)]


def is_within_size(text, position):
    """Whether the words there are of a size: the "but not" of "over 50 but not more than 200 employees"."""
    return any(match.start() <= position < match.end() for match in _SIZE.finditer(text))


def listed_size(text, start):
    """Where a size follows after a comma: "not in London, under 50 employees" says no more whom it leaves out."""
    comma = _LISTED.search(text, start)
    return comma.start() if comma and not _SIZE.search(text, start, comma.start()) else None


def size_named(text):
    """The size that a text as a whole names, as `size_range` reads it: "1200+" for "ab 1.200"; "" for none."""
    for said in (text, f"{text} employees"):
        if [words for _, words in sizes_in(said)] == [said]:
            return sizes_in(said)[0][0]
    return text if size_range(text) else ""


def _code(match):
    low, high = (re.sub(r"\D", "", match[name] or "") for name in ("low", "high"))
    if high:
        return f"{low}-{high}"
    if match["least"] or match["plus"] or match["more"]:
        return f"{low}+"
    return f"1-{low}" if match["most"] or match["minus"] or match["less"] else low

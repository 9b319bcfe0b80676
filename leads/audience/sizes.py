"""Company sizes that an audience's words name: "with 50 to 200 employees", "ab 500 Mitarbeitern"."""

import re

from leads.taxonomy.company_sizes import size_range

_NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+|\d+"
_EMPLOYEES = (
    r"employees?|people|staff|heads?|fte|seats|mitarbeit(?:er|ende)\w*|beschäftigte\w*|leute\w*|salariés?|collaborateurs?|employés?|"
    r"personnes|empleados|trabajadores|personas|funcionários|colaboradores|pessoas|dipendenti|addetti|persone"
)
_FROM = (
    r"over|more than|above|at least|from|ab|über|mehr als|mindestens|plus de|à partir de|au moins|más de|desde|"
    r"al menos|mais de|pelo menos|oltre|più di|almeno|>"
)
_TO = (
    r"under|up to|fewer than|less than|below|at most|bis zu|unter|weniger als|moins de|jusqu['’]à|menos de|hasta|"
    r"até|fino a|meno di|<"
)
_SIZE = re.compile(
    rf"(?:(?P<least>{_FROM})\s*|(?P<most>{_TO})\s*|)(?P<low>{_NUMBER})\s*"
    rf"(?:(?:-|–|to|and|bis|und|à|et|a|y|e)\s*(?P<high>{_NUMBER})|(?P<plus>\+))?\s*(?:{_EMPLOYEES})(?!\w)",
    re.IGNORECASE,
)


def sizes_in(text):
    """[(size as `size_range` reads it, the words it stands as)]"""
    return [(_code(match), match.group()) for match in _SIZE.finditer(text)]


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
    if match["least"] or match["plus"]:
        return f"{low}+"
    return f"1-{low}" if match["most"] else low

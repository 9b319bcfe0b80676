"""A person's name from the columns of a table that hold it whole or in parts, decided for each row."""

import re

from leads.identity.legal_forms import BEHIND
from leads.identity.name_key import DEGREES, GENERATIONS

NAME_PARTS = ("first_name", "middle_name", "last_name")
# Real names that a cell without a value also looks like.
LIKE_PLACEHOLDERS = frozenset({"Null", "None", "Blank", "Nd", "Nada"})

# a word of a name: Mary-Jane, O'Neil, J.
WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*")
PARTICLES = frozenset("van von der den de del della di da do dos das du la le el al bin ibn ben ter ten te zu".split())
NO_FIRST_NAMES = DEGREES | BEHIND | GENERATIONS.keys()
FIRST_NAMES_MAX = 3
# where the family name comes first in speech too
EAST_ASIA = "\u2e80"


def first_name_first(name):
    """`Smithson, Anna` as one says it, but not `Anna Smithson, Berlin` or `Quill, Ltd`. Has a comma in it."""
    last, first, *rest = map(str.strip, name.split(","))
    is_turned = max(name) < EAST_ASIA and _is_family_name(last) and _are_first_names(first)
    return ", ".join([f"{first} {last}", *rest]) if is_turned else name


def _is_family_name(text):
    *particles, last = text.split() or [""]
    return bool(WORD.fullmatch(last)) and PARTICLES.issuperset(word.lower() for word in particles)


def _are_first_names(text):
    names = text.split()
    plain = {name.replace(".", "").lower() for name in names}
    return 0 < len(names) <= FIRST_NAMES_MAX and all(map(WORD.fullmatch, names)) and NO_FIRST_NAMES.isdisjoint(plain)


def real_names(names, cells, beside):
    """`names` with those cells that look empty but are names: `Null` beside the first name `Jennifer`."""
    if LIKE_PLACEHOLDERS.isdisjoint(cells):
        return names
    return [
        name or (cell if cell in LIKE_PLACEHOLDERS and other else "")
        for name, cell, other in zip(names, cells, beside, strict=True)
    ]


def whole_names(whole, first, middle, last):
    """The whole name of each row where it says what its parts say, else the parts, else what there is."""
    if not any(whole):
        return [" ".join(filter(None, parts)) for parts in zip(first, middle, last, strict=True)]
    return [
        chosen(name, " ".join(filter(None, parts)), parts[0], parts[-1])
        for name, *parts in zip(whole, first, middle, last, strict=True)
    ]


def chosen(whole, joined, first, last):
    if not (whole and joined):
        return whole or joined
    if not (first and last):
        return joined if "@" in whole else whole
    told = whole.casefold()
    # a display name may be a nickname, an address or a company, or have the last name first
    is_spelled_out = not {",", "@"} & set(whole) and (" " in whole or not whole.isascii())
    agrees = is_spelled_out and first.casefold() in told and last.casefold() in told
    return whole if agrees else joined

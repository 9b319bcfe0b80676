import enum
import re
import tomllib
from pathlib import Path

from leads.taxonomy.words import tokens


class Seniority(enum.IntEnum):
    UNKNOWN = 0
    INTERN = 1
    JUNIOR = 2
    STAFF = 3
    SENIOR = 4
    MANAGER = 5
    HEAD = 6
    DIRECTOR = 7
    VP = 8
    C_LEVEL = 9
    OWNER = 10

    @property
    def label(self):
        return _LABELS[self]


_LABELS = {
    Seniority.UNKNOWN: "Unknown",
    Seniority.INTERN: "Intern or student",
    Seniority.JUNIOR: "Junior",
    Seniority.STAFF: "Staff",
    Seniority.SENIOR: "Senior",
    Seniority.MANAGER: "Manager",
    Seniority.HEAD: "Head",
    Seniority.DIRECTOR: "Director",
    Seniority.VP: "Vice president",
    Seniority.C_LEVEL: "C-level",
    Seniority.OWNER: "Owner or founder",
}
_DATA = tomllib.loads((Path(__file__).parent / "data" / "ranks.toml").read_text(encoding="utf-8"))
_GLUED = {word: Seniority[rank] for rank, words in _DATA.pop("glued").items() for word in words.split()}
_GLUED_TERM = re.compile("|".join(sorted(_GLUED, key=len, reverse=True)))
_COMPOUNDS = {
    term.strip(): Seniority[rank]
    for rank, terms in _DATA.pop("compounds").items() for term in terms.replace("\n", " ").split(",")
}  # fmt: skip
_LEVELS = {
    " ".join(tokens(word)): Seniority[rank]
    for rank, words in _DATA.items() for word in words.replace("\n", " ").split(",")
}  # fmt: skip
RANK_WORDS = frozenset(word for term in (*_LEVELS, *_COMPOUNDS) for word in term.split())


def ranks_in(words):
    """The ranks that the words of a title name, in their order."""
    position = 0
    while position < len(words):
        for size in (3, 2, 1):
            term = " ".join(words[position : position + size])
            level = _COMPOUNDS.get(term) or _LEVELS.get(term)
            if level is not None and position + size <= len(words):
                yield level
                position += size - 1
                break
        position += 1


def glued_ranks(text):
    """Those of languages without blanks between words."""
    return [_GLUED[term] for term in _GLUED_TERM.findall(text)]


def seniority_affinity(wanted, found):
    """0 to 1; a step down the ladder costs more than a step up."""
    if Seniority.UNKNOWN in (wanted, found):
        return 0.6
    if {wanted, found} == {Seniority.OWNER, Seniority.C_LEVEL}:
        return 0.7
    step = found - wanted
    return max(0.1, 1 - 0.12 * step) if step >= 0 else max(0.1, 1 + 0.25 * step)

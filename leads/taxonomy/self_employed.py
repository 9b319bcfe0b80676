"""Who works for themselves: freelancers and the self-employed, in six languages."""

import re
import tomllib
from functools import cache, lru_cache

from leads.taxonomy.functions import DATA
from leads.taxonomy.inflection import forms
from leads.taxonomy.words import in_plain_letters, tokens

# The company size that they are stored as.
SELF_EMPLOYED = "self-employed"
_DATA = tomllib.loads((DATA / "self_employed.toml").read_text(encoding="utf-8"))
_FOR_THEM = frozenset(_DATA["around"]["of"].split())
_AS = "|".join(words.strip().replace(" ", r"\s+") for words in _DATA["around"]["as"].split(","))
_SAYS_HOW = re.compile(rf"(?<!\w)(?:{_AS})\s+(?:an?\s+|une?\s+|um\s+|\w+e[rn]\s+)?$", re.IGNORECASE)
_ITSELF = re.compile(r"(?:por|à)\s", re.IGNORECASE)
LONGEST = 4


@cache
def _terms() -> frozenset[str]:
    found = set()
    for language, terms in _DATA["terms"].items():
        for term in terms.replace("\n", " ").split(","):
            found |= {" ".join(tokens(term))} if language == "en" else forms(term.strip(), language)
    return frozenset(in_plain_letters(term) for term in found if term)


def self_employed_spans(words) -> list[tuple[int, int]]:
    """Where a list of tokens says it, the longest terms first; not where it says for whom: "freelance marketplace"."""
    found, plain = [], [in_plain_letters(word) for word in words]
    for size in range(min(LONGEST, len(plain)), 0, -1):
        for start in range(len(plain) - size + 1):
            end = start + size
            taken = any(first < end and start < last for first, last in found)
            if not taken and " ".join(plain[start:end]) in _terms() and _FOR_THEM.isdisjoint(plain[end : end + 1]):
                found.append((start, end))
    return sorted(found)


@lru_cache(200_000)
def says_self_employed(words) -> bool:
    """Of the words of a person's own role, or of the name of a company: LinkedIn has "Freelance" for one."""
    return bool(self_employed_spans(tokens(words)))


def says_how(text, start) -> bool:
    """Whether a term says how people work: "designers who work as freelancers", "tradutores por conta própria"."""
    return bool(_SAYS_HOW.search(text, 0, start) or _ITSELF.match(text, start))

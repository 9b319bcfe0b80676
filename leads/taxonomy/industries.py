"""The industries of LinkedIn's first list and how near they are to each other."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from leads.taxonomy.words import longest_terms, tokens

_DATA = Path(__file__).parent / "data"
_SAME_GROUP = 0.2
_LONGEST_TERM = 5
_LISTS = re.compile(r"[,/&]| and ")


@dataclass(frozen=True)
class Industry:
    code: str
    group: str
    number: int
    words: tuple[str, ...]
    before: tuple[str, ...]
    near: dict[str, float]


def _neighbours(entry):
    pairs = re.findall(r"\s*(.+?) (\.\d+)(?:,|$)", entry.get("near", ""))
    return {other.strip(): float(weight) for other, weight in pairs}


def _read():
    entries = tomllib.loads((_DATA / "industries.toml").read_text(encoding="utf-8"))
    return {
        code: Industry(
            code=code,
            group=entry["group"],
            number=number,
            words=tuple(word.strip() for word in entry["words"].split(";")),
            before=tuple(word for word in entry.get("before", "").split("; ") if word),
            near=_neighbours(entry),
        )
        for number, (code, entry) in enumerate(entries.items(), start=1)
    }


INDUSTRIES = _read()


@cache
def _terms():
    """Phrase -> industry codes, in the order of the list."""
    index = {}
    for industry in INDUSTRIES.values():
        for phrase in (industry.code, *industry.words):
            codes = index.setdefault(" ".join(tokens(phrase)), [])
            if industry.code not in codes:
                codes.append(industry.code)
    index.pop("", None)
    return {term: tuple(codes) for term, codes in index.items()}


@cache
def industries_before_a_company() -> dict[str, tuple[str, ...]]:
    """Terms that name an industry only right before a company, "data companies" -> codes."""
    return {" ".join(tokens(term)): (industry.code,) for industry in INDUSTRIES.values() for term in industry.before}


@cache
def _listing_terms():
    """Those of `_terms` that a comma, a slash or an "and" parts: "turbines, pumps and valves"."""
    phrases = [phrase for industry in INDUSTRIES.values() for phrase in (industry.code, *industry.words)]
    return {key: _terms()[key] for phrase in phrases if _LISTS.search(phrase) and (key := " ".join(tokens(phrase)))}


def is_industry_term(text):
    return " ".join(tokens(text)) in _terms()


def industry_spans(words):
    """Longest industry phrases in a list of tokens, as (start, end, codes)."""
    return longest_terms(words, _terms(), _LONGEST_TERM)


def listing_spans(words):
    """The same, only of names that are lists: "oil and gas"."""
    return longest_terms(words, _listing_terms(), _LONGEST_TERM)


@lru_cache(50_000)
def canonical_industries(text):
    """Codes of the industries a text names: an official name gives one, free text perhaps several."""
    text = (text or "").strip()
    whole = _terms().get(" ".join(tokens(text)))
    if whole:
        return whole
    return tuple(dict.fromkeys(code for _, _, codes in industry_spans(tokens(text[:300])) for code in codes))


@cache
def industry_affinity(a, b):
    """0 to 1: how far a company of industry b is what a seeker of industry a had in mind."""
    if a == b:
        return 1.0
    first, second = INDUSTRIES[a], INDUSTRIES[b]
    named = max(first.near.get(b, 0), second.near.get(a, 0))
    return named or (_SAME_GROUP if first.group == second.group else 0.0)


@cache
def _industry_of_word():
    listed = tomllib.loads((_DATA / "company_names.toml").read_text(encoding="utf-8"))
    return {word: code for code, words in listed.items() for word in words.split()}


@lru_cache(50_000)
def company_industry(name):
    """The industry a company's name gives away ("Lakeside Realty"), or None."""
    for word in re.findall(r"[^\W_]+", (name or "").lower())[::-1]:
        if code := _industry_of_word().get(word):
            return code
    return None

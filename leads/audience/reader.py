"""Reads an offer's audience, industries and locations on the machine itself: what is wanted and what is not."""

import re
from functools import cache, lru_cache

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.evidence import (
    OBJECT_MENTION,
    function_evidence,
    head_of,
    listed_functions,
    mentions,
    without_industry_words,
)
from leads.audience.exclusions import split_exclusions
from leads.audience.ranks import SURE, is_leadership, named_ranks, wanted_ranks
from leads.audience.wording import quoted, words_of
from leads.taxonomy.company_sizes import size_range
from leads.taxonomy.embedding import embed
from leads.taxonomy.functions import FUNCTIONS, term_spans
from leads.taxonomy.industries import INDUSTRIES, canonical_industries, industry_spans
from leads.taxonomy.places import parse_place, place_names_in
from leads.taxonomy.words import tokens

_CLOSE_SECOND = 0.65
_NAMED_SECOND, _NAMED_WEIGHT = 0.5, 0.9
_NO_IDEA = 0.4
_NEAR_INDUSTRY = 0.35
_COMMERCIAL = re.compile(r"\bcommercial (?:leader|director|manager|head|chief|officer|executive|people|team)s?\b", re.I)
_IN_INDUSTRY = re.compile(
    r"\b(?:in|at|within|of|inside|for)\s+((?:[\w&/,'-]+\s+){0,5}?(?:industry|sector|companies|company|firms|businesses|"
    r"startups|start-ups|brands|agencies|shops|stores|manufacturers|retailers|vendors|providers|organi[sz]ations|"
    r"makers of .{3,40}))",
    re.I,
)


def read_audience(text, industries=(), locations=(), sizes=()) -> Audience:
    return _read(
        " ".join((text or "").split())[:2000], tuple(industries or ()), tuple(locations or ()), tuple(sizes or ())
    )


@lru_cache(500)
def _read(audience, industries, locations, sizes):
    text, unwanted = split_exclusions(audience)
    ranks, evidence = named_ranks(head_of(text)), function_evidence(text)
    wanted_industries, stated = _wanted_industries(text, industries), bool(industries)
    if not stated and (led := _led_industries(text, ranks, evidence)):
        wanted_industries, stated = led, True
    residual = without_industry_words(text, wanted_industries) if wanted_industries else text
    if wanted_industries:
        evidence = (evidence + function_evidence(residual)) / 2
    leadership = is_leadership(text, ranks, residual, evidence, bool(wanted_industries))
    best = float(evidence.max())
    listed = dict.fromkeys(listed_functions(text), 1.0)
    functions = {} if leadership else _wanted_functions(evidence, mentions(text)) | listed
    if not leadership and _COMMERCIAL.search(text):
        functions |= {"sales": 1.0, "business-development": 0.95, "marketing": 0.6}
    certainty = min(1.0, max(0.0, (best - _NO_IDEA) / (SURE - _NO_IDEA)))
    clauses = " ; ".join(unwanted)
    return Audience(
        text=text,
        parts=(
            *_functions(text, functions if certainty else {}),
            *(Part(Kind.RANK, rank.name, weight) for rank, weight in wanted_ranks(ranks, leadership).items()),
            *_industries(text, wanted_industries, industries),
            *(_places(locations, Voice.FIELD) or _places(place_names_in(text), Voice.READER)),
            *(Part(Kind.SIZE, size, words=size, voice=Voice.FIELD) for size in sizes if size_range(size)),
            *_excluded(clauses, functions, wanted_industries),
        ),
        certainty=0.0 if leadership else certainty,
        leadership=leadership,
        industries_named=stated,
    )


def _functions(text, functions):
    words = words_of(text)
    quotes = {}
    for start, end, owners in term_spans([word.token for word in words]):
        for code in owners:
            quotes.setdefault(code, quoted(text, words, (start, end)))
    return [Part(Kind.FUNCTION, code, weight, quotes.get(code, "")) for code, weight in functions.items()]


def _industries(text, wanted, named):
    words = words_of(text)
    quotes = {}
    for span in industry_spans([word.token for word in words]):
        for code in span[2]:
            quotes.setdefault(code, quoted(text, words, span))
    voice = Voice.FIELD if named else Voice.READER
    return [Part(Kind.INDUSTRY, code, weight, quotes.get(code, ""), voice) for code, weight in wanted.items()]


def _places(names, voice):
    return [Part(Kind.PLACE, name, words=name, voice=voice) for name in names if parse_place(name)]


def _excluded(clauses, functions, industries):
    if not clauses:
        return []
    unwanted = [
        *((Kind.FUNCTION, code) for code in sorted(_named_functions(clauses) - set(functions))),
        *((Kind.RANK, rank.name) for rank in sorted(named_ranks(clauses))),
        *((Kind.INDUSTRY, code) for code in canonical_industries(clauses) if code not in industries),
        *((Kind.PLACE, name) for name in place_names_in(clauses)),
    ]
    return [Part(kind, code, words=clauses, excluded=True) for kind, code in unwanted]


def _named_functions(text):
    return {code for _, _, owners in term_spans(tokens(text)) for code, weight in owners.items() if weight == 1}


def _wanted_functions(evidence, mentioned):
    best = evidence.max()
    if best < _NO_IDEA:
        return {}
    wanted = {}
    for code, value, named in zip(FUNCTIONS, evidence, mentioned, strict=True):
        if value >= _CLOSE_SECOND * best:
            wanted[code] = round(float(value / best), 2)
        elif named > OBJECT_MENTION and value >= _NAMED_SECOND * best:
            wanted[code] = _NAMED_WEIGHT
    return wanted


def _wanted_industries(text, named):
    if named:
        codes = [code for name in named for code in canonical_industries(name) or _nearest_industry(name)]
        return dict.fromkeys(codes, 1.0)
    clauses = " ; ".join(match.group(1) for match in _IN_INDUSTRY.finditer(text))
    return dict.fromkeys(canonical_industries(clauses), 1.0)


@cache
def _industry_vectors():
    return embed([f"{code}: {', '.join(industry.words)}" for code, industry in INDUSTRIES.items()])


def _nearest_industry(name):
    similarity = _industry_vectors() @ embed([name])[0]
    best = int(similarity.argmax())
    return (list(INDUSTRIES)[best],) if similarity[best] >= _NEAR_INDUSTRY else ()


def _led_industries(text, ranks, evidence):
    """The industries of "bosses of wineries and breweries", where rank and industry are all that is said."""
    codes = canonical_industries(text[len(head_of(text)) :])
    if codes and is_leadership(text, ranks, without_industry_words(text, codes), evidence, True):
        return dict.fromkeys(codes, 1.0)
    return {}

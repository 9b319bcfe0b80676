"""What a clause of what is not wanted excludes."""

import re
from dataclasses import replace

from leads.audience.audience import Kind, Part
from leads.audience.exclusions import OUTSIDE
from leads.audience.mentions import mentions_in
from leads.audience.places import places_in
from leads.audience.ranks import DEPARTMENTS, LEADING
from leads.audience.sizes import sizes_in
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.place_mentions import PlaceMention
from leads.taxonomy.self_employed import SELF_EMPLOYED
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority
from leads.taxonomy.words import tokens

# Said alone, an agency advertises, as the English word does; "agence immobilière" is another.
_AGENCIES = re.compile(
    r"(?:(?:die|den|les|des|las|as|le)\s+)?(?:agentur(?:en)?|agences?|agencias?|agências?|agenzi[ae])"
    r"(?=$|\s(?:in|aus|à|en|a|em)\s)",
    re.I,
)
# Behind it stands where people are, whatever they do: "not in banking".
_INSIDE = re.compile(
    r"(?<!\w)(?:in|at|from|im|bei|beim|aus|dans|chez|en|em|no|na|in|nel|nella|presso)\s+(?:the|an?|der|den|einer|la|le)?\s*$",
    re.I,
)
_AND = re.compile(r",|\s(?:and|or|und|oder|et|ou|ni|y|o|e|nem|né)\s", re.I)


def excluded_parts(clause, spoken) -> list[Part]:
    """What a clause in the language `spoken` names: functions, ranks, industries, places and sizes."""
    clause = clause.strip(" ,")
    named = mentions_in(clause, spoken)
    self_employed = [(one, SELF_EMPLOYED) for one in named.self_employed[:1]]
    said = {
        Kind.FUNCTION: _functions(named),
        Kind.RANK: _ranks(named, clause),
        Kind.INDUSTRY: _industries(named, clause),
        Kind.SIZE: self_employed,
    }
    quoted = {kind: [(code, clause[one.start : one.end]) for one, code in own] for kind, own in said.items()}
    quoted[Kind.INDUSTRY] += _agencies(clause)
    quoted[Kind.PLACE] = [(name, name) for name in _places(clause, named)]
    quoted[Kind.SIZE] += sizes_in(clause)
    return [Part(kind, code, 1.0, words, excluded=True) for kind in Kind for code, words in _first(quoted[kind])]


def told_apart(part, functions, ranks) -> Part | None:
    """What an excluded title excludes beside wanted ones of these functions and ranks.

    "No CEOs" beside CFOs excludes their function and not their rank, "no sales managers" beside sales directors their
    rank and not their function.
    """
    if part.kind == Kind.RANK and Seniority[part.code] in ranks:
        named = [code for one in mentions_in(part.words, ENGLISH).functions for code, _ in one.codes]
        others = [code for code in named if code not in functions]
        return replace(part, kind=Kind.FUNCTION, code=others[0]) if others else None
    if part.kind == Kind.FUNCTION and part.code in functions:
        rank = rank_of(part.words)
        return replace(part, kind=Kind.RANK, code=rank.name) if rank and rank not in ranks else None
    return part


def rank_of(words) -> Seniority | None:
    """That a title names, in the plural too: "CFOs"."""
    rank = classify_seniority(" ".join(tokens(words)))
    return None if rank in (Seniority.UNKNOWN, Seniority.STAFF) else rank


def _first(named):
    """[(code, words)], each code once."""
    found = {}
    for code, words in named:
        found.setdefault(code, words)
    return found.items()


def _functions(named):
    """[(mention, code)]"""
    return [
        (one, code)
        for one in named.functions
        for code, weight in one.codes
        if weight == 1 and code not in LEADING and not any(_same(one, rank) for rank in named.ranks)
    ]


def _ranks(named, clause):
    """Ranks that stand alone: "no interns", but not the rank of "no sales managers" and "no restaurant owners"."""
    return [
        (one, rank.name)
        for one in named.ranks
        for rank in one.codes
        if not any(one.overlaps(other) and not _same(one, other) for other in named.functions)
        if not (rank == Seniority.OWNER and any(_in_one_item(one, other, clause) for other in named.industries))
    ]


def _in_one_item(one, other, clause):
    return not _AND.search(clause, min(one.end, other.end), max(one.start, other.start))


def _industries(named, clause):
    return [
        (one, code)
        for one in named.industries
        for code in one.codes
        if named.organisations
        or not (functions := [other for other in named.functions if one.overlaps(other)])
        or (_INSIDE.search(clause, 0, one.start) and not any(_is_department(other) for other in functions))
    ]


def _is_department(function):
    return not DEPARTMENTS.isdisjoint(code for code, _ in function.codes)


def _agencies(clause):
    named = [found.group() for item in _AND.split(clause) if (found := _AGENCIES.match(item.strip()))]
    return [("marketing & advertising", words) for words in named[:1]]


def _places(clause, named):
    """Those that a thing of the list names by itself, or after one of these."""
    known = [one for kind in ("functions", "ranks", "industries", "self_employed") for one in getattr(named, kind)]
    found, is_sure = [], True
    for place, (start, end) in _with_items(clause):
        alone = clause[start:end].strip() == place.name
        if (
            OUTSIDE.search(clause, 0, place.start)
            or _agencies(clause[start:end])
            or any(one.start < end and start < one.end for one in known)
        ):
            is_sure = False
        elif not alone or not start:
            is_sure = True
        elif not found:
            is_sure = is_sure and clause[start - 1] != ","
        found += [place.name] if is_sure else []
    return found


def _with_items(clause):
    """[(place, (start, end) of the thing of the list)]. A city that stands alone is one as well: "not Lisbon"."""
    cuts = [0, *(place for cut in _AND.finditer(clause) for place in cut.span()), len(clause)]
    items = list(zip(cuts[::2], cuts[1::2], strict=True))
    named = places_in(clause)
    for start, end in items:
        name = clause[start:end].strip()
        if not any(start <= place.start < end for place in named) and name in {p.name for p in places_in(f"in {name}")}:
            first = clause.index(name, start)
            named.append(PlaceMention(first, first + len(name), name))
    return [(place, item) for place in named for item in items if item[0] <= place.start < item[1]]


def _same(one, other):
    return (one.start, one.end) == (other.start, other.end)

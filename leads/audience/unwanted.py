"""What a clause of what is not wanted excludes."""

import re

from leads.audience.audience import Kind, Part
from leads.audience.mentions import mentions_in
from leads.audience.places import places_in
from leads.audience.ranks import LEADING
from leads.audience.sizes import sizes_in
from leads.taxonomy.self_employed import SELF_EMPLOYED
from leads.taxonomy.seniority import Seniority

# Said alone, an agency advertises, as the English word does; "agence immobilière" is another.
_AGENCIES = re.compile(
    r"(?:(?:die|den|les|des|las|as|le)\s+)?(?:agentur(?:en)?|agences?|agencias?|agências?|agenzi[ae])", re.I
)
_AND = re.compile(r",|\s(?:and|or|und|oder|et|ou|ni|y|o|e|nem|né)\s", re.I)


def excluded_parts(clause, spoken) -> list[Part]:
    """What a clause in the language `spoken` names: functions, ranks, industries, places and sizes."""
    clause = clause.strip(" ,")
    named = mentions_in(clause, spoken)
    found = {
        Kind.FUNCTION: _functions(named),
        Kind.RANK: _ranks(named, clause),
        Kind.INDUSTRY: [*_industries(named), *_agencies(clause)],
        Kind.PLACE: _places(clause),
        Kind.SIZE: [*([SELF_EMPLOYED] if named.self_employed else []), *(size for size, _ in sizes_in(clause))],
    }
    return [Part(kind, one, 1.0, clause, excluded=True) for kind, own in found.items() for one in dict.fromkeys(own)]


def _functions(named):
    return [
        code
        for one in named.functions
        for code, weight in one.codes
        if weight == 1 and code not in LEADING and not any(_same(one, rank) for rank in named.ranks)
    ]


def _ranks(named, clause):
    """Ranks that stand alone: "no interns", but not the rank of "no sales managers" and "no restaurant owners"."""
    return [
        rank.name
        for one in named.ranks
        for rank in one.codes
        if not any(one.overlaps(other) and not _same(one, other) for other in named.functions)
        if not (rank == Seniority.OWNER and any(_in_one_item(one, other, clause) for other in named.industries))
    ]


def _in_one_item(one, other, clause):
    return not _AND.search(clause, min(one.end, other.end), max(one.start, other.start))


def _industries(named):
    return [
        code
        for one in named.industries
        for code in one.codes
        if named.organisations or not any(one.overlaps(other) for other in named.functions)
    ]


def _agencies(clause):
    is_named = any(_AGENCIES.fullmatch(item.strip()) for item in _AND.split(clause))
    return ["marketing & advertising"] if is_named else []


def _places(clause):
    """A city that stands alone is one as well: "not Lisbon"."""
    items = {item.strip() for item in _AND.split(clause)}
    named = places_in(clause) or [place for place in places_in(f"in {clause}") if place.name in items]
    return [place.name for place in named]


def _same(one, other):
    return (one.start, one.end) == (other.start, other.end)

"""The fit of a lead as lines of its receipt, and whether it works for a competitor."""

import re
from functools import lru_cache

from leads.fit import Fit, Person, judge
from leads.identity.keys import company_key
from leads.taxonomy.places import parse_place
from scoring.local.kinds import GUARDS
from scoring.scorecard import FIT, ReceiptLine

_AT_COMPANY = re.compile(r"(?:\bat|@)\s+([^|,;·•]{2,60})", re.I)
# No platform takes a longer headline.
TITLE_MAX = 220
_OF_A_GROUP = frozenset("group international global holding holdings europe emea americas apac worldwide".split())


def judge_fit(snapshots, offer, rules, roles=None) -> list[Fit]:
    """The fit of each snapshot. `roles` are grades that another reader gave the titles, or None."""
    people = [person_of(snapshot) for snapshot in snapshots]
    return judge(people, offer.criteria, roles=roles, wrong_industry_cap=rules.wrong_industry_cap)


def fit_lines(fit, offer) -> list[ReceiptLine]:
    return [
        ReceiptLine(points, FIT, grade.reason, grade.quote, grade.source, kind=name)
        for name, points, grade in fit.grades
    ]


def person_of(snapshot) -> Person:
    return Person(
        title_of(snapshot),
        snapshot.bio if is_plain(snapshot.bio) else "",
        snapshot.company_name,
        snapshot.company_size,
        snapshot.company_location,
        snapshot.industry,
        snapshot.location,
        snapshot.keywords,
    )


def title_of(snapshot) -> str:
    """The title, unless it is an order to the reader, a question, markup or a whole text instead of a title."""
    return snapshot.title if len(snapshot.title) <= TITLE_MAX and is_plain(snapshot.title) else ""


@lru_cache(50_000)
def is_plain(text) -> bool:
    low = text.lower()
    return not (low.endswith("?") or GUARDS["instruction"].search(low) or GUARDS["markup"].search(low))


def employer_key(snapshot) -> str:
    if snapshot.company_name:
        return company_key(snapshot.company_name)
    match = _AT_COMPANY.search(title_of(snapshot))
    return company_key(match[1]) if match else ""


def works_for_competitor(snapshot, offer) -> bool:
    """Whether the employer is a competitor, also as "Acme Germany" or "Acme Group"."""
    key = employer_key(snapshot)
    if not key or not offer.competitor_keys:
        return False
    if key in offer.competitor_keys:
        return True
    for competitor in offer.competitor_keys:
        rest = key.removeprefix(competitor + " ")
        if rest != key and (rest in _OF_A_GROUP or parse_place(rest)):
            return True
    return False

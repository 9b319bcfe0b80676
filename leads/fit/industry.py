"""Is the person's company of an industry that the audience asks for?"""

import re
from functools import lru_cache, partial
from typing import NamedTuple

from leads.fit.grade import EXCLUDED_CAP, WRONG_INDUSTRY, Grade
from leads.taxonomy.industries import company_industry, industry_affinity
from leads.taxonomy.languages import known_industries
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority

OTHER_INDUSTRY, FAR_INDUSTRY, SAME_INDUSTRY = 0.3, 0.5, 0.85
INDUSTRY_PENALTY, PREFERENCE_PENALTY = -40, -12
INDUSTRY_FROM_NAME, INDUSTRY_FROM_KEYWORDS = 0.6, 0.7
_TITLE_PART = re.compile(r"[,;|/•@–—]|\s-\s|\b(?:at|bei|chez|en|presso)\b", re.I)


class Stated(NamedTuple):
    """The field that states industries, its text, and their codes; without codes nothing is stated."""

    source: str
    text: str
    codes: tuple[str, ...]


def industry_grade(person, criteria) -> Grade | None:
    """None where the audience asks for no industry and does not exclude this one."""
    stated = stated_industries(person)
    # what is stated needs no look at the company, and is the same for thousands of people
    key = stated if stated.codes else (person.company_name, person.keywords)
    return criteria.remembered("industry", key, partial(grade_industry, person, stated, criteria))


def grade_industry(person, stated, criteria) -> Grade | None:
    source, text, known = stated
    if known and set(known) <= criteria.audience.excluded_industries:
        cap = (EXCLUDED_CAP, f"The offer excludes this industry: no more than {EXCLUDED_CAP}")
        return Grade(0, "The offer excludes this industry", source, text, cap=cap)
    if not criteria.audience.industries:
        return None
    if known:
        return grade_known_industry(source, text, known, criteria.audience)
    named = company_industry(person.company_name)
    if named and (value := industry_value((named,), criteria.audience)) >= OTHER_INDUSTRY:
        words = f"The company's name suggests {named}"
        return Grade(INDUSTRY_FROM_NAME * value, words, "company_name", person.company_name)
    for part in re.split(r"[,;|\n]", person.keywords[:2000]):
        if industry_value(known_industries(part.strip()), criteria.audience) >= 0.8:
            return Grade(
                INDUSTRY_FROM_KEYWORDS, "The company's keywords suggest the industry", "keywords", part.strip()
            )
    return Grade(0, "Industry unknown")


def stated_industries(person) -> Stated:
    """The profile's, else those of the business that an owner's title names."""
    if known := known_industries(person.industry):
        return Stated("industry", person.industry, known)
    return Stated("title", person.title, owned_industries(person.title))


@lru_cache(50_000)
def owned_industries(title) -> tuple[str, ...]:
    """The industries of the business that an owner's title names: "Restaurant Owner", "Owner of a hotel"."""
    owners = (part for part in _TITLE_PART.split(title) if classify_seniority(part) == Seniority.OWNER)
    return next(filter(None, map(known_industries, owners)), ())


def grade_known_industry(source, text, known, icp) -> Grade:
    value = industry_value(known, icp)
    if value >= SAME_INDUSTRY or is_weighed_by_hand(known, icp):
        return Grade(value, "Industry matches", source, text)
    if not icp.industries_named:
        points = 0 if value >= OTHER_INDUSTRY else PREFERENCE_PENALTY
        return Grade(points, "Different industry from the audience", source, text)
    if value < OTHER_INDUSTRY:
        return Grade(INDUSTRY_PENALTY, "Wrong industry", source, text, rule=WRONG_INDUSTRY)
    points = INDUSTRY_PENALTY * min(1, (SAME_INDUSTRY - value) / (SAME_INDUSTRY - FAR_INDUSTRY))
    return Grade(points, "Only close to the industries of the offer", source, text)


def is_weighed_by_hand(known, icp) -> bool:
    """Whether a hand said how much this very industry matters: the less it does, the less it earns."""
    weighed = [asked for asked in icp.industries if asked in icp.by_hand]
    return any(industry_affinity(asked, code) >= SAME_INDUSTRY for asked in weighed for code in known)


def known_industry_value(person, criteria) -> float | None:
    """0 to 1; None where the industry is unknown or the audience asks for none."""
    known = known_industries(person.industry)
    return industry_value(known, criteria.audience) if known and criteria.audience.industries else None


def industry_value(known, icp) -> float:
    return max(
        (weight * industry_affinity(asked, code) for asked, weight in icp.industries.items() for code in known),
        default=0,
    )

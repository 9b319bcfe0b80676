"""Fit: how far a lead is the person, in the company and the place, that the offer's ICP asks for.

Every criterion the offer states has a share of 100 points; a lead earns the part of each share that the
evidence supports. What is not known earns nothing and costs nothing but its share.
"""

import re
from dataclasses import dataclass
from functools import lru_cache, partial

from leads.identity.keys import company_key
from leads.taxonomy.company_sizes import UNBOUNDED, size_range
from leads.taxonomy.functions import FUNCTIONS, function_affinity, weigh_title
from leads.taxonomy.industries import canonical_industries, company_industry, industry_affinity
from leads.taxonomy.places import EXACT, NONE, REGION, UNKNOWN, parse_place, place_match
from leads.taxonomy.seniority import Seniority, classify_seniority, seniority_affinity
from scoring.local.kinds import GUARDS
from scoring.scorecard import FIT, LOCATION_MISMATCH, WRONG_INDUSTRY, ReceiptLine, rounded

# Where the offer names no rank, people who can decide alone come first.
AUTHORITY = {
    Seniority.OWNER: 1.0,
    Seniority.C_LEVEL: 1.0,
    Seniority.VP: 0.9,
    Seniority.DIRECTOR: 0.85,
    Seniority.HEAD: 0.8,
    Seniority.MANAGER: 0.7,
    Seniority.SENIOR: 0.5,
    Seniority.STAFF: 0.3,
    Seniority.JUNIOR: 0.15,
}
ROLES_OF_A_STUFFED_TITLE = 6
OTHER_ROLE, SAME_ROLE = 0.3, 0.9
NO_ROLE = 0.25
NEAR_RANK, SAME_RANK = 0.4, 0.75
OTHER_ROLE_CAP = 25
LEAST_SURE = 0.8
EXCLUDED_CAP = 10
FROM_BIO = 0.6
BIO_WORDS, BIO_OPENING = 6, 300
_OPENING = re.compile(r"\W*(?:(?:i'm|i am|we are|we're)\s+(?:an?|the)?\s*)?([^.,;:|•·!?\n()–—]*)(\?)?", re.I)
OTHER_INDUSTRY, FAR_INDUSTRY, SAME_INDUSTRY = 0.3, 0.5, 0.85
INDUSTRY_PENALTY = -40
INDUSTRY_FROM_NAME, INDUSTRY_FROM_KEYWORDS = 0.6, 0.7
LOCATION_PENALTY = -25
_AT_COMPANY = re.compile(r"(?:\bat|@)\s+([^|,;·•]{2,60})", re.I)
_OF_A_GROUP = frozenset("group international global holding holdings europe emea americas apac worldwide".split())


@dataclass(frozen=True, slots=True)
class Grade:
    """How far one criterion is met, in words, and where that stands. 1 earns the whole share; below 0 are points."""

    value: float
    reason: str
    source: str = ""
    quote: str = ""
    cap: tuple[int, str] | None = None
    rule: str = ""


def judge_fit(snapshot, offer, meaning=0.0, role=None) -> tuple[list[ReceiptLine], list[tuple[int, str]], str]:
    """(lines, caps, rule) of the fit dimension. `meaning`: how near an unknown title is to the audience.

    `role` is the grade that another reader gave the title.
    """
    lines, caps, rule = [], [], ""
    for name, share in offer.shares.items():
        if name == "role":
            grade = read_role(role, role_grade(snapshot, offer, meaning))
        else:
            grade = CRITERIA[name](snapshot, offer)
        points = rounded(share * grade.value) if grade.value > 0 else rounded(grade.value)
        lines.append(ReceiptLine(points, FIT, grade.reason, grade.quote, grade.source))
        if grade.cap:
            caps.append(grade.cap)
        rule = stronger(rule, grade.rule)
    return lines, caps, rule


def read_role(other, own) -> Grade:
    """Another reader's grade, unless the offer excludes the role."""
    excluded = own.cap is not None and own.cap[0] <= EXCLUDED_CAP
    return own if other is None or excluded else other


def stronger(first, second) -> str:
    return LOCATION_MISMATCH if LOCATION_MISMATCH in (first, second) else first or second


def remembered(kind, key, offer, judge) -> Grade | None:
    """Judge each distinct text once for an offer: titles, industries and places repeat."""
    known = offer.memory.setdefault(kind, {})
    if key not in known:
        known[key] = judge()
    return known[key]


def title_of(snapshot) -> str:
    """The title, unless it is an order to the reader, a question or markup instead of a title."""
    return snapshot.title if is_plain(snapshot.title) else ""


@lru_cache(50_000)
def is_plain(text) -> bool:
    low = text.lower()
    return not (low.endswith("?") or GUARDS["instruction"].search(low) or GUARDS["markup"].search(low))


def role_grade(snapshot, offer, meaning) -> Grade:
    title = title_of(snapshot)
    grade = remembered("title", title, offer, partial(grade_title, title, offer))
    if grade:
        return grade
    grade = grade_bio(snapshot.bio, offer)
    if grade:
        return grade
    if meaning > 0:
        return Grade(meaning, "The title is close in meaning to the audience", "title", title)
    return Grade(0, "The title does not say what they do" if title else "Title unknown", "title", title)


def grade_title(title, offer) -> Grade | None:
    """None where the title names no known function and so says nothing either way."""
    if offer.icp.leadership:
        return grade_rank(title, offer)
    weights = weigh_title(title)
    if not weights:
        return None
    if excluded := excluded_role(title, weights, offer.icp):
        return Grade(0, excluded, "title", title, cap=(EXCLUDED_CAP, f"{excluded}: no more than {EXCLUDED_CAP}"))
    if not offer.icp.functions:
        return None
    value, code = best_function(weights, offer.icp)
    if len(weights) >= ROLES_OF_A_STUFFED_TITLE:
        value *= 0.5
    if value < OTHER_ROLE:
        cap = (OTHER_ROLE_CAP, f"Different role: no more than {OTHER_ROLE_CAP}")
        label = FUNCTIONS[weights[0][0]].label.lower()
        return Grade(0, f"Different role from the audience: {label}", "title", title, cap=cap)
    label, part = FUNCTIONS[code].label.lower(), part_of_role(value)
    if value >= SAME_ROLE:
        return Grade(part, f"Role in the audience: {label}", "title", title)
    limit = max(OTHER_ROLE_CAP, rounded(100 * part))
    cap = (limit, f"Role is only close: no more than {limit}")
    return Grade(part, f"Role is close to the audience: {label}", "title", title, cap=cap)


def part_of_role(value) -> float:
    """Neighbouring functions are common, so the lowest quarter of the scale says nothing."""
    return max(0.0, (value - NO_ROLE) / (1 - NO_ROLE))


def best_function(weights, icp) -> tuple[float, str]:
    """(0 to 1, code) of the function of a title that comes nearest to one asked for.

    A function the audience only may mean counts squared, and all of them less where the audience is hard to read.
    """
    sure = LEAST_SURE + (1 - LEAST_SURE) * icp.certainty
    return max(
        (sure * wanted**2 * weight * function_affinity(asked, code), code)
        for asked, wanted in icp.functions.items()
        for code, weight in weights
    )


def excluded_role(title, weights, icp) -> str:
    code, _ = weights[0]
    if code in icp.excluded_functions:
        return f"The offer excludes this role: {FUNCTIONS[code].label.lower()}"
    rank = classify_seniority(title)
    if rank in icp.excluded_seniorities:
        return f"The offer excludes this rank: {rank.label.lower()}"
    return ""


def grade_rank(title, offer) -> Grade | None:
    rank = classify_seniority(title)
    if rank == Seniority.UNKNOWN:
        return None
    weights = weigh_title(title)
    excluded = excluded_role(title, weights, offer.icp) if weights else ""
    if excluded:
        return Grade(0, excluded, "title", title, cap=(EXCLUDED_CAP, f"{excluded}: no more than {EXCLUDED_CAP}"))
    value = max(weight * seniority_affinity(wanted, rank) for wanted, weight in offer.icp.seniorities.items())
    if value >= 0.5:
        return Grade(value, f"Rank in the audience: {rank.label.lower()}", "title", title)
    cap = (OTHER_ROLE_CAP, f"Different rank: no more than {OTHER_ROLE_CAP}")
    return Grade(value, f"Different rank from the audience: {rank.label.lower()}", "title", title, cap=cap)


def grade_bio(bio, offer) -> Grade | None:
    """Weak, and only ever in favour: where the title says nothing, a bio that opens like a title."""
    opening = title_like_opening(bio[:BIO_OPENING])
    weights = [(code, weight) for code, weight in weigh_title(opening) if weight == 1]
    if not weights or not offer.icp.functions:
        return None
    value, code = best_function(weights, offer.icp)
    if value < OTHER_ROLE:
        return None
    return Grade(FROM_BIO * part_of_role(value), f"The bio speaks of {FUNCTIONS[code].label.lower()}", "bio", opening)


def title_like_opening(bio) -> str:
    """The words before the first stop, if they are few, no question, and not the first of a pile of roles."""
    match = _OPENING.match(bio)
    opening, question = match[1].strip(), match[2]
    piled = len(weigh_title(bio)) >= ROLES_OF_A_STUFFED_TITLE
    return "" if question or piled or len(opening.split()) > BIO_WORDS or not is_plain(bio) else opening


def seniority_grade(snapshot, offer) -> Grade:
    title = title_of(snapshot)
    return remembered("rank", title, offer, partial(grade_seniority, title, offer))


def grade_seniority(title, offer) -> Grade:
    rank = classify_seniority(title)
    # Any words that name no rank are read as "staff": of a title without a known job that is a guess.
    if rank == Seniority.UNKNOWN or (rank == Seniority.STAFF and not weigh_title(title)):
        return Grade(0, "Rank unknown")
    wanted = offer.icp.seniorities
    if not wanted:
        return Grade(AUTHORITY.get(rank, 0), f"Can decide or influence: {rank.label.lower()}", "title", title)
    value = max(weight * seniority_affinity(asked, rank) for asked, weight in wanted.items())
    if value < NEAR_RANK:
        return Grade(0, f"Different rank: {rank.label.lower()}", "title", title)
    words = "Rank matches" if value >= SAME_RANK else "Rank is close"
    return Grade(value, f"{words}: {rank.label.lower()}", "title", title)


def industry_grade(snapshot, offer) -> Grade:
    key = (snapshot.industry, snapshot.company_name, snapshot.keywords)
    return remembered("industry", key, offer, partial(grade_industry, snapshot, offer))


def grade_industry(snapshot, offer) -> Grade:
    known = canonical_industries(snapshot.industry)
    if known:
        return grade_known_industry(snapshot.industry, known, offer.icp)
    named = company_industry(snapshot.company_name)
    if named and (value := industry_value((named,), offer.icp)) >= OTHER_INDUSTRY:
        words = f"The company's name suggests {named}"
        return Grade(INDUSTRY_FROM_NAME * value, words, "company_name", snapshot.company_name)
    for part in re.split(r"[,;|\n]", snapshot.keywords[:2000]):
        if industry_value(canonical_industries(part.strip()), offer.icp) >= 0.8:
            return Grade(
                INDUSTRY_FROM_KEYWORDS, "The company's keywords suggest the industry", "keywords", part.strip()
            )
    return Grade(0, "Industry unknown")


def grade_known_industry(text, known, icp) -> Grade:
    if set(known) <= icp.excluded_industries:
        cap = (EXCLUDED_CAP, f"The offer excludes this industry: no more than {EXCLUDED_CAP}")
        return Grade(0, "The offer excludes this industry", "industry", text, cap=cap)
    value = industry_value(known, icp)
    if value >= SAME_INDUSTRY:
        return Grade(value, "Industry matches", "industry", text)
    if not icp.industries_named:
        return Grade(0, "Different industry from the audience", "industry", text)
    if value < OTHER_INDUSTRY:
        return Grade(INDUSTRY_PENALTY, "Wrong industry", "industry", text, rule=WRONG_INDUSTRY)
    points = INDUSTRY_PENALTY * min(1, (SAME_INDUSTRY - value) / (SAME_INDUSTRY - FAR_INDUSTRY))
    return Grade(points, "Only close to the industries of the offer", "industry", text)


def industry_value(known, icp) -> float:
    return max(
        (weight * industry_affinity(asked, code) for asked, weight in icp.industries.items() for code in known),
        default=0,
    )


def location_grade(snapshot, offer) -> Grade:
    source = "company_location" if offer.by_company_location else "location"
    text = getattr(snapshot, source)
    return remembered(source, text, offer, partial(grade_location, text, source, offer.icp))


def grade_location(text, source, icp) -> Grade:
    have = parse_place(text)
    if not have:
        return Grade(0, "Location unknown", source, text)
    if any(place_match(place, have) == EXACT for place in icp.excluded_places):
        return Grade(LOCATION_PENALTY, "In a place the offer excludes", source, text, rule=LOCATION_MISMATCH)
    value, words = max(value_of_place(place, have) for place in icp.places)
    if value < 0:
        return Grade(LOCATION_PENALTY, words, source, text, rule=LOCATION_MISMATCH)
    return Grade(value, words, source, text)


def value_of_place(wanted, have) -> tuple[float, str]:
    """(value, words). Negative where `have` is known to lie outside; a bare country says too little for that."""
    match = place_match(wanted, have)
    if match == EXACT:
        return 1.0, "Location matches"
    if match == REGION:
        return 0.6, "Near one of the offer's locations"
    if match in (NONE, UNKNOWN):
        return -1.0, "Outside the offer's locations"
    regions = wanted.regions or {wanted.region}
    if have.region and wanted.region and have.region not in regions:
        return -1.0, "In another part of the country than the offer's locations"
    return 0.4, "In the country of one of the offer's locations"


def size_grade(snapshot, offer) -> Grade:
    return remembered("size", snapshot.company_size, offer, partial(grade_size, snapshot.company_size, offer.sizes))


def grade_size(text, wanted) -> Grade:
    have = size_range(text)
    if not have:
        return Grade(0, "Company size unknown", "company_size", text)
    gap = min(max(have[0] / max(high, 1), low / max(have[1], 1)) for low, high in wanted)
    if gap <= 1:
        return Grade(1.0, "Company size matches", "company_size", text)
    if gap <= 2 and have[1] < UNBOUNDED:
        return Grade(0.5, "Company size is close", "company_size", text)
    return Grade(0, "Company size does not match", "company_size", text)


CRITERIA = {
    "seniority": seniority_grade,
    "industry": industry_grade,
    "location": location_grade,
    "size": size_grade,
}


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

"""Does the person do the work that the audience asks for?"""

import re
from functools import partial

from leads.fit.grade import Grade, rounded
from leads.taxonomy.functions import FUNCTIONS, function_affinity, weigh_title
from leads.taxonomy.seniority import Seniority, classify_seniority, seniority_affinity

ROLES_OF_A_STUFFED_TITLE = 6
OTHER_ROLE, SAME_ROLE = 0.3, 0.9
NO_ROLE = 0.25
OTHER_ROLE_CAP = 25
LEAST_SURE = 0.8
EXCLUDED_CAP = 10
FROM_BIO = 0.6
BIO_WORDS, BIO_OPENING = 6, 300
_OPENING = re.compile(r"\W*(?:(?:i'm|i am|we are|we're)\s+(?:an?|the)?\s*)?([^.,;:|•·!?\n()–—]*)(\?)?", re.I)


def role_grade(person, criteria, meaning) -> Grade:
    title = person.title
    grade = criteria.remembered("title", title, partial(grade_title, title, criteria))
    if grade:
        return grade
    grade = grade_bio(person.bio, criteria)
    if grade:
        return grade
    if meaning > 0:
        return Grade(meaning, "The title is close in meaning to the audience", "title", title)
    return Grade(0, "The title does not say what they do" if title else "Title unknown", "title", title)


def grade_title(title, criteria) -> Grade | None:
    """None where the title names no known function and so says nothing either way."""
    if criteria.audience.leadership:
        return grade_rank(title, criteria)
    weights = weigh_title(title)
    if not weights:
        return None
    if excluded := excluded_role(title, weights, criteria.audience):
        return Grade(0, excluded, "title", title, cap=(EXCLUDED_CAP, f"{excluded}: no more than {EXCLUDED_CAP}"))
    if not criteria.audience.functions:
        return None
    value, code = best_function(weights, criteria.audience)
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


def grade_rank(title, criteria) -> Grade | None:
    rank = classify_seniority(title)
    if rank == Seniority.UNKNOWN:
        return None
    weights = weigh_title(title)
    excluded = excluded_role(title, weights, criteria.audience) if weights else ""
    if excluded:
        return Grade(0, excluded, "title", title, cap=(EXCLUDED_CAP, f"{excluded}: no more than {EXCLUDED_CAP}"))
    value = max(weight * seniority_affinity(wanted, rank) for wanted, weight in criteria.audience.seniorities.items())
    if value >= 0.5:
        return Grade(value, f"Rank in the audience: {rank.label.lower()}", "title", title)
    cap = (OTHER_ROLE_CAP, f"Different rank: no more than {OTHER_ROLE_CAP}")
    return Grade(value, f"Different rank from the audience: {rank.label.lower()}", "title", title, cap=cap)


def grade_bio(bio, criteria) -> Grade | None:
    """Weak, and only ever in favour: where the title says nothing, a bio that opens like a title."""
    opening = title_like_opening(bio[:BIO_OPENING])
    weights = [(code, weight) for code, weight in weigh_title(opening) if weight == 1]
    if not weights or not criteria.audience.functions:
        return None
    value, code = best_function(weights, criteria.audience)
    if value < OTHER_ROLE:
        return None
    return Grade(FROM_BIO * part_of_role(value), f"The bio speaks of {FUNCTIONS[code].label.lower()}", "bio", opening)


def title_like_opening(bio) -> str:
    """The words before the first stop, if they are few, no question, and not the first of a pile of roles."""
    match = _OPENING.match(bio)
    opening, question = match[1].strip(), match[2]
    piled = len(weigh_title(bio)) >= ROLES_OF_A_STUFFED_TITLE
    return "" if question or piled or len(opening.split()) > BIO_WORDS else opening

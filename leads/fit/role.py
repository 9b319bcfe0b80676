"""Does the person do the work that the audience asks for, at the rank it asks for?"""

import re
from dataclasses import dataclass
from functools import lru_cache, partial

from leads.fit.grade import EXCLUDED_CAP, Grade, rounded
from leads.fit.industry import SAME_INDUSTRY, known_industry_value
from leads.fit.size import self_employment
from leads.fit.wanted_ranks import rank_part
from leads.taxonomy.functions import FUNCTIONS, function_affinity
from leads.taxonomy.seniority import Seniority, seniority_affinity
from leads.taxonomy.titles.roles import classify_seniority, own_words, read_roles, weigh_own
from leads.taxonomy.words import singular

# Of a headline that names so many kinds of work, only what it begins with counts in full.
STUFFED, IN_A_PILE = 6, 0.8
OTHER_ROLE, SAME_ROLE = 0.3, 0.9
NO_ROLE = 0.25
OTHER_ROLE_CAP = 25
LEAST_SURE, GUESSED_WORK = 0.8, 1.5
FROM_BIO = 0.6
BIO_WORDS, BIO_OPENING = 6, 300
LEADING = frozenset({"executive", "founder"})
# (part of the role's share, most points) of who leads a company of the industry asked for, and of any other company.
LEADS_THE_RIGHT_COMPANY, LEADS_A_COMPANY = (0.5, 55), (0.2, 35)
SAME_LEADER, LEADER_CAP = 0.85, 60
OF_A_DEPARTMENT, ON_A_BOARD = 0.8, 0.6
_OPENING = re.compile(r"\W*(?:(?:i'm|i am|we are|we're)\s+(?:an?|the)?\s*)?([^.,;:|•·!?\n()–—]*)(\?)?", re.I)


@dataclass(frozen=True, slots=True)
class Match:
    """The work of a title that comes nearest to the audience. `work` and `at_rank` are 0 to 1, and multiply."""

    work: float
    at_rank: float
    code: str
    rank: Seniority
    asked: str

    @property
    def value(self):
        return self.work * self.at_rank


def role_grade(person, criteria, meaning) -> Grade:
    title = person.title
    grade = criteria.remembered("title", title, partial(grade_title, title, criteria))
    if criteria.audience.leadership and criteria.audience.self_employed:
        grade = grade_alone(person, grade)
    if grade:
        return leader_grade(grade, person, criteria) if grade.cap == OTHER_ROLE_GRADE_CAP else grade
    grade = grade_bio(person.bio, criteria)
    if grade:
        return grade
    if meaning > 0:
        return Grade(meaning, "The title is close in meaning to the audience", "title", title)
    return Grade(0, "The title does not say what they do" if title else "Title unknown", "title", title)


OTHER_ROLE_GRADE_CAP = (OTHER_ROLE_CAP, f"Different role: no more than {OTHER_ROLE_CAP}")


OTHER_RANK_CAP = (OTHER_ROLE_CAP, f"Different rank: no more than {OTHER_ROLE_CAP}")


def grade_title(title, criteria) -> Grade | None:
    """None where the title names no known function and so says nothing either way."""
    if title and not own_words(title):
        reason = "The title names no role of their own today"
        return Grade(0, reason, "title", title, cap=(OTHER_ROLE_CAP, f"No role today: no more than {OTHER_ROLE_CAP}"))
    if excluded := excluded_role(title, criteria.audience):
        return Grade(0, excluded, "title", title, cap=(EXCLUDED_CAP, f"{excluded}: no more than {EXCLUDED_CAP}"))
    taken_out = taken_out_function(title, criteria.audience)
    if not taken_out and spelled(title) == spelled(criteria.words):
        return Grade(1.0, "The title is the audience, word for word", "title", title)
    if criteria.audience.leadership:
        return grade_rank(title, criteria) if criteria.audience.seniorities else None
    if not weigh_own(title) or not criteria.audience.functions:
        return other_role(title, taken_out) if taken_out else None
    return grade_match(title, best_match(title, criteria), criteria.audience)


def spelled(words) -> list[str]:
    return [singular(word) for word in words.lower().split()]


def taken_out_function(title, audience) -> str:
    code = next((code for code, _ in weigh_own(title)), "")
    return code if code in audience.taken_out else ""


def other_role(title, code) -> Grade:
    label = FUNCTIONS[code].label.lower()
    return Grade(0, f"Different role from the audience: {label}", "title", title, cap=OTHER_ROLE_GRADE_CAP)


def grade_match(title, match, audience) -> Grade:
    label, part = FUNCTIONS[match.code].label.lower(), part_of_role(match.value)
    if match.work < OTHER_ROLE:
        return other_role(title, match.code)
    if match.value < OTHER_ROLE:
        reason = f"Of another rank than the audience asks for: {label}, {match.rank.label.lower()}"
        return Grade(0, reason, "title", title, cap=OTHER_RANK_CAP)
    if match.value >= SAME_ROLE:
        return Grade(part, f"Role in the audience: {label}", "title", title)
    limit = max(OTHER_ROLE_CAP, rounded(100 * part))
    if match.at_rank < 1 and match.work >= SAME_ROLE:
        words, why = "Work of the audience at another rank", "Another rank than asked for"
        reason = f"{words}: {label}, {match.rank.label.lower()}"
        return Grade(part, reason, "title", title, cap=(limit, f"{why}: no more than {limit}"))
    is_half = match.asked in audience.by_hand and audience.functions[match.asked] < 1
    if is_half and match.code == match.asked:
        cap = (limit, f"Role matters half: no more than {limit}")
        return Grade(part, f"Role in the audience, which matters half: {label}", "title", title, cap=cap)
    cap = (limit, f"Role is only close: no more than {limit}")
    return Grade(part, f"Role is close to the audience: {label}", "title", title, cap=cap)


def part_of_role(value) -> float:
    """Neighbouring functions are common, so the lowest quarter of the scale says nothing."""
    return max(0.0, (value - NO_ROLE) / (1 - NO_ROLE))


def best_match(title, criteria) -> Match | None:
    """The nearest of all roles of a title, each at its own rank: further roles take nothing from it."""
    return criteria.remembered("match", title, partial(nearest, title, criteria))


def nearest(title, criteria) -> Match | None:
    roles = read_roles(title)
    is_pile = sum(len(role.functions) for role in roles) >= STUFFED
    found = [
        match_of(role, code, weight * (IN_A_PILE if is_pile and code != roles[0].leading else 1.0), criteria)
        for role in roles
        for code, weight in role.functions
    ]
    return max(found, key=lambda match: (match.value, match.work), default=None)


def match_of(role, code, weight, criteria) -> Match:
    """A function that the audience only may mean counts less than its weight, and all where the audience is unclear."""
    audience, rank = criteria.audience, role.rank or Seniority.UNKNOWN
    sure = LEAST_SURE + (1 - LEAST_SURE) * audience.certainty
    return max(
        (
            Match(
                sure * worth(asked, wanted, audience) * weight * function_affinity(asked, code),
                rank_part(rank, criteria.ranks.get(asked)),
                code,
                rank,
                asked,
            )
            for asked, wanted in audience.functions.items()
        ),
        key=lambda match: (match.value, match.work),
    )


def worth(asked, wanted, audience) -> float:
    """A hand does not guess: what matters half earns half of the role's share."""
    return NO_ROLE + (1 - NO_ROLE) * wanted if asked in audience.by_hand else wanted**GUESSED_WORK


def leader_grade(grade, person, criteria) -> Grade:
    """Founders and presidents decide on every kind of work in their company."""
    if not is_leader(person.title):
        return grade
    value = known_industry_value(person, criteria)
    if value is not None and value < SAME_INDUSTRY:
        return grade
    is_right = value is not None and criteria.audience.industries_named
    part, limit = LEADS_THE_RIGHT_COMPANY if is_right else LEADS_A_COMPANY
    cap = (limit, f"Leads a company, but has another role: no more than {limit}")
    return Grade(part, "Leads a company, and may decide in place of the audience", "title", person.title, cap=cap)


@lru_cache(50_000)
def is_leader(title) -> bool:
    return any(
        role.functions and {code for code, _ in role.functions} <= LEADING and (role.rank or 0) >= Seniority.C_LEVEL
        for role in read_roles(title)
    )


def excluded_role(title, audience) -> str:
    functions = weigh_own(title)
    if not functions:
        return ""
    code, _ = functions[0]
    if code in audience.excluded_functions:
        return f"The offer excludes this role: {FUNCTIONS[code].label.lower()}"
    rank = classify_seniority(title)
    if rank in audience.excluded_seniorities:
        return f"The offer excludes this rank: {rank.label.lower()}"
    return ""


def grade_rank(title, criteria) -> Grade | None:
    """Of an audience of leaders, whatever they lead."""
    audience, rank = criteria.audience, classify_seniority(title)
    if rank == Seniority.UNKNOWN:
        return None
    value = max((leader_value(role, audience) for role in read_roles(title)), default=0.0)
    if value >= SAME_LEADER:
        return Grade(value, f"Rank in the audience: {rank.label.lower()}", "title", title)
    if value >= 0.5:
        cap = (LEADER_CAP, f"Rank is only close: no more than {LEADER_CAP}")
        return Grade(value, f"Rank is close to the audience: {rank.label.lower()}", "title", title, cap=cap)
    return Grade(0, f"Different rank from the audience: {rank.label.lower()}", "title", title, cap=OTHER_RANK_CAP)


def grade_alone(person, grade) -> Grade:
    """Of an audience of the self-employed, whatever their trade. `grade` is what the title says else."""
    if said := self_employment(person):
        return grade if is_excluded(grade) else Grade(1.0, "Self-employed, as the audience asks", *said)
    if grade or not person.title:
        return grade or Grade(0, "Title unknown")
    if is_leader(person.title):
        words, cap = (
            "Leads a company, and may work alone",
            (LEADER_CAP, f"Not said to work alone: no more than {LEADER_CAP}"),
        )
        return Grade(LEADER_CAP / 100, words, "title", person.title, cap=cap)
    words = "Not said to be self-employed"
    return Grade(0, words, "title", person.title, cap=(OTHER_ROLE_CAP, f"{words}: no more than {OTHER_ROLE_CAP}"))


def is_excluded(grade) -> bool:
    return grade is not None and grade.cap is not None and grade.cap[0] <= EXCLUDED_CAP


def leader_value(role, audience) -> float:
    rank = role.rank or Seniority.STAFF
    value = max(weight * seniority_affinity(wanted, rank) for wanted, weight in audience.seniorities.items())
    codes = {code for code, _ in role.functions}
    if codes == {"board"}:
        return value * ON_A_BOARD
    leads_a_department = codes - LEADING and rank < Seniority.VP
    return value * (OF_A_DEPARTMENT if leads_a_department else 1.0)


def grade_bio(bio, criteria) -> Grade | None:
    """Weak, and only ever in favour: where the title says nothing, a bio that opens like a title."""
    opening = title_like_opening(bio[:BIO_OPENING])
    if not opening or not criteria.audience.functions or all(weight < 1 for _, weight in weigh_own(opening)):
        return None
    match = best_match(opening, criteria)
    if match.value < OTHER_ROLE:
        return None
    reason = f"The bio speaks of {FUNCTIONS[match.code].label.lower()}"
    return Grade(FROM_BIO * part_of_role(match.value), reason, "bio", opening)


def title_like_opening(bio) -> str:
    """The words before the first stop, if they are few, no question, and not the first of a pile of roles."""
    match = _OPENING.match(bio)
    opening, question = match[1].strip(), match[2]
    piled = len(weigh_own(bio)) >= STUFFED
    return "" if question or piled or len(opening.split()) > BIO_WORDS else opening

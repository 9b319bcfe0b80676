from dataclasses import dataclass
from itertools import repeat

from leads.fit.grade import LOCATION_MISMATCH, WRONG_INDUSTRY, Grade, rounded
from leads.fit.industry import industry_grade
from leads.fit.meaning import meanings_of
from leads.fit.place import location_grade
from leads.fit.rank import seniority_grade
from leads.fit.role import is_excluded, role_grade
from leads.fit.size import size_grade

WRONG_INDUSTRY_CAP = 40
CRITERIA = {
    "seniority": seniority_grade,
    "industry": industry_grade,
    "location": location_grade,
    "size": size_grade,
}


@dataclass(frozen=True, slots=True)
class Fit:
    """(criterion, points, grade) of each; `caps` are (at most, reason); `rule` is an overriding rule of the score."""

    grades: list[tuple[str, int, Grade]]
    caps: list[tuple[int, str]]
    rule: str

    @property
    def points(self) -> int:
        """0 to 100."""
        total = sum(points for _, points, _ in self.grades)
        return max(0, min(total, 100, *(cap for cap, _ in self.caps)))


def judge(people, criteria, *, roles=None, wrong_industry_cap=WRONG_INDUSTRY_CAP) -> list[Fit]:
    """The fit of each person, in order. `roles` are grades that another reader gave their titles, or None."""
    meanings = meanings_of({person.title for person in people}, criteria)
    fits = []
    for person, read in zip(people, roles or repeat(None, len(people)), strict=True):
        role = read_role(read, role_grade(person, criteria, meanings.get(person.title, 0.0)))
        fits.append(judge_one(person, criteria, role, wrong_industry_cap))
    return fits


def judge_one(person, criteria, role, wrong_industry_cap) -> Fit:
    grades, caps, rule = [], [], ""
    for name, share in criteria.judged.items():
        grade = role if name == "role" else CRITERIA[name](person, criteria)
        if grade is None:
            continue  # the audience only excludes something, and not this
        grades.append((name, rounded(share * grade.value) if grade.value > 0 else rounded(grade.value), grade))
        if grade.cap:
            caps.append(grade.cap)
        rule = stronger(rule, grade.rule)
    if rule == WRONG_INDUSTRY:
        caps.append((wrong_industry_cap, f"Wrong industry: no more than {wrong_industry_cap}"))
    return Fit(grades, caps, rule)


def read_role(other, own) -> Grade:
    """Another reader's grade, unless the offer excludes the role."""
    return own if other is None or is_excluded(own) else other


def stronger(first, second) -> str:
    return LOCATION_MISMATCH if LOCATION_MISMATCH in (first, second) else first or second

import pytest

from leads.fit import Person
from leads.fit.rank import grade_asked, grade_authority, seniority_grade
from leads.taxonomy.seniority import Seniority
from tests.leads.fit.test_criteria import criteria

HEADS = {Seniority.HEAD: 1.0}
SALES = criteria("Sales managers")


@pytest.mark.parametrize(
    ("rank", "value", "words"),
    [
        (Seniority.OWNER, 1.0, "Can decide or influence"),
        (Seniority.DIRECTOR, 0.85, "Can decide or influence"),
        (Seniority.MANAGER, 0.7, "Can decide or influence"),
        (Seniority.SENIOR, 0.5, "May influence"),
        (Seniority.STAFF, 0, "Seldom decides"),
    ],
)
def test_where_no_rank_is_asked_for_those_come_first_who_can_decide(rank, value, words):
    grade = grade_authority("title", rank)
    assert (grade.value, grade.reason) == (value, f"{words}: {rank.label.lower()}")


def test_of_the_ranks_asked_for_the_nearest_counts():
    either = {Seniority.HEAD: 0.6, Seniority.INTERN: 1.0}
    values = [grade_asked("title", rank, either).value for rank in (Seniority.HEAD, Seniority.INTERN)]
    assert (grade_asked("title", Seniority.HEAD, HEADS).value, values) == (1.0, [0.6, 1.0])


@pytest.mark.parametrize(
    ("rank", "value", "words"),
    [
        (Seniority.C_LEVEL, 0.64, "Rank is close"),
        (Seniority.VP, 0.76, "Rank matches"),
        (Seniority.HEAD, 1.0, "Rank matches"),
        (Seniority.MANAGER, 0.75, "Rank matches"),
        (Seniority.SENIOR, 0.5, "Rank is close"),
        (Seniority.STAFF, 0, "Different rank"),
    ],
)
def test_a_rank_matches_is_close_or_differs(rank, value, words):
    grade = grade_asked("title", rank, HEADS)
    assert (grade.value, grade.reason) == (value, f"{words}: {rank.label.lower()}")


@pytest.mark.parametrize(
    ("title", "value", "reason"),
    [
        ("Sales Manager", 1.0, "Rank matches: manager"),
        ("Engineer and sales director", 1.0, "Rank matches: director"),
        ("Seller", 0.5, "Rank is close: staff"),
        ("Sales Intern", 0, "Different rank: intern or student"),
        ("Wizard", 0, "Rank unknown"),
        ("", 0, "Rank unknown"),
    ],
)
def test_a_title_has_the_rank_of_the_role_that_is_asked_for(title, value, reason):
    grade = seniority_grade(Person(title=title), SALES)
    assert (grade.value, grade.reason) == (value, reason)

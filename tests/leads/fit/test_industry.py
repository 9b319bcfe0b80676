import pytest

from leads.fit import Person
from leads.fit.industry import industry_grade
from tests.leads.fit.test_criteria import criteria

NAMED = criteria(industries=["machinery"])
ANY = criteria("Plant managers")
NO_AGENCIES = criteria("Plant managers; avoid agencies")
RESTAURANTS = criteria("Restaurant owners")


@pytest.mark.parametrize(
    ("asked", "person", "value", "reason"),
    [
        (NAMED, {"industry": "Machinery"}, 1.0, "Industry matches"),
        (NAMED, {"industry": "Banking"}, -40, "Wrong industry"),
        (NAMED, {}, 0, "Industry unknown"),
        (NO_AGENCIES, {"industry": "Marketing & Advertising"}, 0, "The offer excludes this industry"),
        (RESTAURANTS, {"title": "Restaurant Owner"}, 1.0, "Industry matches"),
        (RESTAURANTS, {"title": "Speaker | Owner of a restaurant"}, 1.0, "Industry matches"),
        (RESTAURANTS, {"title": "Owner of a gym"}, -40, "Wrong industry"),
        (RESTAURANTS, {"title": "Restaurant Owner", "industry": "Banking"}, -40, "Wrong industry"),
        (RESTAURANTS, {"title": "Restaurant Manager"}, 0, "Industry unknown"),
        (RESTAURANTS, {"title": "Owner at Restaurant Software"}, 0, "Industry unknown"),
    ],
)
def test_an_industry_is_graded_in_words(asked, person, value, reason):
    grade = industry_grade(Person(**person), asked)
    assert (grade.value, grade.reason) == (value, reason)


@pytest.mark.parametrize(
    ("asked", "industry"), [(ANY, "Banking"), (NO_AGENCIES, "Banking"), (NO_AGENCIES, "Advertising, Banking")]
)
def test_where_none_is_asked_for_nothing_is_said_of_what_is_not_wholly_excluded(asked, industry):
    assert industry_grade(Person(industry=industry), asked) is None

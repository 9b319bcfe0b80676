import pytest

from leads.fit import Person
from leads.fit.place import location_grade, value_of_place
from leads.taxonomy.places import parse_place
from tests.leads.fit.test_criteria import criteria

TEXAS = criteria(locations=["Texas, United States"])
NOT_FRANCE = criteria("Plant managers, not in France")


@pytest.mark.parametrize(
    ("wanted", "have", "value"),
    [
        ("Texas, United States", "Austin, Texas, United States", 1.0),
        ("Austin, Texas, United States", "Dallas, Texas, United States", 0.6),
        ("Austin, Texas, United States", "United States", 0.4),
        ("Austin, Texas, United States", "Denver, Colorado, United States", -1.0),
        ("Texas, United States", "Lyon, France", -1.0),
    ],
)
def test_a_place_is_worth_less_the_less_it_says(wanted, have, value):
    assert value_of_place(parse_place(wanted), parse_place(have))[0] == value


@pytest.mark.parametrize(
    ("asked", "have", "value", "reason", "rule"),
    [
        (TEXAS, "Austin, Texas, United States", 1.0, "Location matches", ""),
        (TEXAS, "Lyon, France", -25, "Outside the offer's locations", "location_mismatch"),
        (TEXAS, "", 0, "Location unknown", ""),
        (NOT_FRANCE, "Lyon, France", -25, "In a place the offer excludes", "location_mismatch"),
    ],
)
def test_a_place_outside_takes_points_and_an_unknown_one_none(asked, have, value, reason, rule):
    grade = location_grade(Person(location=have), asked)
    assert (grade.value, grade.reason, grade.rule) == (value, reason, rule)


def test_where_no_place_is_asked_for_nothing_is_said_of_one_that_is_not_excluded():
    assert location_grade(Person(location="Ghent, Belgium"), NOT_FRANCE) is None

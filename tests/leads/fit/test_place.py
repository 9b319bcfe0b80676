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
    ("wanted", "elsewhere"),
    [
        ("Munich", "Stuttgart; Berlin; Hamburg, Germany; Bremen"),
        ("Bavaria", "Stuttgart; Berlin; Hamburg, Germany; Leipzig"),
        ("Berlin", "Munich; Hamburg"),
        ("Vienna", "Graz; Innsbruck; Salzburg"),
        ("Salzburg", "Vienna; Innsbruck"),
        ("Delhi", "Mumbai; Patna; Bhopal"),
        ("Maharashtra", "Delhi; Patna, India"),
        ("Lyon", "Strasbourg; Tours, France"),
        ("Sicily", "Milan; Ancona"),
        ("London", "Edinburgh; Cardiff, UK"),
        ("Yorkshire", "Edinburgh"),
        ("New England", "Dallas, TX"),
    ],
)
def test_all_other_regions_of_a_country_are_another_part_of_it(wanted, elsewhere):
    grades = {name: value_of_place(parse_place(wanted), parse_place(name)) for name in elsewhere.split("; ")}
    other = (-1.0, "In another part of the country than the offer's locations")
    assert grades == dict.fromkeys(elsewhere.split("; "), other)


@pytest.mark.parametrize(
    ("wanted", "have"),
    [
        ("London", "Leeds"),
        ("London", "Newcastle upon Tyne"),
        ("Edinburgh", "Glasgow"),
        ("Swansea, Wales", "Cardiff, Wales"),
        ("Greater London", "Leeds"),
        ("Yorkshire", "Leeds"),
        ("Yorkshire", "London"),
        ("Alsace", "Strasbourg"),
        ("South Tyrol", "Trento, Italy"),
    ],
)
def test_what_shares_only_a_wide_region_is_in_the_country(wanted, have):
    grade = value_of_place(parse_place(wanted), parse_place(have))
    assert grade == (0.4, "In the country of one of the offer's locations")


@pytest.mark.parametrize(
    ("city", "suburb"),
    [
        ("Berlin", "Potsdam"),
        ("Hamburg", "Norderstedt"),
        ("Vienna", "Klosterneuburg"),
        ("Delhi", "Noida"),
        ("Washington, DC", "Arlington, VA"),
    ],
)
def test_a_suburb_of_a_city_that_is_a_region_is_in_no_other_part_of_the_country(city, suburb):
    assert value_of_place(parse_place(city), parse_place(suburb))[0] == 0.4


@pytest.mark.parametrize(
    ("wanted", "have", "grade"),
    [
        ("Munich", "Nuremberg", (0.6, "In the same region as one of the offer's locations")),
        ("Munich", "Rosenheim, Upper Bavaria, Germany", (0.6, "In the same region as one of the offer's locations")),
        (
            "Leeds, West Yorkshire, UK",
            "Bradford, West Yorkshire, UK",
            (0.6, "In the same region as one of the offer's locations"),
        ),
        ("England", "Leeds, West Yorkshire, United Kingdom", (1.0, "Location matches")),
        ("England", "Leeds, Yorkshire, UK", (1.0, "Location matches")),
        ("Bavaria", "Landshut, Lower Bavaria, Germany", (1.0, "Location matches")),
        ("Bayern", "Bavaria", (1.0, "Location matches")),
        ("Bihar", "Patna", (1.0, "Location matches")),
    ],
)
def test_a_district_lies_in_the_region_of_its_city(wanted, have, grade):
    assert value_of_place(parse_place(wanted), parse_place(have)) == grade


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

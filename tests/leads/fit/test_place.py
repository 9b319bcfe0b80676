import pytest

from leads.fit.place import value_of_place
from leads.taxonomy.places import parse_place


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

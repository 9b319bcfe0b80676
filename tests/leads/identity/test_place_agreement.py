import pytest

from leads.identity.place_agreement import (
    COUNTRY,
    OTHER_COUNTRY,
    OTHER_REGION,
    OTHER_TOWN,
    REGION,
    TOWN,
    UNKNOWN,
    nearness,
)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Munich, Bavaria, Germany", "München", TOWN),
        ("Leeds, England, United Kingdom", "Leeds", TOWN),
        ("Otley, Yorks", "Oltey, Yorks", TOWN),
        ("Perth, WA", "Perth, Australia", UNKNOWN),
        ("OH", "OH", REGION),
        ("Austin, TX", "Texas", REGION),
        ("Austin, TX", "Dallas, TX", OTHER_TOWN),
        ("Lyon, France", "France", COUNTRY),
        ("Austin, TX", "Portland, OR", OTHER_REGION),
        ("MI", "CA", OTHER_REGION),
        ("Lyon, France", "Austin, TX", OTHER_COUNTRY),
        ("Surrey", "United Kingdom", UNKNOWN),
        ("Lyon, France", "the moon 🌕", UNKNOWN),
        ("Lyon, France", "", UNKNOWN),
    ],
)
def test_two_places_are_near_or_not(a, b, level):
    assert nearness(a, b).level == level


def test_people_of_a_town_are_counted():
    assert nearness("Otley, Yorks", "Otley, Yorks").people == 30_000
    assert nearness("London", "London, United Kingdom").people > 5_000_000

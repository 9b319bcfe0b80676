import pytest

from leads.taxonomy.entries import (
    place_meaning,
    split_industries,
    split_places,
    suggest_industries,
    suggest_places,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany, Austria", ["Germany", "Austria"]),
        ("Germany\nAustria; Oslo", ["Germany", "Austria", "Oslo"]),
        ("Munich, Bavaria, Germany, Vienna", ["Munich, Bavaria, Germany", "Vienna"]),
        ("Berlin, Hamburg, Germany", ["Berlin", "Hamburg, Germany"]),
        ("New York, California", ["New York", "California"]),
        ("Austin, TX, Paris, TX", ["Austin, TX", "Paris, TX"]),
        ("London, Paris", ["London", "Paris"]),
        ("Texas, United States", ["Texas, United States"]),
        ("Herzogenaurach, Germany", ["Herzogenaurach, Germany"]),
        ("DACH, Benelux, France", ["DACH", "Benelux", "France"]),
        (" , ,", []),
    ],
)
def test_a_comma_separates_places_unless_one_lies_in_the_other(text, expected):
    assert split_places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Machinery, Plastics", ["Machinery", "Plastics"]),
        ("Health, Wellness & Fitness, Logistics", ["Health, Wellness & Fitness", "Logistics"]),
        ("machinery\nfood, things", ["machinery", "food", "things"]),
    ],
)
def test_a_comma_in_the_name_of_an_industry_separates_nothing(text, expected):
    assert split_industries(text) == expected


def test_what_an_entry_is_understood_as_is_said_and_what_is_not_is_empty():
    assert [place_meaning(text) for text in ("munich", "Texas", "DACH", "Munchn")] == [
        "Munich, Bavaria, Germany",
        "Texas, United States",
        "3 countries",
        "",
    ]


def test_suggestions_begin_with_what_was_typed_the_wide_and_large_first():
    assert suggest_places("mun")[0] == "Munich"
    assert suggest_places("united st")[0] == "United States"
    assert suggest_places(" ") == []
    assert suggest_industries("soft") == ["Computer Software"]

import pytest

from leads.sources.csv.place_codes import codes_in

MAPPING = {1: "country", 2: "company_state"}
MEANINGS = {1: {"NA": "Namibia"}, 2: {"ND": "North Dakota"}}


def test_codes_among_codes_are_places():
    assert codes_in([["Mara", "DE", "TX"], ["Tom", "NA", "ND"], ["Eve", "", "NY"]], MAPPING) == MEANINGS


@pytest.mark.parametrize(
    "rows",
    [
        [["Mara", "Germany", "Texas"], ["Tom", "NA", "ND"]],
        [["Mara", "DE", "TX"], ["NA", "NA", "ND"], ["ND", "ZA", "NY"]],
        [["Mara", "NA", "ND"], ["Tom", "NA", "ND"]],
        [["Mara", "DE", "TX"], ["Tom"]],
        [],
    ],
)
def test_the_same_letters_elsewhere_are_an_empty_cell(rows):
    assert codes_in(rows, MAPPING) == {}

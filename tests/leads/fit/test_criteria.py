import pytest

from leads.audience.reader import read_audience
from leads.fit import Criteria
from leads.taxonomy.company_sizes import size_range


def criteria(audience="Plant managers and heads of production", industries=(), locations=(), sizes=()):
    return Criteria(read_audience(audience, industries, locations), audience, tuple(map(size_range, sizes)))


@pytest.mark.parametrize(
    ("fields", "shares"),
    [
        ({}, {"role": 83, "seniority": 17}),
        (
            {"industries": ["machinery"], "locations": ["Germany"], "sizes": ["11-50"]},
            {"role": 53, "seniority": 11, "industry": 18, "location": 11, "size": 7},
        ),
        ({"audience": "Business owners"}, {"role": 100}),
    ],
)
def test_the_criteria_an_offer_states_share_a_hundred_points(fields, shares):
    assert criteria(**fields).shares == shares

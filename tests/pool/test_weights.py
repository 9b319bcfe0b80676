"""What the candidates of an ICP are weighed by; pure, so without a database."""

import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.seniority import Seniority
from pool.weights import weigh


def excluded(audience):
    found = weigh(read_audience(audience)).excluded
    return {name: codes for name, codes in found.items() if codes}


@pytest.mark.parametrize(
    ("audience", "codes"),
    [
        ("Nurses", {}),
        ("Nurses, not in India", {"countries": ["IN"]}),
        ("Nurses, not in Berlin", {"cities": ["DE:berlin"]}),
        ("Nurses in the US, not in Texas", {"regions": ["US:texas"]}),
        ("Nurses; no recruiters", {"functions": [FUNCTIONS["recruiter"].number]}),
        ("Nurses; no interns", {"seniorities": [int(Seniority.INTERN)]}),
    ],
)
def test_what_is_to_be_avoided_is_named_by_its_own_codes(audience, codes):
    assert excluded(audience) == codes


def test_an_industry_that_is_not_asked_for_is_worth_less_and_where_none_is_all_are_alike():
    asked = weigh(read_audience("Nurses", ["banking"])).industries
    assert asked["banking"] == max(asked.values()) == 1.0
    assert min(asked.values()) < 0.5
    assert set(weigh(read_audience("Nurses")).industries.values()) == {1.0}
    assert asked.keys() == INDUSTRIES.keys()


def test_an_intern_is_worth_less_where_none_is_asked_for():
    ranks = weigh(read_audience("Nurses")).ranks
    assert {name for name, worth in ranks.items() if worth == 1} == {rank.name for rank in Seniority} - {"INTERN"}
    assert ranks["INTERN"] == 0.92
    assert weigh(read_audience("Nursing interns")).ranks["INTERN"] == 1


@pytest.mark.parametrize("turn", [1, -1])
def test_a_region_asked_for_as_a_whole_is_worth_all_though_a_city_in_it_is_named_too(turn):
    asked = ["Texas, United States", "Austin, Texas, United States"][::turn]
    found = weigh(read_audience("Nurses", (), asked))
    assert (found.cities, found.regions, found.countries) == ({"US:austin": 1.0}, {"US:texas": 1.0}, {"US": 0.85})


def test_a_part_of_a_country_is_worth_more_than_the_rest_of_it():
    found = weigh(read_audience("Nurses", (), ["Texas, United States"]))
    assert found.regions["US:texas"] > found.countries["US"] > 0

import pytest

from leads.taxonomy.industries import INDUSTRIES, canonical_industries, company_industry, industry_affinity


def test_every_industry_neighbour_is_an_industry_of_the_list():
    assert {near for industry in INDUSTRIES.values() for near in industry.near} - INDUSTRIES.keys() == set()
    assert len(INDUSTRIES) == 147


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("Food and Beverage Services", ("food & beverages",)),
        ("Hospitals and Health Care", ("hospital & health care",)),
        ("SaaS", ("computer software",)),
        ("makers of desks and wardrobes", ("furniture",)),
        ("law firms and wineries", ("law practice", "wine & spirits")),
        ("", ()),
    ],
)
def test_industries_are_known_by_their_old_new_and_plain_names(text, industries):
    assert canonical_industries(text) == industries


def test_neighbouring_industries_are_near():
    assert industry_affinity("food & beverages", "food production") == 0.85
    assert industry_affinity("leisure, travel & tourism", "hospitality") == 0.65
    assert industry_affinity("dairy", "banking") == 0


def test_a_company_name_can_give_its_industry_away():
    assert company_industry("Lakeside Realty") == "real estate"
    assert company_industry("Brightwater Talent Partners") == "staffing & recruiting"
    assert company_industry("Zyx") is None

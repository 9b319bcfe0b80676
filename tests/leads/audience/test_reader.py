import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.places import Place
from leads.taxonomy.seniority import Seniority


def best_function(icp):
    return max(icp.functions.items(), key=lambda item: item[1])


@pytest.mark.parametrize(
    ("audience", "function"),
    [
        ("Whoever pours espresso and steams milk behind the counter", "barista"),
        ("People who argue cases before a judge", "lawyer"),
        ("Folks who mend engines and change tyres", "auto-mechanic"),
        ("Those who keep the premises safe at night", "security-guard"),
        ("Experts who track down malware and respond to breaches", "security-analyst"),
        ("Persons paid to look after toddlers", "childcare"),
        ("Nurses", "nurse"),
        ("Owners of a release plan and backlog, deciding which features users get", "product-manager"),
    ],
)
def test_plain_words_name_a_function(audience, function):
    assert best_function(read_audience(audience)) == (function, 1.0)


def test_owners_of_businesses_are_wanted_for_their_rank():
    icp = read_audience("Owners of small studios and gyms", ["health, wellness & fitness"])
    assert (icp.leadership, icp.functions, icp.seniorities) == (True, {}, {Seniority.OWNER: 1.0})


def test_a_function_in_the_head_makes_leaders_of_that_function():
    icp = read_audience("Operations directors of bookshops", ["retail"])
    assert (icp.leadership, set(icp.functions), icp.seniorities) == (False, {"operations"}, {Seniority.DIRECTOR: 1.0})


def test_words_of_the_industry_do_not_hide_the_function():
    assert best_function(read_audience("Those who publicise malls, stores and boutiques", ["retail"])) == (
        "marketing",
        1.0,
    )


@pytest.mark.parametrize(
    "audience",
    [
        "HR managers, not recruiters",
        "HR managers. Avoid recruiters.",
        "HR managers but no recruiters",
        "HR managers, excluding recruiters and staffing agencies",
        "HR managers other than recruiters",
    ],
)
def test_who_is_to_be_avoided_is_excluded(audience):
    icp = read_audience(audience)
    assert "hr" in icp.functions
    assert "recruiter" in icp.excluded_functions


def test_unwanted_industries_ranks_and_places_are_understood():
    icp = read_audience("Marketing leaders; exclude interns, advertising agencies and anyone in India")
    assert icp.excluded_industries == {"marketing & advertising"}
    assert icp.excluded_seniorities == {Seniority.INTERN}
    assert icp.excluded_places == (Place(country="IN"),)


def test_not_for_profit_excludes_nothing():
    icp = read_audience("Fundraisers at not-for-profit organisations")
    assert (icp.excluded_functions, icp.excluded_industries) == (frozenset(), frozenset())


def test_industries_and_places_are_read_from_the_text_when_not_given():
    icp = read_audience("Finance directors at software companies in Germany")
    assert (set(icp.industries), icp.places, icp.industries_named) == (
        {"computer software"},
        (Place(country="DE"),),
        False,
    )


def test_given_industries_and_places_outrank_the_text():
    icp = read_audience("Those who seed founders in Benelux", ["Venture Capital"], ["Singapore"])
    assert (set(icp.industries), icp.places) == ({"venture capital & private equity"}, (Place(country="SG"),))


def test_an_unknown_industry_falls_back_to_the_nearest_in_meaning():
    assert set(read_audience("Owners", ["craft breweries and taprooms"]).industries) == {"wine & spirits"}


def test_gibberish_names_no_role():
    icp = read_audience("qwx zzrt")
    assert icp.certainty == 0


def test_an_empty_audience_is_an_empty_wish():
    icp = read_audience("")
    assert (icp.text, icp.functions, icp.leadership) == ("", {}, False)


def test_every_title_of_an_enumeration_is_wanted_in_full():
    icp = read_audience("Plant managers, heads of operations and CTOs at breweries who buy pumps", [], [])
    assert {code: icp.functions[code] for code in ("plant-manager", "operations", "cto")} == {
        "plant-manager": 1.0,
        "operations": 1.0,
        "cto": 1.0,
    }

import pytest

from leads.taxonomy.functions import FUNCTIONS, classify_title, function_affinity, weigh_title
from leads.taxonomy.industries import INDUSTRIES, canonical_industries, company_industry, industry_affinity
from leads.taxonomy.places import Place, parse_place, place_match, places_in
from leads.taxonomy.seniority import Seniority, classify_seniority, seniority_affinity


@pytest.mark.parametrize(
    ("title", "functions"),
    [
        ("Executive Chef", ("chef",)),
        ("Sr. Software Eng.", ("software-engineer",)),
        ("VP of Sales & Marketing", ("sales", "marketing")),
        ("HR Business Partner at Sales Force Ltd", ("hr",)),
        ("Real Estate Investor", ("real-estate-investor",)),
        ("Culinary Arts Instructor", ("art-teacher",)),
        ("Head of Product Marketing", ("marketing", "product-marketing")),
        ("Diretor de Vendas", ("sales",)),
        ("Coordinatrice Marketing", ("marketing",)),
        ("Krankenschwester", ("nurse",)),
        ("M&A Associate", ("ma-banker",)),
        ("Cashier/Welder", ("retail-associate", "welder")),
        ("Grand Poobah", ()),
        ("", ()),
    ],
)
def test_a_title_names_its_functions(title, functions):
    assert classify_title(title) == functions


@pytest.mark.parametrize(
    ("titles", "functions", "rank"),
    [
        ("Werkleiter, Werksleiterin, Produktionsleiterin, Fertigungsleiter", ("plant-manager",), Seniority.HEAD),
        ("Leiter der Produktion, Leiterin Fertigung, Leiter Werk Ulm", ("plant-manager",), Seniority.HEAD),
        ("Betriebsleiter, Betriebsleiterin", ("plant-manager", "operations"), Seniority.HEAD),
        ("Einkaufsleiter, Leiterin Einkauf", ("procurement",), Seniority.HEAD),
        ("Vertriebsleiterin, Verkaufsleiter, Leiter Vertrieb", ("sales",), Seniority.HEAD),
        ("Personalleiterin, Leiter Personal", ("hr",), Seniority.HEAD),
        ("IT-Leiter, Leiterin IT", ("it-manager",), Seniority.HEAD),
        ("Kaufmännischer Leiter, Kaufmännische Leiterin", ("cfo",), Seniority.HEAD),
        ("Geschäftsführer, Geschäftsführerin, Geschaeftsfuehrer", ("executive",), Seniority.C_LEVEL),
        ("Geschäftsführender Gesellschafter", ("executive",), Seniority.OWNER),
    ],
)
def test_who_leads_a_german_maker_of_machines_is_known_by_the_title(titles, functions, rank):
    for title in titles.split(", "):
        assert (classify_title(title), classify_seniority(title)) == (functions, rank), title


def test_who_recruits_a_trade_does_not_practise_it():
    assert weigh_title("Accounting Recruiter") == (("recruiter", 1.0), ("accountant", 0.6))


def test_every_neighbour_is_a_function_of_the_list():
    assert {near for function in FUNCTIONS.values() for near in function.near} - FUNCTIONS.keys() == set()


def test_every_industry_neighbour_is_an_industry_of_the_list():
    assert {near for industry in INDUSTRIES.values() for near in industry.near} - INDUSTRIES.keys() == set()
    assert len(INDUSTRIES) == 147


def test_near_functions_count_for_more_than_strangers():
    assert function_affinity("chef", "chef") == 1
    assert function_affinity("chef", "cook") == 0.75
    assert function_affinity("chef", "lawyer") == 0


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Founder & CEO", Seniority.OWNER),
        ("Chief Marketing Officer", Seniority.C_LEVEL),
        ("President", Seniority.C_LEVEL),
        ("Vice President, Operations", Seniority.VP),
        ("Assistant Vice President", Seniority.VP),
        ("Director of Engineering", Seniority.DIRECTOR),
        ("Head of Growth", Seniority.HEAD),
        ("Product Owner", Seniority.MANAGER),
        ("Executive Assistant to the CEO", Seniority.STAFF),
        ("HR Business Partner", Seniority.STAFF),
        ("Senior Accountant", Seniority.SENIOR),
        ("Marketing Intern", Seniority.INTERN),
        ("Welder", Seniority.STAFF),
        ("", Seniority.UNKNOWN),
    ],
)
def test_a_title_names_its_rank(title, rank):
    assert classify_seniority(title) == rank


def test_a_step_down_the_ladder_costs_more_than_a_step_up():
    assert seniority_affinity(Seniority.DIRECTOR, Seniority.VP) == pytest.approx(0.88)
    assert seniority_affinity(Seniority.DIRECTOR, Seniority.HEAD) == pytest.approx(0.75)


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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kitchener, Ontario, Canada", Place(city="kitchener", region="ontario", country="CA")),
        ("Austin, TX", Place(city="austin", region="texas", country="US")),
        ("Greater Boston Area", Place(city="boston", region="massachusetts", country="US")),
        ("UK", Place(country="GB")),
        ("Deutschland", Place(country="DE")),
        ("Nordics", Place(countries=frozenset({"SE", "NO", "DK", "FI", "IS"}))),
        ("somewhere over the rainbow", Place()),
        ("", Place()),
    ],
)
def test_a_location_is_read_as_a_place(text, place):
    assert parse_place(text) == place


@pytest.mark.parametrize(
    ("wanted", "have", "grade"),
    [
        ("United States", "Denver, Colorado, United States", "exact"),
        ("South-East Asia", "Singapore", "exact"),
        ("Midwest", "Chicago, Illinois, United States", "exact"),
        ("Toronto", "Toronto, Ontario, Canada", "exact"),
        ("Austin, TX", "Dallas, Texas, United States", "region"),
        ("California", "Denver, Colorado, United States", "country"),
        ("Norway", "Denver, Colorado, United States", "none"),
        ("Norway", "", "unknown"),
    ],
)
def test_places_lie_within_each_other(wanted, have, grade):
    assert place_match(parse_place(wanted), parse_place(have)) == grade


def test_a_sentence_names_places_but_not_what_only_sounds_like_one():
    assert places_in("Bakers in Leeds and the US") == [Place(city="leeds", country="GB"), Place(country="US")]
    assert places_in("people who polish furniture and let us know in reading rooms") == []

import pytest

from leads.taxonomy.functions import FUNCTIONS, classify_title, function_affinity, weigh_title
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority, weigh_own


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
        ("IT-Leiter, Leiterin IT", ("cio",), Seniority.HEAD),
        ("Kaufmännischer Leiter, Kaufmännische Leiterin", ("cfo",), Seniority.HEAD),
        ("Geschäftsführer, Geschäftsführerin, Geschaeftsfuehrer", ("executive",), Seniority.C_LEVEL),
        ("Geschäftsführender Gesellschafter", ("executive",), Seniority.OWNER),
    ],
)
def test_who_leads_a_german_maker_of_machines_is_known_by_the_title(titles, functions, rank):
    for title in titles.split(", "):
        assert (tuple(code for code, _ in weigh_own(title)), classify_seniority(title)) == (functions, rank), title


def test_who_recruits_a_trade_does_not_practise_it():
    assert weigh_title("Accounting Recruiter") == (("recruiter", 1.0), ("accountant", 0.6))


def test_every_neighbour_is_a_function_of_the_list():
    assert {near for function in FUNCTIONS.values() for near in function.near} - FUNCTIONS.keys() == set()


def test_near_functions_count_for_more_than_strangers():
    assert function_affinity("chef", "chef") == 1
    assert function_affinity("chef", "cook") == 0.75
    assert function_affinity("chef", "lawyer") == 0

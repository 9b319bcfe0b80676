import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.seniority import Seniority
from tests.leads.audience.claims import claimed


def test_a_function_in_the_head_makes_leaders_of_that_function():
    icp = read_audience("Operations directors of bookshops", ["retail"])
    assert (icp.leadership, set(icp.functions), icp.seniorities) == (False, {"operations"}, {Seniority.DIRECTOR: 1.0})


def test_every_title_of_an_enumeration_is_wanted_in_full():
    icp = read_audience("Plant managers, heads of operations and CTOs at breweries who buy pumps", [], [])
    assert {code: icp.functions[code] for code in ("plant-manager", "operations", "cto")} == {
        "plant-manager": 1.0,
        "operations": 1.0,
        "cto": 1.0,
    }


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("Talent acquisition managers, in-house recruiters and HR directors", {"recruiter", "hr"}),
        ("Data engineers, data scientists and ML engineers", {"data-engineer", "data-scientist", "ml-engineer"}),
        ("Bookkeepers and payroll clerks at small restaurants", {"accountant", "payroll"}),
        ("Chief information security officers at banks and insurers", {"security-leader"}),
        ("Engineering managers who recruit all year", {"engineering-manager-software", "engineer"}),
        ("People in charge of payroll", {"payroll"}),
        ("People in accounting", {"accountant"}),
        ("Heads of people and culture at remote-first startups", {"hr"}),
        ("Those who fix broken pipes and boilers", {"plumber"}),
        ("Founders of software startups in Berlin and Munich", {"LEADERS"}),
        ("Finance directors who send us invoices", {"cfo"}),
    ],
)
def test_titles_stated_win_over_everything_else_a_sentence_says(text, functions):
    assert claimed(read_audience(text)) == functions


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("GPs", {"doctor"}),
        ("GPs and practice nurses", {"doctor", "nurse"}),
        ("GPs at venture capital firms", {"venture-investor"}),
        ("Insurance brokers (P&C)", {"insurance-agent"}),
        ("Chief data officers", {"data-analyst"}),
        ("Head teachers", {"school-leader"}),
        ("Directors of nurseries", {"childcare"}),
        ("conseillers fiscaux", {"tax"}),
        ("responsables de la sécurité informatique", {"security-leader"}),
    ],
)
def test_short_names_and_names_of_two_trades_are_read_by_what_stands_beside_them(text, functions):
    assert set(read_audience(text).functions) == functions

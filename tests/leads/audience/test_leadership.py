import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.seniority import Seniority


def test_owners_of_businesses_are_wanted_for_their_rank():
    icp = read_audience("Owners of small studios and gyms", ["health, wellness & fitness"])
    assert (icp.leadership, icp.functions, icp.seniorities) == (True, {}, {Seniority.OWNER: 1.0})


@pytest.mark.parametrize(
    "text",
    [
        "Directeurs des achats dans les hôpitaux",
        "Directores de compras en hospitales",
        "Diretores de compras em hospitais",
        "Diretoras de compras em hospitais",
        "Direttori acquisti negli ospedali",
    ],
)
def test_directors_of_a_department_are_no_leaders_of_any_trade(text):
    icp = read_audience(text)
    assert (icp.leadership, list(icp.functions), icp.seniorities) == (False, ["procurement"], {Seniority.DIRECTOR: 1.0})


@pytest.mark.parametrize(
    ("text", "functions", "leadership"),
    [
        ("Finance decision makers at manufacturers", {"finance-manager"}, False),
        ("IT decision makers in hospitals", {"it-manager"}, False),
        ("restaurant decision makers", set(), True),
    ],
)
def test_decision_makers_of_a_department_are_no_owners(text, functions, leadership):
    audience = read_audience(text)
    assert (set(audience.functions), audience.leadership) == (functions, leadership)

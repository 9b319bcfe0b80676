import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.seniority import Seniority
from tests.leads.audience.claims import claimed


def test_owners_of_businesses_are_wanted_for_their_rank():
    icp = read_audience("Owners of small studios and gyms", ["health, wellness & fitness"])
    assert (icp.leadership, icp.functions, icp.seniorities) == (True, {}, {Seniority.OWNER: 1.0})


def test_where_businesses_are_says_nothing_of_what_their_owners_do():
    icp = read_audience("Owners of gyms in the UK")
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


@pytest.mark.parametrize(
    ("text", "wanted", "not_understood"),
    [
        ("Everyone", [], ()),
        ("Everybody in Germany", ["Germany"], ()),
        ("anyone at software companies", ["computer software"], ()),
        ("Alle in Deutschland", ["Deutschland"], ()),
        ("Tout le monde", [], ()),
        ("Todos en España", ["España"], ()),
        ("Tutti", [], ()),
        ("in Germany", ["Germany"], ()),
        ("Toda a gente em Lisboa", ["Lisboa"], ()),
        ("Everyone except managers in logistics who are not in Germany", [], ("in Germany",)),
    ],
)
def test_everyone_is_of_any_function(text, wanted, not_understood):
    audience = read_audience(text)
    assert [part.code for part in audience.parts if not part.excluded] == wanted
    assert (audience.leadership, audience.not_understood) == (False, not_understood)


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("Everyone who runs payroll", {"payroll"}),
        ("Everyone in accounting", {"accountant"}),
        ("Everyone at the reception desk", {"receptionist"}),
    ],
)
def test_what_everyone_does_is_their_function(text, functions):
    assert claimed(read_audience(text)) == functions

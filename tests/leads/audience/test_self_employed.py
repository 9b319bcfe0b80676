import pytest

from leads.audience.audience import Kind
from leads.audience.naming import part_named
from leads.audience.reader import read_audience
from leads.taxonomy.seniority import Seniority


def sizes(text, *, excluded=False):
    return [part.code for part in read_audience(text).of(Kind.SIZE, excluded=excluded)]


@pytest.mark.parametrize(
    "text",
    [
        "Freelance graphic designers",
        "Designers who work as freelancers",
        "freiberufliche Grafikdesigner",
        "graphistes indépendants",
        "Graphistes en freelance",
        "diseñadores gráficos autónomos",
        "tradutores por conta própria",
        "traduttori liberi professionisti",
    ],
)
def test_people_are_asked_for_who_work_for_themselves(text):
    assert sizes(text) == ["self-employed"]
    assert not read_audience(text).seniorities and not read_audience(text).not_understood


@pytest.mark.parametrize(
    "text",
    [
        "Accountants for freelancers",
        "Steuerberater für Selbstständige",
        "asesores para autónomos",
        "Recruiters who place freelancers",
        "directeurs d'hôtels indépendants",
        "Head of freelance marketplace operations",
    ],
)
def test_people_who_deal_with_the_self_employed_are_not_asked_to_be(text):
    assert sizes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "software developers, no freelancers",
        "Softwareentwickler, keine Freiberufler",
        "développeurs, pas de freelances",
        "desarrolladores de software, no autónomos",
        "programadores, exceto freelancers",
        "sviluppatori software, no liberi professionisti",
        "HR directors, not solopreneurs or self-employed",
    ],
)
def test_the_self_employed_are_excluded_and_owners_are_not(text):
    audience = read_audience(text)
    assert sizes(text, excluded=True) == ["self-employed"]
    assert audience.excluded_seniorities == frozenset() and audience.not_understood == ()


def test_the_self_employed_of_any_trade_are_an_audience():
    for text in ("Freelancers", "Freiberufler", "Autónomos", "Liberi professionisti", "Indépendants"):
        audience = read_audience(text)
        assert (audience.leadership, sizes(text), audience.seniorities) == (True, ["self-employed"], {})
    both = read_audience("Founders and freelancers")
    assert (set(both.seniorities), both.self_employed) == ({Seniority.OWNER}, True)


def test_a_size_of_company_is_excluded():
    assert sizes("Marketing directors, not at companies with more than 1000 employees", excluded=True) == ["1000+"]


def test_a_hand_names_the_self_employed():
    part = part_named("Freiberufler")
    assert (part.kind, part.code, part.label) == (Kind.SIZE, "self-employed", "Self-employed")

import pytest

from leads.models import Offer
from leads.sources.next_role import CHIEFS, LADDER, in_other_languages, next_role
from leads.sources.roles import roles_of
from leads.taxonomy.languages import STEMMERS
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority


def days_of(offer, used):
    """The role of each day until none is left."""
    days = []
    while role := next_role(offer, [*used, *days]):
        days.append(role)
    return days


def test_each_day_has_the_next_role_by_seniority_in_the_audience_and_then_beside_it():
    offer = Offer(target_audience="Plant managers and heads of operations.")
    beside = ["VP operations", "operations director", "plant director", "operations manager"]
    assert days_of(offer, []) == ["head of operations", "plant manager", *beside]
    assert days_of(offer, ["Plant Manager", "operations head"]) == beside


@pytest.mark.parametrize(
    ("audience", "left"),
    [
        ("CFOs", ["VP finance", "finance director", "head of finance"]),
        ("Marketing managers. No directors.", ["VP marketing", "head of marketing"]),
        ("Founders", ["owner", "CEO", "managing director", "president", "general manager"]),
        ("Accountants", []),
        (
            "Produktionsleiter bei Maschinenbauern",
            ["VP Produktion", "Direktor Produktion", "Leiter Produktion", "Teamleiter Produktion"],
        ),
        ("Einkaufsleiter. Keine Direktoren.", ["VP Einkauf", "Leiter Einkauf", "Teamleiter Einkauf"]),
        (
            "Directeurs de production",
            ["vice-président de production", "responsable de production", "manager de production"],
        ),
        (
            "Directores de producción",
            ["vicepresidente de producción", "responsable de producción", "gerente de producción"],
        ),
        ("Diretores financeiros", ["vice-presidente financeiro", "head financeiro", "gerente financeiro"]),
        ("Direttori commerciali", ["vice presidente commerciale", "responsabile commerciale", "manager commerciale"]),
        (
            "Geschäftsführer von Maschinenbauern",
            ["Gründer", "Inhaber", "geschäftsführender Gesellschafter", "Vorstand"],
        ),
    ],
)
def test_titles_beside_those_of_the_audience_are_worth_as_much_to_it(audience, left):
    offer = Offer(target_audience=audience)
    assert days_of(offer, roles_of(offer)) == left


def test_a_chief_stands_beside_titles_in_the_language_of_the_offer():
    offer = Offer(target_audience="CFOs", language="de")
    assert days_of(offer, ["CFO"]) == ["VP Finanzen", "Direktor Finanzen", "Leiter Finanzen", "Teamleiter Finanzen"]


@pytest.mark.parametrize("language", in_other_languages())
def test_each_language_has_a_title_for_each_rank_and_work_of_the_ladder(language):
    titles = in_other_languages()[language]
    assert {
        Seniority[rank]: classify_seniority(title.format("marketing")) for rank, title in titles["ladder"].items()
    } == {rank: rank for rank in LADDER}
    assert titles["work"].keys() == set(CHIEFS.values()) and language in STEMMERS
    assert {classify_seniority(title) >= Seniority.C_LEVEL for title in titles["leaders"]} == {True}

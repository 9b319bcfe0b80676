import pytest

from leads.sources.tool_requirements import requirement_of


@pytest.mark.parametrize(
    "ad",
    [
        "You know PlanMaster well.",
        "We run forty machines. Three years of experience with PlanMaster are required. Apply today.",
        "You will migrate our plants away from PlanMaster.",
        "Requirements:\n- PlanMaster, Excel\n- German",
        "Sicherer Umgang mit PlanMaster und Excel",
        "Vous maîtrisez PlanMaster.",
        "Experiencia demostrable con PlanMaster.",
        "Buona conoscenza di PlanMaster.",
        "Nice to have:\n- Excel\nYou need:\n- PlanMaster",
    ],
)
def test_an_ad_that_asks_for_the_product_is_a_customer_s(ad):
    assert "PlanMaster" in requirement_of("PlanMaster", text=ad, company="Nordhof Werke")


@pytest.mark.parametrize(
    "ad",
    [
        "Experience with PlanMaster is nice to have.",
        "Ideally you have used PlanMaster.",
        "Experience with tools such as PlanMaster.",
        "Kenntnisse in PlanMaster sind von Vorteil.",
        "Nice to have:\n- PlanMaster\n- Excel",
        "Une expérience de PlanMaster est un plus.",
        "We compete with PlanMaster and others on a large market for planning of every kind.",
        "You know PlanMasters well.",
        "You know Excel well.",
        "",
    ],
)
def test_what_is_nice_to_have_or_only_named_is_no_requirement(ad):
    assert requirement_of("PlanMaster", text=ad, company="Nordhof Werke") == ""


def test_a_maker_asks_for_its_own_product():
    assert requirement_of("PlanMaster", text="You know PlanMaster well.", company="PlanMaster GmbH") == ""

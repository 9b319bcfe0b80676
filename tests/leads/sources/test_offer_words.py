import pytest

from leads.models import Offer
from leads.sources.offer_words import pains_of, parts_of, things_sold, wider_fillings


def test_the_thing_is_the_head_of_its_description():
    described = {
        "Production scheduling that replans a factory in seconds.": ["production scheduling"],
        "Payroll software for small hotels": ["payroll"],
        "A platform": ["platform"],
        "Sales engagement platform with intent signals": ["sales engagement"],
        "We clean and forecast your sales pipeline. Daily.": ["sales pipeline"],
    }
    assert {text: things_sold(Offer(description=text)) for text in described} == described


@pytest.mark.parametrize(
    ("pain", "parts"),
    [
        ("Late deliveries because of manual planning", ["late deliveries", "manual planning"]),
        ("rush orders break the plan every week", ["rush orders", "break plan"]),
        ("Churn", ["churn"]),
        ("legal review takes weeks", ["legal review"]),
        ("replanning takes hours whenever a machine fails", ["replanning takes", "machine fails"]),
        ("of the", []),
    ],
)
def test_a_pain_is_the_telling_words_of_its_clauses(pain, parts):
    assert parts_of(pain) == parts


@pytest.mark.parametrize(
    ("language", "description", "thing"),
    [
        ("de", "Planungssoftware, die eine Fabrik in Sekunden umplant", "planungssoftware"),
        ("fr", "Logiciel de paie pour petites entreprises", "paie"),
        ("es", "Software de nóminas para pymes", "nóminas"),
        ("pt", "Folha de pagamento para pequenas empresas", "folha pagamento"),
        ("it", "Software paghe per piccole imprese", "paghe"),
    ],
)
def test_the_thing_ends_where_another_language_says_for_whom_it_is(language, description, thing):
    assert things_sold(Offer(description=description, language=language)) == [thing]


def test_words_that_only_connect_are_no_pain():
    offer = Offer(pain_points=["verspätete Lieferungen wegen manueller Planung"], language="de")
    assert pains_of(offer) == ["verspätete lieferungen", "manueller planung"]


def test_further_fillings_are_of_the_same_kind_and_without_the_offer_itself():
    offer = Offer(
        name="Pipedrive", description="CRM for solar installers", target_audience="Founders", industries=["Retail"]
    )
    assert wider_fillings(offer) == {
        "kind": ["sales pipeline", "customer relationship management", "contact management"],
        "tool": ["Salesforce", "HubSpot", "Zoho CRM"],
        "thing": ["crm"],
        "pain": [],
        "trade": ['"founder" crm', '"Retail" crm', "solar installers crm"],
    }

import pytest

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.stored import note_reading
from leads.models import Offer
from leads.sources.roles import places_of, roles_of


@pytest.mark.parametrize(
    ("audience", "roles"),
    [
        ("Plant managers and heads of operations at machine builders. Not recruiters.",
         ["plant manager", "head of operations"]),
        ("CFOs, VPs of finance or controllers in Germany who close the books",
         ["CFO", "VP of finance", "controller"]),
        ("Founders of bakeries", ["founder of bakeries"]),
        ("Heads of logistics at retailers and 3PLs in Poland, Denmark and the UK", ["head of logistics"]),
        ("CFOs in Lyon, Berlin and Hamburg", ["CFO"]),
        ("Nurses in England, Wales and the Netherlands, Los Angeles or Leeds", ["nurse"]),
        ("Franchisees and retailers in Spain", ["franchisee", "retailer"]),
        ("VP Sales, directors of HR and sales directors", ["VP sales", "director of hr", "sales director"]),
        ("Avoid consultants and recruiters", []),
        ("People who like trains", []),
        ("Werksleiter, Vertriebsleiterinnen und Leiter der Produktionsplanung bei Maschinenbauern. Keine Berater.",
         ["Werksleiter", "Vertriebsleiter", "Produktionsplanung"]),
        ("Directeurs de production dans l'agroalimentaire, pas de consultants", ["Directeur de production"]),
        ("Directores de operaciones y jefes de planta; sin agencias", ["Director de operaciones", "jefe de planta"]),
        ("Geschäftsführer und Inhaber kleiner Unternehmen", ["Geschäftsführer", "Inhaber"]),
        ("Directeurs financiers et directeurs commerciaux", ["Directeur financier", "directeur commercial"]),
        ("Responsabili acquisti di aziende meccaniche, non consulenti", ["acquisti"]),
    ],
)  # fmt: skip
def test_roles_are_read_in_the_words_of_the_audience(audience, roles):
    assert roles_of(Offer(target_audience=audience)) == roles


def test_places_are_those_of_the_words_where_none_is_typed():
    offer = Offer(target_audience="CFOs in Denmark, the UK and the Nordics")
    nordics = ["Finland", "Iceland", "Norway", "Sweden"]
    assert places_of(offer) == ["Denmark", "United Kingdom", *nordics]
    assert places_of(Offer(target_audience="CFOs in Europe or Canada")) == ["Canada"]
    countries = ["Netherlands", "Côte d'Ivoire", "Bahamas"]
    assert places_of(Offer(target_audience="CFOs in the Netherlands, Ivory Coast and the Bahamas")) == countries
    offer.locations = ["Lyon", "The Netherlands"]
    assert places_of(offer) == ["Lyon", "Netherlands"]


CORRECTED = [
    {"kind": "function", "code": "operations", "weight": 0, "words": "", "excluded": False},
    {"kind": "function", "code": "plant-manager", "weight": 1, "words": "", "excluded": False},
    {"kind": "function", "code": "supply-chain", "weight": 1, "words": "", "excluded": False},
]


def test_what_a_hand_took_out_is_no_role_and_what_it_added_is_one():
    offer = Offer(
        target_audience="Plant managers and heads of operations. Not recruiters.", audience_corrections=CORRECTED
    )
    assert roles_of(offer) == ["plant manager", "supply chain"]


def test_what_the_ai_understood_beyond_the_words_is_searched_for_too():
    offer = Offer(target_audience="CFOs, and those who close the books")
    note_reading(
        offer, Audience(parts=(Part(Kind.FUNCTION, "cfo"), Part(Kind.FUNCTION, "controller", voice=Voice.AI))), Voice.AI
    )
    assert roles_of(offer) == ["CFO", "controller"]

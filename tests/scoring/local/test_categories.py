import pytest

from scoring.local.categories import categories_of
from scoring.local.offer import OfferView
from scoring.local.wants import read_texts
from tests.scoring.people import PlainOffer


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Which ESP do you use?", {"email_marketing"}),
        ("Our Newsletter is late, esp. in May", {"email_marketing"}),
        ("esp. in May", set()),
        ("Bewerbungen kommen per Post", {"recruiting"}),
        ("On cherche un logiciel de facturation", {"invoicing"}),
        ("What do you all use to automate recs?", {"close"}),
        ("Any recs for a place to eat?", set()),
        ("Lovely weather", set()),
        ("Welche Lohnsoftware nutzt ihr?", {"payroll"}),
        ("Un logiciel de caisse pour un bistrot", {"pos"}),
        ("Dash cams for our vans", {"fleet"}),
        ("Our stock counts are never right", {"inventory"}),
    ],
)
def test_a_text_names_categories_in_six_languages(text, categories):
    assert categories_of(text) == categories


def test_an_offer_and_a_question_speak_of_the_same_category_in_other_words():
    view = OfferView.of(PlainOffer(name="Hirely", description="Applicant tracking system for in-house teams."))
    for text, shared in (("¿Qué ATS usáis? Gracias.", True), ("¿Qué CRM usáis? Gracias.", False)):
        [reading] = read_texts([text])
        assert [view.shares_category(passage) for passage in reading.passages] == [shared]

from leads.models import Offer
from leads.sources.queries import key_words, phrases, things_sold


def test_the_thing_is_the_head_of_its_description():
    described = {
        "Production scheduling that replans a factory in seconds.": ["production scheduling"],
        "Payroll software for small hotels": ["payroll"],
        "A platform": ["a"],
    }
    assert {text: things_sold(Offer(description=text)) for text in described} == described


def test_a_pain_is_its_telling_words():
    assert key_words("Late deliveries because of manual planning") == ["late", "deliveries"]


def test_each_cluster_has_its_turn_and_no_phrase_comes_twice():
    offer = Offer(description="Payroll software.", competitors=["Acme", "acme"], wanted_phrases=["payroll is a mess"])
    made = phrases(offer, limit=50)
    assert made[:4] == ["recommend payroll", 'alternative "Acme"', 'frustrated "Acme"', 'using "Acme"']
    assert '"payroll is a mess"' in made
    assert len({phrase.casefold() for phrase in made}) == len(made)


def test_an_offer_without_words_has_no_phrases():
    assert phrases(Offer(description="")) == []

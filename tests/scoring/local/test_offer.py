import pytest

from scoring.local.offer import OfferView, any_word, phrases_pattern
from tests.scoring.people import PlainOffer


def view(**fields):
    return OfferView.of(PlainOffer(**fields))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We use Shiftly.", True),
        ("SHIFTLY is slow", True),
        ("shiftly is slow", True),
        ("Shiftlyfied", False),
        ("a target we set", False),
        ("We use Target", True),
        ("we moved to monday.com", True),
    ],
)
def test_a_competitor_is_named_as_people_write_it(text, found):
    pattern = view(competitors=["Shiftly", "Target", "monday.com"]).competitor_pattern
    assert bool(pattern.search(text)) is found


def test_a_competitor_is_known_by_its_key_and_an_empty_name_is_none():
    known = view(competitors=["Shiftly GmbH", " ", "Inc."])
    assert known.competitor_keys == {"shiftly", "inc"}
    assert view(competitors=[]).competitor_pattern is None


def test_the_vocabulary_is_what_tells_the_offer_from_others():
    offer = view(name="Planwise", description="Scheduling software that replans a factory.", pain_points=[])
    assert offer.vocabulary == {"planwis", "schedul", "replan", "factor"}
    assert offer.shares_words("Our factories are rescheduled by hand: factory work") is True
    assert offer.shares_words("We need better software") is False


def test_phrases_are_found_as_whole_words_in_any_case():
    pattern = phrases_pattern(["night shift", " ", "c++"])
    texts = ("NIGHT SHIFT again", "overnight shift", "night shifts", "I love C++!")
    assert [bool(pattern.search(text)) for text in texts] == [True, False, False, True]
    assert (phrases_pattern([" "]), any_word([])) == (None, None)


def test_an_offer_is_read_once():
    offer = view(pain_points=["late deliveries", " "], location_mode="company", company_sizes=["11-50", "many"])
    assert (offer.pains, offer.by_company_location, offer.sizes) == (("late deliveries",), True, ((11, 50),))
    assert len(offer.pain_vectors) == 1

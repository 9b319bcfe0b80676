import pytest

from scoring.local.offer import OfferView, any_word, phrases_pattern, shares_of
from tests.scoring.people import PlainOffer


def view(**fields):
    return OfferView.of(PlainOffer(**fields))


@pytest.mark.parametrize(
    ("fields", "shares"),
    [
        ({}, {"role": 83, "seniority": 17}),
        (
            {"industries": ["machinery"], "locations": ["Germany"], "company_sizes": ["11-50"]},
            {"role": 54, "seniority": 11, "industry": 18, "location": 11, "size": 7},
        ),
        ({"target_audience": "Business owners"}, {"role": 100}),
    ],
)
def test_the_criteria_an_offer_states_share_a_hundred_points(fields, shares):
    found = shares_of(view(**fields))
    assert sum(found.values()) == 100
    assert found.keys() == shares.keys()
    assert found == shares | {"role": found["role"]}


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

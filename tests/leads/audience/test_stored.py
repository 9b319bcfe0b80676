from dataclasses import asdict

import pytest

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.stored import audience_of, note_reading, refresh_reading, stored_reading
from leads.models import Offer
from leads.offers.creation import create_offer
from leads.offers.editing import save_changes
from tests.factories import OfferFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


def created(**fields):
    offer = Offer(name="Mice", description="Toy mice", **({"target_audience": "Nurses"} | fields))
    return create_offer(workspace=WorkspaceFactory(), user=None, offer=offer)


def again(offer):
    return Offer.objects.get(pk=offer.pk)


def test_the_reading_is_stored_with_a_new_offer():
    offer = again(created())
    assert stored_reading(offer, Voice.READER).functions == {"nurse": 1.0}
    assert audience_of(offer) == stored_reading(offer, Voice.READER)


def test_a_changed_audience_is_read_again():
    offer = created()
    offer.target_audience = "Lawyers"
    save_changes(offer=offer, changed=["target_audience"])
    assert stored_reading(again(offer), Voice.READER).functions == {"lawyer": 1.0}


def test_a_reading_of_older_words_is_not_used():
    offer = created()
    offer.target_audience = "Lawyers"
    assert (stored_reading(offer, Voice.READER), audience_of(offer).functions) == (None, {"lawyer": 1.0})


def test_an_offer_without_a_stored_reading_is_read_on_the_spot():
    assert audience_of(OfferFactory(target_audience="Lawyers", audience_readings={})).functions == {"lawyer": 1.0}


def test_the_reading_of_the_ai_comes_before_that_of_the_machine_and_both_stay_stored():
    offer = created()
    note_reading(offer, Audience("Nurses", (Part(Kind.FUNCTION, "doctor", voice=Voice.AI),), 1.0), Voice.AI)
    assert audience_of(offer).functions == {"doctor": 1.0}
    assert stored_reading(offer, Voice.READER).functions == {"nurse": 1.0}


@pytest.mark.parametrize(
    ("said_by_ai", "excluded"),
    [
        ((), {"recruiter"}),
        ((Part(Kind.FUNCTION, "recruiter", 1.0, "not recruiters", Voice.AI, excluded=True),), {"recruiter"}),
        ((Part(Kind.FUNCTION, "recruiter", 1.0, "recruiters", Voice.AI),), set()),
    ],
)
def test_whom_the_text_leaves_out_is_left_out_where_the_ai_misses_it(said_by_ai, excluded):
    offer = created(target_audience="Heads of sales, not recruiters")
    sales = Part(Kind.FUNCTION, "sales", 1.0, "sales", Voice.AI)
    note_reading(offer, Audience(offer.target_audience, (sales, *said_by_ai), 1.0), Voice.AI)
    assert audience_of(offer).excluded_functions == excluded
    # what the AI does not want is not wanted, whatever the local reader finds
    assert audience_of(offer).seniorities == {}


def test_a_hand_may_take_back_what_only_the_local_reader_excludes():
    offer = created(target_audience="Heads of sales, not recruiters")
    note_reading(offer, Audience("", (Part(Kind.FUNCTION, "sales", voice=Voice.AI),), 1.0), Voice.AI)
    offer.audience_corrections = [asdict(Part(Kind.FUNCTION, "recruiter", 0, voice=Voice.HAND))]
    assert audience_of(offer).excluded_functions == set()


def test_the_word_of_the_hand_survives_another_reading():
    offer = created()
    offer.audience_corrections = [asdict(Part(Kind.FUNCTION, "doctor", 0.5, voice=Voice.HAND))]
    offer.target_audience = "Lawyers"
    refresh_reading(offer)
    offer.save()
    assert audience_of(again(offer)).functions == {"lawyer": 1.0, "doctor": 0.5}

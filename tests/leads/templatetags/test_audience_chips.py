from dataclasses import asdict

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.stored import note_reading
from leads.models import Offer
from leads.templatetags.audience_chips import understood


def offer_read(ai, local):
    offer = Offer(target_audience="Dentists, nurses and sales")
    for voice, codes in ((Voice.AI, ai), (Voice.READER, local)):
        parts = tuple(Part(Kind.FUNCTION, code, 1.0, code, voice, excluded) for code, excluded in codes)
        note_reading(offer, Audience(parts=parts), voice)
    return offer


def chips(offer):
    """What is said of each role, and whether it counts."""
    groups = understood(offer)["groups"]
    return {one["part"].code: (one["note"], not one["uncounted"]) for _, own in groups for one in own}


def test_chips_show_both_readings_and_where_they_differ():
    offer = offer_read(ai=[("dentist", False), ("nurse", False)], local=[("nurse", True), ("sales", False)])
    assert chips(offer) == {
        "dentist": ("only the AI", True),
        "nurse": ("local reader: to be avoided", True),
        "sales": ("only the local reader", False),
    }


def test_whom_only_the_local_reader_excludes_counts():
    offer = offer_read(ai=[("dentist", False)], local=[("nurse", True)])
    assert chips(offer) == {"dentist": ("only the AI", True), "nurse": ("only the local reader", True)}


def test_the_hand_counts_before_both_readers():
    offer = offer_read(ai=[("dentist", False)], local=[("sales", False)])
    offer.audience_corrections = [asdict(Part(Kind.FUNCTION, "sales", voice=Voice.HAND))]
    assert chips(offer) == {"dentist": ("only the AI", True), "sales": ("only the local reader", True)}


def test_one_reading_alone_has_no_notes():
    offer = Offer(target_audience="Dentists")
    note_reading(offer, Audience(parts=(Part(Kind.FUNCTION, "dentist"),)))
    assert chips(offer) == {"dentist": ("", True)}

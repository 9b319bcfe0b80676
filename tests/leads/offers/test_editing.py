import pytest
from django.db import IntegrityError, transaction

from leads.audience.audience import Voice
from leads.audience.stored import stored_reading
from leads.offers.editing import save_changes
from tests.factories import BuyerScoreFactory, OfferFactory

pytestmark = pytest.mark.django_db


def changed(offer, **fields):
    """Saves the fields. Returns whether the pool's matches are of the old offer, and how many leads are rescored."""
    for name, value in fields.items():
        setattr(offer, name, value)
    rescored = save_changes(offer=offer, changed=list(fields))
    offer.refresh_from_db()
    return offer.icp_changed_at is not None, rescored


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"target_audience": "Nurses"}, (True, 1)),
        ({"industries": ["Banking"]}, (True, 1)),
        ({"locations": ["Norway"]}, (True, 1)),
        ({"location_mode": "company"}, (True, 1)),
        ({"company_sizes": ["11-50"]}, (True, 1)),
        ({"pain_points": ["late lorries"]}, (False, 1)),
        ({"name": "Other"}, (False, 1)),
        ({"website": "https://works.example"}, (False, 0)),
    ],
)
def test_what_the_pool_is_matched_with_and_what_scores_rest_on_are_told_apart(fields, told):
    offer = OfferFactory()
    BuyerScoreFactory(offer=offer, lead__workspace=offer.workspace)
    assert changed(offer, **fields) == told


def test_another_audience_is_read_at_once_and_another_text_leaves_the_reading():
    offer = OfferFactory(target_audience="Nurses")
    changed(offer, target_audience="Plumbers")
    reading = stored_reading(offer, Voice.READER)
    assert list(reading.functions) == ["plumber"]
    changed(offer, description="Other")
    assert stored_reading(offer, Voice.READER) == reading


def test_a_name_that_a_current_offer_has_is_not_saved():
    held = OfferFactory(name="Forwarding")
    offer = OfferFactory(workspace=held.workspace, name="Storage")
    with pytest.raises(IntegrityError), transaction.atomic():
        changed(offer, name="forwarding", target_audience="Nurses")
    offer.refresh_from_db()
    assert (offer.name, offer.icp_changed_at) == ("Storage", None)

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leads.models import Offer
from leads.offers.creation import create_offer, of_last_click
from leads.signals import offer_created
from tests.factories import OfferFactory, UserFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    offers = []

    def note(sender, *, offer, **kwargs):
        offers.append(offer)

    offer_created.connect(note)
    yield offers
    offer_created.disconnect(note)


def test_a_new_offer_belongs_to_its_workspace_and_author_and_is_told_of(told):
    workspace, user = WorkspaceFactory(), UserFactory()
    offer = create_offer(workspace=workspace, user=user, offer=OfferFactory.build(workspace=None))
    assert (offer.workspace, offer.created_by, told) == (workspace, user, [offer])


def test_an_offer_that_cannot_be_stored_is_not_told_of(told):
    held = OfferFactory(name="Forwarding")
    with pytest.raises(IntegrityError), transaction.atomic():
        create_offer(workspace=held.workspace, user=None, offer=OfferFactory.build(workspace=None, name="forwarding"))
    assert (Offer.objects.count(), told) == (1, [])


def test_the_second_of_two_clicks_finds_the_offer_of_the_first_for_ten_seconds():
    user = UserFactory()
    offer = OfferFactory(name="Forwarding", description="We move.", created_by=user)
    click = {"workspace": offer.workspace, "user": user, "name": "forwarding", "description": "We move."}
    others = [
        {"workspace": WorkspaceFactory()},
        {"user": UserFactory()},
        {"name": "Moving"},
        {"description": "We pack."},
    ]
    assert [of_last_click(**click | other) for other in ({}, *others)] == [offer, None, None, None, None]
    for age, found in ((9, offer), (10, None)):
        Offer.objects.update(created_at=timezone.now() - timedelta(seconds=age))
        assert of_last_click(**click) == found

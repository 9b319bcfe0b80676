import pytest
from django.db import IntegrityError, transaction

from leads.models import Offer
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db


def test_an_archived_offer_is_neither_current_nor_active_until_it_is_restored():
    offer, paused = OfferFactory(), OfferFactory(is_active=False)
    assert (set(Offer.objects.current()), set(Offer.objects.active())) == ({offer, paused}, {offer})
    offer.archive()
    assert (list(Offer.objects.current()), list(Offer.objects.active()), offer.is_active) == ([paused], [], False)
    offer.restore()
    assert (set(Offer.objects.active()), offer.archived_at) == ({offer}, None)


def test_a_name_is_one_current_offer_s_in_a_workspace():
    offer = OfferFactory(name="Forwarding")
    OfferFactory(name="forwarding")
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferFactory(workspace=offer.workspace, name="FORWARDING")
    offer.archive()
    OfferFactory(workspace=offer.workspace, name="FORWARDING")
    with pytest.raises(IntegrityError), transaction.atomic():
        offer.restore()

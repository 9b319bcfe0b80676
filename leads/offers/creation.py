from django.db import transaction

from leads.audience import asking
from leads.audience.stored import refresh_reading
from leads.models import Offer
from leads.signals import offer_created


def create_offer(*, workspace, user, offer: Offer) -> Offer:
    """Save a new offer and send `offer_created`, upon which the pool is matched with it.

    Raises IntegrityError where a current offer of the workspace has the name already.
    """
    offer.workspace = workspace
    offer.created_by = user
    refresh_reading(offer)
    with transaction.atomic():
        offer.save()
        asking.ask(offer)
        offer_created.send(Offer, offer=offer)
    return offer

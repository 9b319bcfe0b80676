from django.db import transaction
from django.utils import timezone

from autoreach.pages import ONE_CLICK
from leads.audience import asking
from leads.audience.stored import refresh_reading
from leads.models import Offer
from leads.signals import offer_created


def of_last_click(*, workspace, user, name, description) -> Offer | None:
    """What the first of two clicks created, which sends the same form as the second."""
    same = {"name__iexact": name, "description": description, "created_at__gt": timezone.now() - ONE_CLICK}
    return Offer.objects.current().filter(workspace=workspace, created_by=user, **same).first()


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

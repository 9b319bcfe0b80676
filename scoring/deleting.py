"""The locks of a deletion by staff that come before jobs and leads."""

from django.db import connection
from django.dispatch import receiver

from leads.models import Offer
from leads.signals import deletion_to_lock
from scoring.models import BuyerScore
from scoring.scores import lock_scores


@receiver(deletion_to_lock)
def lock_offers(sender, *, rows, **kwargs):
    offers = set()
    if Offer in rows:
        offers.update(rows[Offer].values_list("pk", flat=True))
    if BuyerScore in rows:
        offers.update(rows[BuyerScore].order_by().values_list("offer", flat=True).distinct())
    with connection.cursor() as cursor:
        for offer_id in sorted(offers):
            lock_scores(cursor, offer_id)

"""The locks of a deletion by staff that come before jobs and leads."""

from django.dispatch import receiver

from leads.models import Offer
from leads.signals import deletion_to_lock
from scoring.models import BuyerScore
from scoring.scores import lock_scores_of


@receiver(deletion_to_lock)
def lock_offers(sender, *, rows, **kwargs):
    offers = set()
    if Offer in rows:
        offers.update(rows[Offer].values_list("pk", flat=True))
    if BuyerScore in rows:
        offers.update(rows[BuyerScore].order_by().values_list("offer", flat=True).distinct())
    lock_scores_of(offers)

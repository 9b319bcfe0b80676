from django.db.models import Sum

from leads.models import BuyerState, Offer
from leads.signals import offer_changed


def rescore_leads_of(offer: Offer) -> int:
    """Ask for all scores of the offer but those set by hand; returns how many."""
    counts = offer.state_counts.exclude(state=BuyerState.MANUAL)
    leads = counts.aggregate(leads=Sum("count", default=0))["leads"]
    if leads:
        offer_changed.send(Offer, offer=offer)
    return leads

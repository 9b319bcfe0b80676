"""Receivers of signals from lower apps: they record a match as a pending search, and enqueue its task."""

from django.dispatch import receiver

from leads.signals import offer_created, search_completed
from leads.sources.registry import source_of
from pool.matches import request_match


@receiver(offer_created)
def match_new_offer(sender, *, offer, **kwargs):
    request_match(offer=offer, user=offer.created_by)


@receiver(search_completed)
def match_after_search(sender, *, search, **kwargs):
    """A match is not followed by another one, nor is a single person added by hand."""
    if search.offer_id and source_of(search.kind).asks_pool:
        request_match(offer=search.offer)

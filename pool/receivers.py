"""Receivers of signals from lower apps: they record a match as a pending search, and enqueue its task.

`forget_undone_leads` writes in the transaction of the undo.
"""

from django.dispatch import receiver

from leads.signals import leads_taken_back, offer_created, search_completed, search_started
from leads.sources.registry import source_of
from pool import removal
from pool.matches import request_match


@receiver(offer_created)
def match_new_offer(sender, *, offer, **kwargs):
    request_match(offer=offer, user=offer.created_by)


@receiver(search_completed)
def match_after_search(sender, *, search, **kwargs):
    """A match is not followed by another one, nor is a single person added by hand."""
    if search.offer_id and source_of(search.kind).asks_pool:
        request_match(offer=search.offer, origin=search)


@receiver(search_started)
def match_at_start(sender, *, search, **kwargs):
    """The followers of an account come in slowly; what the pool knows is there at once."""
    if search.offer_id and source_of(search.kind).asks_pool_at_start:
        request_match(offer=search.offer, origin=search)


@receiver(leads_taken_back)
def forget_undone_leads(sender, *, lead_ids, workspace_id, since, **kwargs):
    removal.take_back(lead_ids=lead_ids, workspace_id=workspace_id, since=since)

from django.dispatch import receiver

from leads.models import Search
from leads.people.merged_rows import carry, give_back
from leads.signals import leads_merged, merge_undone, offer_created, search_completed
from pool.matches import request_match
from pool.models import PoolMatch


@receiver(offer_created)
def match_new_offer(sender, *, offer, **kwargs):
    request_match(offer=offer, user=offer.created_by)


@receiver(search_completed)
def match_after_search(sender, *, search, **kwargs):
    """A match brings no further match, and one person added by hand is no reason to bring five hundred."""
    if search.offer_id and search.kind not in (Search.Kind.POOL, Search.Kind.MANUAL):
        request_match(offer=search.offer)


@receiver(leads_merged)
def carry_matches(sender, *, merge, **kwargs):
    carry(merge, PoolMatch, unique=("offer_id",))


@receiver(merge_undone)
def give_matches_back(sender, *, merge, **kwargs):
    give_back(merge, PoolMatch)

"""Pool matches of merged leads. These receivers write in the transaction of the merge or of its undo."""

from django.dispatch import receiver

from leads.people.merged_rows import carry, give_back
from leads.signals import leads_merged, merge_undone
from pool.models import PoolMatch


@receiver(leads_merged)
def carry_matches(sender, *, merge, **kwargs):
    carry(merge, PoolMatch, unique=("offer_id",))


@receiver(merge_undone)
def give_matches_back(sender, *, merge, **kwargs):
    give_back(merge, PoolMatch)

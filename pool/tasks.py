from datetime import timedelta

from django.utils import timezone

from autoreach.work.wakeups import enqueue
from leads.models import Search
from pool import matches, profiles

BATCH, BATCHES = 5000, 10


def run_match(search_id):
    matches.run_match(search_id)


def tend():
    """Every minute: wake pool matches whose wake-up was lost, renew stale descriptions, drop expired profiles."""
    lost = Search.objects.filter(
        kind=Search.Kind.POOL,
        status=Search.Status.PENDING,
        created_at__lt=timezone.now() - timedelta(seconds=30),
    )
    for search_id in lost.order_by("id").values_list("id", flat=True)[:100]:
        enqueue("pool.tasks.run_match", search_id)
    for sweep in (profiles.drop_expired, profiles.redescribe):
        for _ in range(BATCHES):
            if sweep(limit=BATCH) < BATCH:
                break

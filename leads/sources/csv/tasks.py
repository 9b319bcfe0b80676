from django.db import transaction
from django.utils import timezone

from autoreach.work.wakeups import enqueue
from leads.sources.csv import import_jobs, retention

# well below the worker's time limit, which would kill a batch half-way
SECONDS = 30


def run_import(job_id):
    import_jobs.run(job_id, seconds=SECONDS)


@transaction.atomic
def tend():
    """Every minute: wake a worker for imports whose own died or whose wake-up was lost."""
    now = timezone.now()
    lost = import_jobs.lost_jobs(now)
    for pk in lost.select_for_update(skip_locked=True).values_list("pk", flat=True):
        # a wake-up in a long queue is not lost
        lost.filter(pk=pk).update(touched_at=now)
        enqueue("leads.sources.csv.tasks.run_import", pk)


def forget_old():
    """Every day."""
    retention.forget(timezone.now())

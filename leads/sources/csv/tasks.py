from django.utils import timezone

from leads.sources.csv import lifecycle, retention

# well below the worker's time limit, which would kill a batch half-way
SECONDS = 30


def run_import(job_id):
    lifecycle.run(job_id, seconds=SECONDS)


def tend():
    """Every minute: imports whose worker died or whose wake-up was lost."""
    lifecycle.IMPORTS.sweep()


def forget_old():
    """Every day."""
    retention.forget(timezone.now())

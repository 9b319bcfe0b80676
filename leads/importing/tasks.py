from django.utils import timezone

from leads.importing import jobs

# well below the worker's time limit, which would kill a batch half-way
SECONDS = 30


def run_import(job_id):
    jobs.run(job_id, seconds=SECONDS)


def tend():
    """Every minute: take up imports whose worker died or whose wake-up was lost."""
    for job in jobs.lost_jobs(timezone.now()):
        jobs.run(job.pk, seconds=SECONDS)

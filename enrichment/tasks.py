"""What workers are woken for. Each may be lost, repeated or run twice at once without harm."""

from autoreach.jobs import enqueue
from enrichment import pipeline, runs
from enrichment.models import PipelineRun


def open_search_jobs(run_id):
    opened = runs.open_search_jobs(run_id)
    if opened > pipeline.BATCH:
        enqueue("enrichment.tasks.run_due_jobs")
    run_due_jobs()


def run_due_jobs():
    if pipeline.run_due_jobs():
        enqueue("enrichment.tasks.run_due_jobs")


def tend():
    """Every minute: mend what a lost wake-up or a killed worker left behind, then work."""
    pipeline.recover_expired_leases()
    for run_id in PipelineRun.objects.filter(opening=True).order_by("id").values_list("id", flat=True)[:100]:
        runs.open_search_jobs(run_id)
    runs.finish_if_done()
    run_due_jobs()

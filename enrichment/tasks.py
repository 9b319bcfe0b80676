"""Tasks of the queue. Each may be lost, repeated or run twice at once without harm."""

import math

from autoreach.work.wakeups import enqueue
from enrichment.ai_scoring import batches, reading
from enrichment.executor import lanes
from enrichment.finding import applying
from enrichment.jobs import opening, recovery, search_completion
from enrichment.jobs.claiming import next_due
from enrichment.models import PipelineJob

SLOW = PipelineJob.Lane.SLOW


def open_search_jobs(run_id):
    opened = opening.open_search_jobs(run_id)
    if opened > lanes.MANY:
        enqueue("enrichment.tasks.run_due_jobs")
    run_due_jobs()


def open_offer_jobs(run_id):
    opening.open_offer_jobs(run_id)
    run_due_jobs()


def run_due_jobs():
    if lanes.run_due_jobs():
        enqueue("enrichment.tasks.run_due_jobs")


def run_slow_jobs():
    """Jobs that ask an AI which searches the web have a queue of their own, so that they hold up no other."""
    if lanes.run_due_jobs(lane=SLOW):
        enqueue("enrichment.tasks.run_slow_jobs", queue="slow")


def read_leads():
    """Leads that the AI is to read for their offers."""
    if reading.run():
        enqueue("enrichment.tasks.read_leads", queue="slow")


def recount_runs(workspace_id):
    opening.recount_runs(workspace_id)


def complete_searches():
    search_completion.complete_searches()


def tend():
    """Every minute: recover what a lost wake-up, a killed worker or a pause left behind, then work on it."""
    recovery.recover()
    if batches.are_due():
        enqueue("enrichment.tasks.read_leads", queue="slow")
    if next_due(SLOW) < math.inf:
        enqueue("enrichment.tasks.run_slow_jobs", queue="slow")
    run_due_jobs()


def apply_finding(finding_id):
    applying.apply_finding(finding_id)

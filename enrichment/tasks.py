"""What workers are woken for. Each may be lost, repeated or run twice at once without harm."""

import math

from autoreach.jobs import enqueue
from enrichment import findings, health, pipeline, runs, sweeps
from enrichment.due import next_due
from enrichment.models import PipelineJob

SLOW = PipelineJob.Lane.SLOW


def open_search_jobs(run_id):
    opened = runs.open_search_jobs(run_id)
    if opened > pipeline.MANY:
        enqueue("enrichment.tasks.run_due_jobs")
    run_due_jobs()


def run_due_jobs():
    if pipeline.run_due_jobs():
        enqueue("enrichment.tasks.run_due_jobs")


def run_slow_jobs():
    """The same for jobs that ask an AI which searches the web; a queue of its own keeps them out of the others' way."""
    if pipeline.run_due_jobs(lane=SLOW):
        enqueue("enrichment.tasks.run_slow_jobs", queue="slow")


def tend():
    """Every minute: mend what a lost wake-up, a killed worker or a pause left behind, then work."""
    sweeps.mend()
    if next_due(SLOW) < math.inf:
        enqueue("enrichment.tasks.run_slow_jobs", queue="slow")
    run_due_jobs()


def check_providers():
    for provider in health.check_providers():
        sweeps.resume_waiting_for(provider)


def settle_finding(finding_id):
    """Give a lead the profile that was found for it, where another lead has it."""
    findings.settle(finding_id)

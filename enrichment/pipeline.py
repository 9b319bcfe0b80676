"""The pipeline as its wake-ups see it: work while anything is due, and mend what was broken off. State is the queue."""

import time

from enrichment.conductor import Conductor
from enrichment.models import PipelineJob

# So many new jobs are worth a second worker.
MANY = 500


def run_due_jobs(*, lane=PipelineJob.Lane.FAST, seconds=60):
    """Work until nothing is due or `seconds` have passed. Returns whether jobs may be left."""
    deadline = time.monotonic() + seconds
    left = Conductor(lane=lane, seconds=seconds).run()
    while time.monotonic() < deadline and not left:
        if not Conductor(lane=lane, seconds=0).run_suspect():
            return False
    return left

"""The pipeline as its wake-ups see it: work while anything is due. State is the queue; `enrichment.sweeps` mends it."""

import math
import time
from contextlib import contextmanager

from django.db import connection
from django.db.models import Min

from enrichment.conductor import Conductor
from enrichment.models import PipelineJob

# So many new jobs are worth a second worker.
MANY = 500
POLL_SECONDS = 0.5


def run_due_jobs(*, lane=PipelineJob.Lane.FAST, seconds=60):
    """Work until nothing is due, nor will be within `seconds`, or they are over. Returns whether jobs may be left."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if Conductor(lane=lane, seconds=left).run():
            return True
        if Conductor(lane=lane, seconds=0).run_suspect():
            continue
        if not await_next(lane, deadline):
            return False
    return True


def await_next(lane, deadline):
    """Wait for what a provider's window put off by a few seconds. Returns whether there may be something to do.

    One worker of a lane waits; the others have better things to do.
    """
    with waiting_alone(lane) as alone:
        while alone and next_due(lane) - time.time() <= deadline - time.monotonic():
            time.sleep(POLL_SECONDS)
            if next_due(lane) <= time.time():
                return True
    return False


def next_due(lane):
    """When a job of the lane may be claimed, in seconds since 1970; infinite where none is pending."""
    pending = PipelineJob.objects.filter(lane=lane, status=PipelineJob.Status.PENDING)
    if pending.filter(not_before=None).exists():
        return 0
    due = pending.aggregate(due=Min("not_before"))["due"]
    return due.timestamp() if due else math.inf


@contextmanager
def waiting_alone(lane):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('enrichment.waiting'), hashtext(%s))", [lane])
        (alone,) = cursor.fetchone()
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('enrichment.waiting'), hashtext(%s))", [lane])

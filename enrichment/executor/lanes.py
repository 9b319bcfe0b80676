"""The pipeline as its wake-ups see it: work while anything is due. State is the queue; `enrichment.sweeps` mends it."""

import os
import socket
import time
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.db import connection

from enrichment.executor.loop import Executor
from enrichment.jobs.claiming import next_due
from enrichment.models import PipelineJob

# So many new jobs are worth a second worker.
MANY = 500
POLL_SECONDS = 0.5
PLACES = {PipelineJob.Lane.FAST: settings.WORKERS, PipelineJob.Lane.SLOW: settings.SLOW_WORKERS}
PATIENCE_SECONDS = 0.25


def run_due_jobs(*, lane=PipelineJob.Lane.FAST, seconds=60):
    """Work until nothing is due, nor will be within `seconds`, or they are over. Returns whether jobs may be left.

    Does nothing where as many work already as should.
    """
    with place(lane) as free:
        return free and work_off(lane, seconds)


def work_off(lane, seconds):
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if Executor(lane=lane, seconds=left).run():
            return True
        if Executor(lane=lane, seconds=0).run_suspect():
            continue
        if not await_next(lane, deadline):
            return False
    return True


@contextmanager
def place(lane):
    """Whether this worker may be one of those that work on jobs: one of its cluster is left to all other tasks.

    Who has a place looks for jobs once more before leaving it. So whoever finds none for a moment is not needed.
    """
    places, cluster = range(PLACES[lane]), cluster_of(lane)
    deadline = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while (taken := next(filter(partial(try_lock, cursor, cluster), places), None)) is None:
            if time.monotonic() > deadline:
                break
            time.sleep(PATIENCE_SECONDS / 5)
        try:
            yield taken is not None
        finally:
            if taken is not None:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), %s)", [cluster, taken])


def cluster_of(lane):
    return f"{lane} {socket.gethostname()} {os.getppid()}"


def try_lock(cursor, cluster, number):
    cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", [cluster, number])
    return cursor.fetchone()[0]


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

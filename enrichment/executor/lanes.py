"""Workers of a lane: how many run at a time, and how long each works. State is the queue."""

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
WORKERS = {PipelineJob.Lane.FAST: settings.WORKERS, PipelineJob.Lane.SLOW: settings.SLOW_WORKERS}
# How long a worker waits for another one to leave.
PLACE_SECONDS = 0.25


def run_due_jobs(*, lane=PipelineJob.Lane.FAST, seconds=60):
    """Work until nothing is due or becomes due within `seconds`. Returns whether jobs may be left.

    Returns at once where enough workers run already.
    """
    with worker_place(lane) as free:
        return free and work_until(lane, seconds)


def work_until(lane, seconds):
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
def worker_place(lane):
    """Whether this worker may work on jobs: one worker of its cluster is left to other tasks.

    A worker checks for due jobs once more before it gives up its place, so a refused worker leaves no job waiting.
    """
    places, cluster = range(WORKERS[lane]), cluster_of(lane)
    deadline = time.monotonic() + PLACE_SECONDS
    with connection.cursor() as cursor:
        while (taken := next(filter(partial(try_lock, cursor, cluster), places), None)) is None:
            if time.monotonic() > deadline:
                break
            time.sleep(PLACE_SECONDS / 5)
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
    """Wait for jobs that become due before the deadline; one worker of a lane does. Returns whether jobs may be due."""
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

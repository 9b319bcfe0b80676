"""Notices a cluster of workers that hangs, and ends it, so that its supervisor starts another.

django-q2 cannot tell: a worker killed at the wrong moment leaves a lock in shared memory taken for ever. The others
then wait for it, and so does a stop.
"""

import logging
import os
import sys
import time
from contextlib import suppress
from multiprocessing.sharedctypes import RawArray, RawValue

import psutil
from django.db import DatabaseError, connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signals import post_execute_in_worker, pre_execute

logger = logging.getLogger(__name__)

SLOTS = 1024
CHECKS = 10
# Seconds that django-q2 itself takes to end a task that is over its time.
MARGIN = 10


class Heartbeat:
    """What the workers are at, in memory that forks share; without a lock, as somebody killed would keep it."""

    def __init__(self, seconds):
        self.seconds = seconds
        self._last = RawValue("d", time.monotonic())
        # By process number, of which two that are alive hardly ever share a slot.
        self._workers, self._busy_until = RawArray("q", SLOTS), RawArray("d", SLOTS)
        pre_execute.connect(self.begin)
        post_execute_in_worker.connect(self.end)

    def begin(self, **_):
        self._note(time.monotonic() + Conf.TIMEOUT + MARGIN)

    def end(self, **_):
        self._note(0)

    def _note(self, busy_until):
        slot = os.getpid() % SLOTS
        self._workers[slot], self._busy_until[slot] = os.getpid(), busy_until
        self._last.value = time.monotonic()

    def is_missing(self):
        """Whether tasks have waited for long while none began and no worker was busy with one."""
        return self._is_quiet() and tasks_wait(self.seconds)

    def _is_quiet(self):
        now = time.monotonic()
        return now - self._last.value > self.seconds and not any(
            until > now and psutil.pid_exists(worker)
            for worker, until in zip(self._workers, self._busy_until, strict=True)
        )

    def watch(self, cluster):
        """Until the cluster ends by itself; when it hangs, end it and this process."""
        missed = 0
        while cluster.sentinel.is_alive():
            family = psutil.Process().children(recursive=True)
            cluster.sentinel.join(self.seconds / CHECKS)
            missed = missed + 1 if self.is_missing() else 0
            # After an outage of the database, workers need a moment to come back.
            if missed == 3:
                logger.critical("No task has begun for %s seconds although some wait: ending %s.", self.seconds, family)
                end(family)
                sys.exit(1)
        if cluster.sentinel.exitcode:
            end(family)
            sys.exit(1)


def tasks_wait(seconds):
    """Whether a task of this cluster's queue has been due for so long. What cannot be asked is no reason to act."""
    due = timezone.now() - timezone.timedelta(seconds=seconds)
    try:
        return OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__lt=due).exists()
    except DatabaseError:
        return False
    finally:
        connection.close()


def end(family):
    """Stop these processes and what they start, all before killing any, as one that is left would start others."""
    known, fresh = set(), set(family)
    while fresh:
        for process in fresh:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        known |= fresh
        fresh = set().union(*map(children, known)) - known
    for process in known:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def children(process):
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []

"""Runs django-q2's cluster of workers, and answers each failure that django-q2 1.11 leaves to its user.

- A worker killed while it waits for a task keeps the queue's lock, and the others wait for it forever: `Queue.get`.
- A cluster may hang for another reason, and then ignores SIGTERM too: `Heartbeat` ends it, and its supervisor starts
  the next one.
- A killed sentinel leaves its workers running without anybody to replace them: `Heartbeat.watch` ends them.
- A killed worker is replaced, but its task is lost until `retry` seconds have passed: `run` calls `on_new_worker`,
  which repeats the wake-ups.
- A killed cluster leaves the tasks it had fetched locked until `retry` seconds have passed: `release_tasks`.
- Forked workers share the database connections of their parent: `run` closes them first.
- The clock of `retry` starts when a task is fetched, an exception is no end of a task, every success is kept and read
  again, and a missed schedule runs once for each time it was missed: `Q_CLUSTER` in autoreach/settings.py.
- Nothing keeps a schedule from being there twice: `autoreach.work.wakeups.sync_schedules`.
- What a worker enqueues goes to the worker's own queue: `autoreach.work.wakeups.enqueue` names the queue.
"""

import gc
import logging
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from multiprocessing.connection import wait
from multiprocessing.sharedctypes import RawArray, RawValue
from queue import Empty

import psutil
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone
from django_q import cluster, queues
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.signals import post_execute_in_worker, post_spawn, pre_execute

from autoreach.serving import disk_room

logger = logging.getLogger(__name__)

SLOTS = 1024
CHECKS = 10
# After an outage of the database, workers need a moment to come back.
MISSED_CHECKS = 3
# Seconds that django-q2 itself takes to end a task that is over its time.
MARGIN = 10


def run(*, on_new_worker: Callable[[], None]) -> None:
    """Work until the process is told to stop. Exits with 1 where the cluster hangs or its sentinel died.

    `on_new_worker` is called in each worker that starts, which may replace one that was killed.
    """
    connections.close_all()
    cluster.Queue = Queue

    def begin(**_):
        # Without a database there is nothing to repeat: the schedules follow a minute after it is back.
        try:
            on_new_worker()
        except DatabaseError:
            connections.close_all()

    post_spawn.connect(begin, weak=False)
    heartbeat = Heartbeat(settings.HEARTBEAT_SECONDS)
    workers = cluster.Cluster()
    keep_what_is_loaded()
    workers.start()
    heartbeat.watch(workers)


def keep_what_is_loaded() -> None:
    """Spare the workers' garbage collector what stays for good: they work faster, and go on sharing its memory."""
    gc.collect()
    gc.freeze()


def release_tasks(*, before: datetime) -> int:
    """Make the tasks of this cluster's queue due that were fetched before a moment. Returns how many."""
    retry = timedelta(seconds=Conf.RETRY)
    fetched = OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__gt=timezone.now(), lock__lt=before + retry)
    return fetched.update(lock=timezone.now())


class Queue(queues.Queue):
    """A queue between processes that survives the death of a process that waits for it."""

    def get(self):
        """The next entry, as soon as there is one.

        The standard library's queue waits with its lock held. Here a process holds the lock only while it reads.
        """
        while True:
            wait([self._reader])
            try:
                return super().get(block=False)
            except Empty:
                continue  # another worker was faster


class Heartbeat:
    """What the workers are doing, in memory that forks share. It has no lock, which a killed process would keep."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._last = RawValue("d", time.monotonic())
        # A worker's slot is its process number modulo SLOTS; two live workers hardly ever share one.
        self._workers, self._busy_until = RawArray("q", SLOTS), RawArray("d", SLOTS)
        pre_execute.connect(self.begin)
        post_execute_in_worker.connect(self.end)

    def begin(self, **_) -> None:
        self._note(time.monotonic() + Conf.TIMEOUT + MARGIN)

    def end(self, **_) -> None:
        self._note(0)

    def _note(self, busy_until):
        slot = os.getpid() % SLOTS
        self._workers[slot], self._busy_until[slot] = os.getpid(), busy_until
        self._last.value = time.monotonic()

    def is_missing(self) -> bool:
        """Whether a task has been due for `seconds` while no task began and no worker was busy."""
        return self._is_quiet() and not disk_room.is_low() and tasks_wait(self.seconds)

    def _is_quiet(self):
        now = time.monotonic()
        return now - self._last.value > self.seconds and not any(
            until > now and psutil.pid_exists(worker)
            for worker, until in zip(self._workers, self._busy_until, strict=True)
        )

    def watch(self, workers: cluster.Cluster) -> None:
        """Return when the cluster has stopped. Where it hangs or its sentinel died, end all of it and exit with 1."""
        missed = 0
        while workers.sentinel.is_alive():
            family = psutil.Process().children(recursive=True)
            workers.sentinel.join(self.seconds / CHECKS)
            missed = missed + 1 if self.is_missing() else 0
            if missed == MISSED_CHECKS:
                logger.critical("No task has begun for %s seconds although some wait: ending %s.", self.seconds, family)
                end(family)
                sys.exit(1)
        if workers.sentinel.exitcode:
            end(family)
            sys.exit(1)


def tasks_wait(seconds: float) -> bool:
    """Whether a task of this cluster's queue has been due for so long; False where the database does not answer."""
    due = timezone.now() - timedelta(seconds=seconds)
    try:
        return OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__lt=due).exists()
    except DatabaseError:
        return False
    finally:
        connection.close()


def end(family: Iterable[psutil.Process]) -> None:
    """Kill these processes and their children. All are stopped before the first is killed, as one might start more."""
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


def children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []

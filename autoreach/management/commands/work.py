import os

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections
from django_q import cluster
from django_q.conf import Conf
from django_q.signals import post_spawn

from autoreach.serving.heartbeat import Heartbeat
from autoreach.serving.task_queue import Queue
from autoreach.work.wakeups import enqueue, sync_schedules
from leads.taxonomy.icp import parse_icp
from pool.describing import describe


class Command(BaseCommand):
    help = "Set the schedules, then work off the queue that Q_CLUSTER_NAME names; without it, the common one."

    def handle(self, **options):
        os.nice(5)  # people wait for pages, nobody waits for a worker to the millisecond
        sync_schedules()
        if settings.Q_CLUSTER["name"] == Conf.CLUSTER_NAME:
            load_model_and_taxonomy()
        connections.close_all()
        cluster.Queue = Queue
        post_spawn.connect(make_good)
        heartbeat = Heartbeat(settings.HEARTBEAT_SECONDS)
        workers = cluster.Cluster()
        workers.start()
        heartbeat.watch(workers)


def load_model_and_taxonomy():
    """Before the fork, so that workers start warm and share the memory. Those of a slow queue can wait for it."""
    parse_icp("Heads of sales", ["Software"], ["Germany"])
    list(describe([{"role": "Head of Sales", "location": "Berlin, Germany"}]))


def make_good(**_):
    """A new worker may stand in for one that was killed, and with it the wake-up it was working on is lost."""
    try:
        for task, minutes in settings.SCHEDULES.items():
            if minutes == 1:
                enqueue(task)
    except DatabaseError:
        # The schedules will do it, a minute after the database is back.
        connections.close_all()

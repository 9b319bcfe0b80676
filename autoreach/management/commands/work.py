import os

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections
from django_q.cluster import Cluster
from django_q.conf import Conf

from autoreach.heartbeat import Heartbeat
from autoreach.jobs import sync_schedules
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
        heartbeat = Heartbeat(settings.HEARTBEAT_SECONDS)
        cluster = Cluster()
        cluster.start()
        heartbeat.watch(cluster)


def load_model_and_taxonomy():
    """Before the fork, so that workers start warm and share the memory. Those of a slow queue can wait for it."""
    parse_icp("Heads of sales", ["Software"], ["Germany"])
    list(describe([{"role": "Head of Sales", "location": "Berlin, Germany"}]))

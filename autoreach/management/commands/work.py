import os
from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand
from django_q.conf import Conf

from autoreach.serving import loading, workers
from autoreach.serving.sole_run import started_at
from autoreach.work import leases
from autoreach.work.wakeups import enqueue_sweeps, sync_schedules
from leads.audience.reader import read_audience
from pool.describing import describe
from scoring.local.wants import read_texts


class Command(BaseCommand):
    help = "Set the schedules, then work off the queue that Q_CLUSTER_NAME names; without it, the common one."
    # The others would load every page.
    requires_system_checks = ["scoring"]

    def handle(self, **options):
        os.nice(5)  # people wait for pages, and no one waits for a worker to the millisecond
        sync_schedules()
        if moment := started_at():
            workers.release_tasks(before=moment)
            leases.expire(before=moment)
        # before the fork, so that workers start warm and share the memory
        with loading.for_good():
            load_tasks()
            if settings.Q_CLUSTER["name"] == Conf.CLUSTER_NAME:  # a slow queue can wait for it
                load_models_and_taxonomy()
        workers.run(on_new_worker=enqueue_sweeps)


def load_tasks():
    for schedule in settings.SCHEDULES:
        import_module(schedule.rpartition(".")[0])


def load_models_and_taxonomy():
    read_audience("Heads of sales", ["Software"], ["Germany"])
    list(describe([{"role": "Head of Sales", "location": "Berlin, Germany"}]))
    read_texts(["Which planning software do you recommend?"])

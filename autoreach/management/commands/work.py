import os

from django.core.management import call_command
from django.core.management.base import BaseCommand

from autoreach.jobs import sync_schedules
from leads.taxonomy.icp import parse_icp
from pool.describing import describe


class Command(BaseCommand):
    help = "Set the schedules, load the model and the taxonomy, then work off the queue: forked workers start warm."

    def handle(self, **options):
        os.nice(5)  # people wait for pages, nobody waits for a worker to the millisecond
        sync_schedules()
        parse_icp("Heads of sales", ["Software"], ["Germany"])
        list(describe([{"role": "Head of Sales", "location": "Berlin, Germany"}]))
        call_command("qcluster")

from django.core.management import call_command
from django.core.management.base import BaseCommand

from leads.taxonomy.icp import parse_icp
from pool.describing import describe


class Command(BaseCommand):
    help = "Load the language model and the taxonomy, then work off the queue: forked workers start warm."

    def handle(self, **options):
        parse_icp("Heads of sales", ["Software"], ["Germany"])
        list(describe([{"role": "Head of Sales", "location": "Berlin, Germany"}]))
        call_command("qcluster")

from django.core.management.base import BaseCommand

from leads.audience.evidence import phrases
from leads.taxonomy.meaning import keep


class Command(BaseCommand):
    help = "Store the sentence vectors of the taxonomy's descriptions beside them, after these have changed."

    def handle(self, **options):
        keep(phrases())
        self.stdout.write(f"{len(phrases())} phrases kept")

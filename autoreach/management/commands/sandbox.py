from django.core.management.base import BaseCommand

from autoreach.sandbox.__main__ import add_arguments, run

OPTIONS = ("host", "port", "people", "seed", "latency", "limits")


class Command(BaseCommand):
    help = "Serve an invented world in the formats of X API v2, Unipile and OpenAI (docs/sandbox.md)."
    requires_system_checks = []

    def add_arguments(self, parser):
        add_arguments(parser)

    def handle(self, **options):
        run(**{name: options[name] for name in OPTIONS})

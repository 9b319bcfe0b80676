from django.apps import AppConfig


class EnrichmentConfig(AppConfig):
    name = "enrichment"

    def ready(self):
        from enrichment import listeners  # noqa: F401

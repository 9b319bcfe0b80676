from django.apps import AppConfig


class EnrichmentConfig(AppConfig):
    name = "enrichment"

    def ready(self):
        from enrichment import deleting, merge_receivers, receivers  # noqa: F401

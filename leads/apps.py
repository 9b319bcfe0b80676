from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"

    def ready(self):
        from leads import deleting  # noqa: F401
        from leads.accounts import deletion  # noqa: F401
        from leads.audience import waking as audience_waking  # noqa: F401
        from leads.sources.running import waking  # noqa: F401
        from leads.sources.source import load_sources

        load_sources()

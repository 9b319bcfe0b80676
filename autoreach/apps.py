from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AutoReachConfig(AppConfig):
    name = "autoreach"
    verbose_name = "AutoReach"

    def ready(self):
        from autoreach.jobs import sync_schedules

        post_migrate.connect(sync_schedules, sender=self)

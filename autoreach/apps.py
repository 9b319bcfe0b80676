from django.apps import AppConfig


class AutoReachConfig(AppConfig):
    name = "autoreach"
    verbose_name = "AutoReach"

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "autoreach.calls"
    verbose_name = "Provider calls"

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "autoreach.calls"
    verbose_name = "Provider calls"

    def ready(self) -> None:
        from autoreach.calls import deleting  # noqa: F401

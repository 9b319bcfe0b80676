from django.apps import AppConfig


class PoolConfig(AppConfig):
    name = "pool"

    def ready(self):
        from pool import merge_receivers, receivers  # noqa: F401

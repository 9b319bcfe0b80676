from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "autoreach.api"
    verbose_name = "JSON API"

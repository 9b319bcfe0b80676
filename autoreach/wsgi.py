import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")

application = get_wsgi_application()

# Loaded before the server forks its workers, so that they share it and the first request does not wait for it.
import_module(settings.ROOT_URLCONF)

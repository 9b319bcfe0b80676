import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from autoreach.serving import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")

with loading.for_good():
    application = get_wsgi_application()

    # Loaded before the server forks its workers, so that they share it and the first request does not wait for it.
    import_module(settings.ROOT_URLCONF)

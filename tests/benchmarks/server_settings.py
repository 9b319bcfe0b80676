"""The settings of a web server that a benchmark starts."""

from autoreach.settings import *  # noqa: F403
from autoreach.settings import STORAGES

ROOT_URLCONF = "tests.benchmarks.bare_pages"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

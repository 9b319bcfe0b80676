import os

import dj_database_url
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django_q.conf import Conf

from autoreach.serving.embedded_postgres import THROW_AWAY_SETTINGS, Cluster

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise warns of a folder that is not there, as in a fresh clone.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Whatever the environment holds: no test may spend money.
settings.SANDBOX_URL, settings.PROVIDERS = "", {}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The tests' own embedded server, unless DATABASE_URL names another: one for all workers, with a database each."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with Cluster(settings.VAR_DIR / "test-postgres", settings=THROW_AWAY_SETTINGS).in_use() as cluster:
        connection.settings_dict["HOST"] = dj_database_url.parse(cluster.url())["HOST"]
        yield


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def tasks_run_at_once(monkeypatch):
    """A task enqueued by a committed transaction runs where it was enqueued, and its exception is the test's."""
    monkeypatch.setattr(Conf, "SYNC", True)


class ReadOnlyGetClient(Client):
    """The database refuses whatever a GET tries to write."""

    def get(self, *args, **kwargs):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
            response = super().get(*args, **kwargs)
            transaction.set_rollback(True)
        return response


@pytest.fixture
def client():
    return ReadOnlyGetClient()

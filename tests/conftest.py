import gc
import os
import tempfile
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import dj_database_url
import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import timezone
from django_q.conf import Conf

from autoreach.calls import clients
from autoreach.providers import http
from autoreach.sandbox import environment
from autoreach.sandbox.server import running
from autoreach.serving.embedded_postgres import THROW_AWAY_SETTINGS, Cluster
from leads.sources.csv import reading
from leads.workspaces.choice import chosen_of, memberships_of
from leads.workspaces.page_guard import HEADER
from tests.factories import OfferFactory
from tests.forked_reader import ForkedReader
from tests.installation import Prepared
from tests.remembered_vectors import remember_vectors
from tests.teams import team

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise warns of a folder that is not there, as in a fresh clone.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Each of the processes that tests start would compile every module again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Whatever the environment holds: no test may spend money.
settings.SANDBOX_URL, settings.PROVIDERS = "", {}
# Hundreds of tests read a file; those of `reading` start the process as the product does.
reading.started = ForkedReader
remember_vectors()


def server():
    """The tests' own embedded server; None where DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        return nullcontext()
    return Cluster(settings.VAR_DIR / "test-postgres", settings=THROW_AWAY_SETTINGS).in_use()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than there are processors: some tests do nothing for seconds but wait for what they started."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config):
    """Keep the server and the folder for all workers: one that made them would end before those that need them."""
    held = ExitStack()
    held.enter_context(server())
    config.shared_folder = held.enter_context(tempfile.TemporaryDirectory(prefix="auto reach "))
    config.add_cleanup(held.close)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["shared_folder"] = node.config.shared_folder


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long tests begin first, so that none is alone in the end: at the first worker those that start servers, which
    share what is prepared for them, at the second those with a browser.
    """
    slow = [item for item in items if item.get_closest_marker("slow")]
    browser = [item for item in items if item.get_closest_marker("e2e") and not item.get_closest_marker("slow")]
    others = [item for item in items if not (item.get_closest_marker("slow") or item.get_closest_marker("e2e"))]
    # each worker gets as many to begin with, in their order
    share = len(items) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    beside_slow = max(share - len(slow), 0)
    items[:] = slow + others[:beside_slow] + browser + others[beside_slow:]


def pytest_collection():
    gc.disable()


def pytest_collection_finish():
    """What was loaded stays: each search for garbage would look through it, a tenth of all the time of the tests."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(5_000, 10, 10)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    with server() as cluster:
        if cluster:
            connection.settings_dict["HOST"] = dj_database_url.parse(cluster.url())["HOST"]
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Ends what is still connected after the tests: a thread that outlives them would keep the database from going."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )


# Made with the tables, by migrations, and changed by no test.
KEPT_ROWS = {"auth_permission", "django_content_type"}


def delete_rows(case):
    """After a test that commits. Truncating all tables, as Django does, takes 20 times as long."""
    with connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        probes = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in {*tables} - KEPT_ROWS]
        cursor.execute(" UNION ALL ".join(probes))
        deletions = [f"DELETE FROM {table};" for (table,) in cursor]
        # Neither order nor triggers matter where everything goes.
        cache.clear()
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {''.join(deletions)} COMMIT")


TransactionTestCase._fixture_teardown = delete_rows


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory):
    # `tmp_path` would make a folder for each of thousands of tests, of which few store a file.
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media" / uuid4().hex


@pytest.fixture(autouse=True)
def tasks_run_at_once(monkeypatch):
    """A task enqueued by a committed transaction runs where it was enqueued, and its exception is the test's."""
    monkeypatch.setattr(Conf, "SYNC", True)


@pytest.fixture(autouse=True)
def offers_named_alike():
    """Each test's first offer has the same name, so that the sentence model's vectors of it are remembered."""
    OfferFactory.reset_sequence(0)


class PageClient(Client):
    """Sends with a POST what every page does: the workspace it was made for, here the chosen one."""

    def post(self, *args, headers=None, **kwargs):
        chosen = self._chosen_workspace()
        headers = ({HEADER: str(chosen.pk)} if chosen else {}) | (headers or {})
        return super().post(*args, headers=headers, **kwargs)

    def _chosen_workspace(self):
        user = get_user(SimpleNamespace(session=self.session))
        chosen = chosen_of(memberships_of(user), self.session) if user.is_authenticated else None
        return chosen and chosen.workspace


class ReadOnlyGetClient(PageClient):
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


@pytest.fixture
def north(db):
    return team(ReadOnlyGetClient)


@pytest.fixture
def south(db):
    return team(ReadOnlyGetClient, "south")


@pytest.fixture(scope="session")
def sandbox_server():
    """One for all tests: (address, application)."""
    with running() as server:
        yield server


@pytest.fixture
def sandbox(sandbox_server, settings, monkeypatch):
    """The sandbox's application as new, with every provider of the project pointed at it."""
    url, app = sandbox_server
    monkeypatch.setattr(http, "LONGEST_PAUSE", 0.02)
    settings.PROVIDERS, settings.ALLOWANCES = environment(url), {}
    clients.reset()
    app.calls.clear()
    world = app.world
    yield app
    app.faults.set([])
    app.limits.set([])
    app.latency, app.world = 0.0, world
    app.providers["/api/"].sent.clear()
    clients.reset()


@pytest.fixture(scope="session")
def prepared(request):
    if worker := getattr(request.config, "workerinput", None):
        yield Prepared(Path(worker["shared_folder"]))
        return
    with tempfile.TemporaryDirectory(prefix="auto reach ") as folder:
        yield Prepared(Path(folder))


@pytest.fixture
def installation(prepared):
    """One that was started before, so that it need not make its database."""
    with tempfile.TemporaryDirectory(prefix="auto reach ") as folder:
        installation = prepared.copy_to(Path(folder) / "var")
        yield installation
        installation.leave_nothing()


PRICES = """
[x]
post = 0.5
user = 2
count = 0
[search]
request = 1
[models]
"reader" = { input = 10, cached = 1, cache_write = 20, output = 100 }
"searcher" = { input = 30, output = 200 }
[long_prompt]
tokens = 272000
input_factor = 2
output_factor = 1.5
"""


@pytest.fixture
def priced(settings, tmp_path):
    """X and two models are configured, with prices of our own. Returns the configuration."""
    table = tmp_path / "prices.toml"
    table.write_text(PRICES)
    settings.PROVIDERS = {
        "X_BEARER_TOKEN": "t",
        "OPENAI_API_KEY": "k",
        "AI_MODEL": "reader",
        "AI_SEARCH_MODEL": "searcher",
        "AI_MODE": "responses",
        "PRICES_FILE": str(table),
    }
    return settings.PROVIDERS


class Clock:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Stands still until a test moves its `now`."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock

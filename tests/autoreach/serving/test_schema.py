import os
import subprocess
import sys
from contextlib import closing
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from autoreach.serving import schema
from autoreach.serving.errors import DatabaseUnavailable
from tests.installation import Installation

NO_TABLES = "The database has no tables yet: run `make run` once, or `manage.py migrate`."
EARLIER = (
    "The database was made by an earlier version of AutoReach, which this version cannot take over: start the earlier "
    "version again and export its leads (Leads → Export), then {}, start this version and import the file."
)
EARLIER_MIGRATIONS = (
    ("leads", "0001_initial"),
    ("leads", "0002_enriched_profiles"),
    ("leads", "0005_former_addresses"),
    ("enrichment", "0001_initial"),
    ("enrichment", "0012_scored_meanwhile"),
)


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """A connection to an empty database beside the tests' own."""
    name = f"{connection.settings_dict['NAME']}_schema"
    with (
        django_db_blocker.unblock(),
        closing(psycopg.connect(**connection.get_connection_params(), autocommit=True)) as server,
    ):
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        connections.settings["schema"] = connection.settings_dict | {"NAME": name}
        yield connections["schema"]
        connections["schema"].close()
        del connections["schema"], connections.settings["schema"]
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def earlier(database):
    """A connection to a database that has migrations of before the first release."""
    recorder = MigrationRecorder(database)
    for migration in EARLIER_MIGRATIONS:
        recorder.record_applied(*migration)
    return database


def url(database):
    own = {name: quote(str(database.settings_dict[name]), safe="") for name in ("USER", "PASSWORD", "HOST", "PORT")}
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**own) + database.settings_dict["NAME"]


def refusal(database, *arguments):
    """The sentence that a command of manage.py ends with instead of beginning."""
    with pytest.raises(DatabaseUnavailable) as refused, schema.explained(["manage.py", *arguments], database):
        pytest.fail("The command has begun.")
    return str(refused.value)


def manage(database, *arguments):
    """A command of manage.py in a process of its own: its return code, and what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url(database)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["import_leads", "demo", "work", "runserver", "createsuperuser", "dumpdata"])
def test_a_command_that_needs_tables_does_not_begin_without_any(database, command):
    assert refusal(database, command) == NO_TABLES


@pytest.mark.parametrize(
    "arguments",
    [
        ["migrate"],
        ["makemigrations", "--check"],
        ["check"],
        ["help"],
        [],
        ["test"],
        ["shell"],
        ["sandbox"],
        ["evaluate", "identity"],
        ["keep_phrase_vectors"],
        ["import_leads", "--help"],
        ["no_such_command"],
    ],
)
def test_other_commands_run_without_tables(database, arguments):
    with schema.explained(["manage.py", *arguments], database):
        pass


def test_a_command_that_misses_a_table_after_all_says_the_same(database):
    with (
        pytest.raises(DatabaseUnavailable) as refused,
        schema.explained(["manage.py", "evaluate", "matching"], database),
        database.cursor() as cursor,
    ):
        cursor.execute("SELECT FROM pool_poolprofile")
    assert str(refused.value) == NO_TABLES


@pytest.mark.django_db
def test_a_wrong_statement_stays_what_it_is_where_the_tables_are():
    with (
        pytest.raises(ProgrammingError, match="no_such_table"),
        schema.explained(["manage.py", "evaluate", "matching"], connection),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT FROM no_such_table")


@pytest.mark.parametrize("command", ["migrate", "makemigrations", "import_leads", "demo", "work"])
def test_a_database_of_an_earlier_version_is_left_as_it_is(monkeypatch, earlier, command):
    monkeypatch.setenv("DATABASE_URL", url(earlier))
    assert refusal(earlier, command) == EARLIER.format("drop that database")
    monkeypatch.delenv("DATABASE_URL")
    assert refusal(earlier, command) == EARLIER.format(f"move {settings.VAR_DIR} aside")
    assert earlier.introspection.table_names() == ["django_migrations"]


def test_a_command_that_misses_a_column_of_an_earlier_version_says_the_same(earlier):
    with (
        pytest.raises(DatabaseUnavailable, match="made by an earlier version"),
        schema.explained(["manage.py", "evaluate", "matching"], earlier),
        earlier.cursor() as cursor,
    ):
        cursor.execute("SELECT no_such_column FROM django_migrations")


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_left_alone():
    MigrationRecorder(connection).record_applied("leads", "9999_from_the_future")
    assert refusal(connection, "migrate") == (
        "The database was made by another version of AutoReach (leads.9999_from_the_future is unknown here): "
        "update the code, or use another database."
    )


@pytest.mark.django_db
def test_a_database_whose_migrations_were_rewritten_since_is_left_as_it_is(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url(connection))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE leads_offer DROP COLUMN deal_value")
    assert refusal(connection, "demo") == EARLIER.format("drop that database")


def test_a_database_that_is_up_to_date_is_not_migrated(database):
    assert (schema.migrations_missing(connection), schema.migrations_missing(database)) == (False, True)


def test_a_server_that_does_not_answer_is_named(database):
    database.settings_dict |= {"HOST": "127.0.0.1", "PORT": "1"}
    assert refusal(database, "demo").startswith("The database does not answer: connection failed: ")


@pytest.mark.slow
def test_manage_py_says_one_sentence_instead_of_a_traceback(database):
    assert manage(database, "demo") == (1, f"{NO_TABLES}\n")
    assert manage(database, "check") == (0, "System check identified no issues (0 silenced).\n")
    for migration in EARLIER_MIGRATIONS:
        MigrationRecorder(database).record_applied(*migration)
    assert manage(database, "migrate") == (1, EARLIER.format("drop that database") + "\n")


@pytest.mark.slow
def test_a_start_on_a_database_of_an_earlier_version_says_one_sentence(earlier, tmp_path):
    said = Installation(tmp_path / "var").start(DATABASE_URL=url(earlier)).said.splitlines()
    assert (said[0], "Traceback" in str(said)) == (EARLIER.format("drop that database"), False)

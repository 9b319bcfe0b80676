"""Whether the database is one that this version can work with, and the sentence that says why it is not."""

import os
import time
from contextlib import contextmanager

import django
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.db import NotSupportedError, OperationalError, ProgrammingError
from django.db.migrations.executor import MigrationExecutor

from autoreach.serving.errors import DatabaseSilent, DatabaseUnavailable

# Commands that run with any database: they do not look into it, or only at what they find there.
WITH_ANY_DATABASE = frozenset(
    """
    check collectstatic compilemessages dbshell diffsettings evaluate findstatic help inspectdb keep_phrase_vectors
    makemessages optimizemigration sandbox sendtestemail shell showmigrations sqlmigrate squashmigrations startapp
    startproject test testserver version
    """.split()
)
WAIT_SECONDS = 2
WITH_EMPTY_DATABASE = WITH_ANY_DATABASE | {"makemigrations", "migrate"}


@contextmanager
def explained(arguments, connection):
    """Run a command of manage.py inside; raises DatabaseUnavailable where it needs another database than there is.

    Before the command where possible, so that it writes nothing; else where it fails for a table or a column.
    """
    name = arguments[1] if len(arguments) > 1 and not {"--help", "-h"} & set(arguments) else "help"
    if name not in WITH_ANY_DATABASE:
        django.setup()
        if name in get_commands():
            if name == "work":
                wait_for_server(connection)
            check_server(connection)
            check_version(connection)
            if name not in WITH_EMPTY_DATABASE:
                check_tables(connection)
    try:
        yield
    except ProgrammingError:
        check_version(connection)
        check_tables(connection)
        raise


def wait_for_server(connection):
    """A worker outlasts the database: it waits where another command would say that there is none."""
    while True:
        try:
            return check_server(connection)
        except DatabaseSilent:
            time.sleep(WAIT_SECONDS)


def check_server(connection):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
            has_vectors = cursor.fetchone()
    except NotSupportedError as error:
        raise DatabaseUnavailable(f"The database is too old for AutoReach: {error}") from None
    except OperationalError as error:
        raise DatabaseSilent(f"The database does not answer: {str(error).strip().splitlines()[0]}") from None
    if connection.pg_version < 150000:
        raise DatabaseUnavailable(
            f"The database is PostgreSQL {connection.pg_version // 10000}, and must be 15 or newer."
        )
    if not has_vectors:
        raise DatabaseUnavailable("The database server has no pgvector extension: install it there, then start again.")


def check_version(connection):
    """Refuse a database with migrations that this version does not have, or has in another wording."""
    executor = _executor(connection)
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if (unknown and _pending(executor)) or _columns_missing(executor):
        raise DatabaseUnavailable(
            "The database was made by an earlier version of AutoReach, which this version cannot take over: start "
            f"the earlier version again and export its leads (Leads → Export), then {_make_room()}, start this "
            "version and import the file."
        )
    if unknown:
        raise DatabaseUnavailable(
            f"The database was made by another version of AutoReach ({'.'.join(min(unknown))} is unknown here): "
            "update the code, or use another database."
        )


def check_tables(connection):
    if not _executor(connection).loader.applied_migrations:
        raise DatabaseUnavailable("The database has no tables yet: run `make run` once, or `manage.py migrate`.")


def migrations_missing(connection):
    return bool(_pending(_executor(connection)))


def _executor(connection):
    return MigrationExecutor(connection)


def _pending(executor):
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _columns_missing(executor):
    """Whether a table lacks a column although its migrations were applied: until a release, they are rewritten."""
    unfinished = {migration.app_label for migration, _ in _pending(executor)}
    finished = {app for app, _ in executor.loader.applied_migrations} - unfinished
    models = [model._meta for model in apps.get_models() if model._meta.app_label in finished]
    with executor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        )
        return not {(model.db_table, field.column) for model in models for field in model.local_concrete_fields} <= {
            *cursor
        }


def _make_room():
    return "drop that database" if os.environ.get("DATABASE_URL") else f"move {settings.VAR_DIR} aside"

"""Brings the database and the static files up to date before anything is served."""

import hashlib
import logging
import os
from pathlib import Path

from autoreach.serving import embedded_postgres, schema

ROOT = Path(__file__).resolve().parents[2]


def prepare(var_dir: Path) -> None:
    """Takes a while, and is left out where nothing has changed since the last time."""
    note = var_dir / "prepared"
    if not os.environ.get("DATABASE_URL") and note.exists() and note.read_text() == fingerprint(var_dir):
        return
    note.unlink(missing_ok=True)
    bring_up_to_date()
    note.write_text(fingerprint(var_dir))


def fingerprint(var_dir: Path) -> str:
    """Changes with the migrations, the static files, the packages and the identity of the embedded database."""
    patterns = ("*/migrations/*.py", "autoreach/*/migrations/*.py", "static/**/*", "requirements.txt")
    sources = {path for pattern in patterns for path in ROOT.glob(pattern)}
    database = embedded_postgres.of_installation(var_dir).data / "PG_VERSION"
    stats = [(str(path), path.stat().st_mtime_ns) for path in sorted(sources)]
    identity = database.stat().st_ino if database.exists() else None
    return hashlib.sha256(repr((stats, identity, (var_dir / "static").exists())).encode()).hexdigest()


def bring_up_to_date() -> None:
    import django

    django.setup()
    # The terminal is for what a person must know; the servers log into files.
    logging.disable(logging.INFO)
    from django.core.management import call_command
    from django.db import connection

    schema.check_server(connection)
    schema.check_version(connection)
    if schema.migrations_missing(connection):
        print("Preparing the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)
    connection.close()

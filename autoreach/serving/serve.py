"""Start everything on this machine and stop it again: the database, the web server and the workers."""

import errno
import fcntl
import hashlib
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext
from pathlib import Path

from autoreach.serving import embedded_postgres, schema

ROOT = Path(__file__).resolve().parents[2]
ANSWER_SECONDS = 90
STOP_SECONDS = 30
SUPERVISOR = (
    "-m",
    "autoreach.serving.follow",
    "-m",
    "supervisor.supervisord",
    "-c",
    "autoreach/serving/supervisord.conf",
)
CREDENTIALS = (
    "X_BEARER_TOKEN", "UNIPILE_DSN", "UNIPILE_API_KEY", "UNIPILE_ACCOUNT_ID", "OPENAI_API_KEY", "OPENAI_BASE_URL",
)  # fmt: skip
# Every process of an installation carries this variable, so that a later start can find what a kill left behind.
MARK = "AUTOREACH_INSTALLATION"


class CannotServe(Exception):
    """Its text is the one sentence to show a person."""


class Stopped(BaseException):
    pass


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup and a background job of a script have it
            signal.signal(number, _stop)
    try:
        serve()
    except (CannotServe, embedded_postgres.DatabaseUnavailable) as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"{error.filename} belongs to another user: run as that user, or remove it.")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("The disk is full: no space is left to write to.")
    except Stopped:
        pass
    print("\nAutoReach has stopped.")


def _stop(number, frame):
    # A second Ctrl-C must not interrupt the stopping that the first one began.
    for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(again, signal.SIG_IGN)
    raise Stopped


def serve():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    from django.conf import settings

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with sole_run(settings.VAR_DIR, f"http://{host}:{port}"):
        check_port(host, port)
        with database(settings.VAR_DIR):
            prepare(settings.VAR_DIR)
            with supervisor(settings.VAR_DIR, host, port) as process:
                release_tasks(settings.VAR_DIR)
                wait_for_answer(process, host, port)
                if wants_sandbox(os.environ):
                    print(
                        "\nSandbox data: no provider is configured, so the sandbox stands in for LinkedIn, X and AI. "
                        "It costs nothing."
                    )
                print(
                    f"\nAutoReach runs at http://{host}:{port} – Ctrl-C stops it, logs are in {settings.VAR_DIR}/log."
                )
                sys.stdout.flush()
                watch(process, settings.VAR_DIR)


def _port():
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotServe(f"PORT is {text!r}, but must be a number from 1 to 65535.")
    return int(text)


@contextmanager
def sole_run(var_dir, address):
    """Let one run at a time have this installation, and end what a killed one left behind."""
    with open(var_dir / "serve.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotServe(f"AutoReach already runs from this folder, at {lock.read()}: stop it first.") from None
        lock.seek(0)
        if lock.read():
            end_leftovers(var_dir)
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def end_leftovers(var_dir):
    import psutil

    leftovers = [process for process in psutil.process_iter() if _mark_of(process) == str(var_dir)]
    for process in leftovers:
        process.kill()
    psutil.wait_procs(leftovers, timeout=10)


def _mark_of(process):
    import psutil

    try:
        return process.environ().get(MARK)
    except (psutil.Error, OSError):
        return None


def check_port(host, port):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotServe(
                    f"Port {port} is taken by another program: choose another, as in `make run PORT={port + 1}`."
                ) from None
            raise CannotServe(f"Port {port} of {host} cannot be used: {error.strerror}.") from None


def database(var_dir):
    if os.environ.get("DATABASE_URL"):
        return nullcontext()
    return embedded_postgres.of_installation(var_dir).in_use()


def prepare(var_dir):
    """Bring the database and the static files up to date, which takes a while, unless they are known to be."""
    note = var_dir / "prepared"
    if not os.environ.get("DATABASE_URL") and note.exists() and note.read_text() == fingerprint(var_dir):
        return
    note.unlink(missing_ok=True)
    prepare_thoroughly()
    note.write_text(fingerprint(var_dir))


def fingerprint(var_dir):
    """Changes with the migrations, the static files, the packages and the identity of the embedded database."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("static/**/*"), ROOT / "requirements.txt"]
    database = embedded_postgres.of_installation(var_dir).data / "PG_VERSION"
    stats = [(str(path), path.stat().st_mtime_ns) for path in sorted(sources)]
    identity = database.stat().st_ino if database.exists() else None
    return hashlib.sha256(repr((stats, identity, (var_dir / "static").exists())).encode()).hexdigest()


def prepare_thoroughly():
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
    from leads.models import Workspace

    if not Workspace.objects.exists():
        call_command("demo")
    connection.close()


def release_tasks(var_dir):
    """Hand out again at once what workers of an earlier run had taken; with a shared database they may still live.

    A little inexact: a quick new worker's first task may be handed out twice, harmless because the rows are the queue.
    """
    import psycopg

    if not os.environ.get("DATABASE_URL"):
        with psycopg.connect(embedded_postgres.url(var_dir)) as connection:
            connection.execute("UPDATE django_q_ormq SET lock = now() WHERE lock > now()")
            connection.execute("UPDATE enrichment_pipelinejob SET lease_until = now() WHERE status = 'processing'")


@contextmanager
def supervisor(var_dir, host, port):
    (var_dir / "log").mkdir(exist_ok=True)
    with open(var_dir / "log" / "supervisord.out", "w") as output:
        process = subprocess.Popen(
            [sys.executable, *SUPERVISOR],
            cwd=ROOT,
            env=_environment(var_dir, host, port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            end_leftovers(var_dir)


def _environment(var_dir, host, port):
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    database_url = os.environ.get("DATABASE_URL") or embedded_postgres.url(var_dir)
    return (
        os.environ
        | sandbox_variables(os.environ)
        | {
            "BIND": bind,
            "DATABASE_URL": database_url,
            "PYTHON": sys.executable,
            "VAR_DIR": str(var_dir),
            MARK: str(var_dir),
        }
    )


def wants_sandbox(environment):
    """Whether to start one: where no provider has a credential, and none runs elsewhere or is unwanted."""
    wanted = environment.get("SANDBOX", "1").strip().lower() not in ("0", "false", "no", "off")
    return wanted and not any(environment.get(name, "").strip() for name in (*CREDENTIALS, "SANDBOX_URL"))


def sandbox_variables(environment):
    if not wants_sandbox(environment):
        return {"SANDBOX_PORT": "0", "SANDBOX_IS_WANTED": "false"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"SANDBOX_PORT": str(port), "SANDBOX_IS_WANTED": "true", "SANDBOX_URL": f"http://127.0.0.1:{port}"}


def wait_for_answer(process, host, port):
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(f"http://{host}:{port}/"):
            return
        time.sleep(0.05)
    raise CannotServe("The web server did not start: var/log/web.log says why.")


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def watch(process, var_dir):
    """Stay until told to stop, or until `make` or the supervisor is gone; bring back a database that went away."""
    parent = os.getppid()
    while process.poll() is None and os.getppid() == parent and not make_was_interrupted(parent):
        with database(var_dir):
            time.sleep(1)
    if process.poll() is not None:
        raise CannotServe("The supervisor ended: var/log/supervisord.log says why.")


def make_was_interrupted(parent):
    """Whether SIGINT reached only `make`: it then stops catching the signal and waits for us, without telling us."""
    try:
        status = Path(f"/proc/{parent}/status").read_text()
    except OSError:
        return False
    if not status.startswith(("Name:\tmake\n", "Name:\tgmake\n")):
        return False
    masks = re.findall(r"^Sig(?:Cgt|Ign):\s*(\w+)", status, re.MULTILINE)
    return not any(int(mask, 16) >> (signal.SIGINT - 1) & 1 for mask in masks)


if __name__ == "__main__":
    main()

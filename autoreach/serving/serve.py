"""Start everything on this machine and stop it again: the database, the web server and the workers."""

import errno
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from http import HTTPStatus
from pathlib import Path

from autoreach.serving import embedded_postgres, outage_page
from autoreach.serving.errors import CannotServe, DatabaseUnavailable, DiskFull
from autoreach.serving.prepare import ROOT, prepare
from autoreach.serving.private_files import make_private
from autoreach.serving.sole_run import end_leftovers, marks, sole_run

ANSWER_SECONDS = 90
STOP_SECONDS = 30
RETRY_SECONDS = 3
DISK_IS_FULL = "The disk is full and the database had to stop. It starts again by itself once there is room."
SUPERVISOR = (
    "-m",
    "autoreach.serving.follow",
    "-m",
    "supervisor.supervisord",
    "-c",
    "autoreach/serving/supervisord.conf",
)
# Without one of these, no provider is configured.
CREDENTIALS = (
    "X_BEARER_TOKEN", "UNIPILE_DSN", "UNIPILE_API_KEY", "UNIPILE_ACCOUNT_ID", "OPENAI_API_KEY", "OPENAI_BASE_URL",
)  # fmt: skip


def serve() -> None:
    """Raises CannotServe where something is in the way. Ends when `make` or the supervisor does, or by an exception."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")
    host, port = os.environ.get("HOST") or "127.0.0.1", chosen_port()
    from django.conf import settings

    make_private(settings.VAR_DIR)
    with sole_run(settings.VAR_DIR, f"http://{host}:{port}"):
        check_port(host, port)
        with database_with_room(settings.VAR_DIR, host, port):
            prepare(settings.VAR_DIR)
            with supervisor(settings.VAR_DIR, host, port) as process:
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


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotServe(f"PORT is {text!r}, but must be a number from 1 to 65535.")
    return int(text)


def check_port(host: str, port: int) -> None:
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


def database(var_dir: Path) -> AbstractContextManager:
    if os.environ.get("DATABASE_URL"):
        return nullcontext()
    return embedded_postgres.of_installation(var_dir).in_use()


def database_with_room(var_dir: Path, host: str, port: int) -> AbstractContextManager:
    """The database, started; while the disk is too full for it, a page says so in the place of all others."""
    parent = os.getppid()
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(database(var_dir))
                return stack.pop_all()
            except DiskFull as error:
                print(f"{error} AutoReach starts by itself once there is room.", flush=True)
            with outage_page.served(host, port):
                free = room(var_dir)
                while room(var_dir) <= free:
                    check_wanted(parent)
                    time.sleep(1)


def room(var_dir: Path) -> int:
    """Free space in MiB."""
    return shutil.disk_usage(var_dir).free // 2**20


def check_wanted(parent: int) -> None:
    if os.getppid() != parent or make_was_interrupted(parent):
        raise CannotServe("AutoReach was stopped while it waited for room on the disk.")


@contextmanager
def supervisor(var_dir: Path, host: str, port: int) -> Iterator[subprocess.Popen]:
    (var_dir / "log").mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, *SUPERVISOR],
        cwd=ROOT,
        env=os.environ | program_variables(var_dir, host, port),
        stdin=subprocess.DEVNULL,
        # It reports there what it cannot log, and would die of a file on a full disk.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        end_leftovers(var_dir)


def program_variables(var_dir: Path, host: str, port: int) -> dict[str, str]:
    """What supervisord.conf and the programs in it read."""
    database_url = os.environ.get("DATABASE_URL")
    return {
        **sandbox_variables(os.environ),
        **marks(var_dir, owns_database=not database_url),
        "BIND": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "DATABASE_URL": database_url or embedded_postgres.url(var_dir),
        "PYTHON": sys.executable,
        "VAR_DIR": str(var_dir),
    }


def wants_sandbox(environment: Mapping[str, str]) -> bool:
    """Whether to start one: no provider has a credential, no sandbox runs elsewhere, and SANDBOX does not refuse it."""
    wanted = environment.get("SANDBOX", "1").strip().lower() not in ("0", "false", "no", "off")
    return wanted and not any(environment.get(name, "").strip() for name in (*CREDENTIALS, "SANDBOX_URL"))


def sandbox_variables(environment: Mapping[str, str]) -> dict[str, str]:
    if not wants_sandbox(environment):
        return {"SANDBOX_PORT": "0", "SANDBOX_IS_WANTED": "false"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"SANDBOX_PORT": str(port), "SANDBOX_IS_WANTED": "true", "SANDBOX_URL": f"http://127.0.0.1:{port}"}


def wait_for_answer(process: subprocess.Popen, host: str, port: int) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if answers(f"http://{host}:{port}/"):
            return
        time.sleep(0.05)
    raise CannotServe("The web server did not start: var/log/web.log says why.")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500 or error.code == HTTPStatus.SERVICE_UNAVAILABLE
    except OSError:
        return False


def watch(process: subprocess.Popen, var_dir: Path) -> None:
    """Stay until `make` or the supervisor is gone, and start a database again that went away, as often as it takes."""
    parent, said = os.getppid(), ""
    while process.poll() is None and os.getppid() == parent and not make_was_interrupted(parent):
        trouble = database_trouble(var_dir)
        if trouble != said:
            print(trouble or "The database runs again.", flush=True)
        said = trouble
        time.sleep(RETRY_SECONDS if trouble else 1)
    if process.poll() is not None:
        raise CannotServe("The supervisor ended: var/log/supervisord.log says why.")


def database_trouble(var_dir: Path) -> str:
    """Start the database where it does not run. Returns what is in the way."""
    try:
        with database(var_dir):
            return ""
    except DatabaseUnavailable as error:
        return DISK_IS_FULL if isinstance(error, DiskFull) else f"{error} It is tried again."
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return DISK_IS_FULL


def make_was_interrupted(parent: int) -> bool:
    """Whether SIGINT reached only `make`: it then stops catching the signal and waits for us, without telling us."""
    try:
        status = Path(f"/proc/{parent}/status").read_text()
    except OSError:
        return False
    if not status.startswith(("Name:\tmake\n", "Name:\tgmake\n")):
        return False
    masks = re.findall(r"^Sig(?:Cgt|Ign):\s*(\w+)", status, re.MULTILINE)
    return not any(int(mask, 16) >> (signal.SIGINT - 1) & 1 for mask in masks)

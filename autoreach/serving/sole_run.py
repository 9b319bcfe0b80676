"""One run at a time from a folder; what outlived its master is ended by the next start."""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil

from autoreach.serving.errors import CannotServe

# Every process of an installation carries this variable, so that a later run can find what a kill left behind.
MARK = "AUTOREACH_INSTALLATION"
# supervisord gives each program its name.
PROGRAM = "SUPERVISOR_PROCESS_NAME"
# Set where the database is the folder's own: no worker that began before this moment is alive.
STARTED_AT = "AUTOREACH_STARTED_AT"
END_SECONDS = 10


@contextmanager
def sole_run(var_dir: Path, address: str) -> Iterator[None]:
    """Hold the folder's lock. Raises CannotServe where another run holds it."""
    with open(var_dir / "serve.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotServe(f"AutoReach already runs from this folder, at {lock.read()}: stop it first.") from None
        end_leftovers(var_dir)
        lock.truncate(0)
        with suppress(OSError):  # without room the address of this run is not noted
            lock.write(address)
            lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def end_leftovers(var_dir: Path, *, program: str = "") -> None:
    """Kill what an earlier run of this folder left behind, or an earlier run of one of its programs.

    The caller is the only run there is, so every marked process but its own family is left over. A worker that is busy
    in foreign code notices neither the death of its master nor the signal that should have stopped it.
    """
    own = {process.pid for process in (psutil.Process(), *psutil.Process().parents())}
    deadline = time.monotonic() + END_SECONDS
    # one of them may have started another just before its end
    while time.monotonic() < deadline and (
        leftovers := [
            process
            for process in psutil.process_iter()
            if process.pid not in own and is_marked(process, var_dir, program=program)
        ]
    ):
        for process in leftovers:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_for_end(leftovers, seconds=1)


def wait_for_end(processes: Iterable[psutil.Process], *, seconds: float) -> list[psutil.Process]:
    """Returns those alive still. One that its parent does not collect has ended too, and psutil would wait for it."""
    deadline, alive = time.monotonic() + seconds, list(processes)
    while (alive := list(filter(is_alive, alive))) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_marked(process, var_dir: Path, *, program: str = "") -> bool:
    try:
        marks = process.environ()
    except (psutil.Error, OSError):
        return False
    return marks.get(MARK) == mark_of(var_dir) and marks.get(PROGRAM, "") == (program or marks.get(PROGRAM, ""))


def mark_of(var_dir: Path) -> str:
    """The folder, however its path is written: a relative one would name another installation's too."""
    return str(Path(var_dir).resolve())


def marks(var_dir: Path, *, owns_database: bool) -> dict[str, str]:
    """The variables that tell a process which run it belongs to."""
    started = {STARTED_AT: datetime.now(UTC).isoformat()} if owns_database else {}
    return {MARK: mark_of(var_dir), **started}


def started_at(environment: Mapping[str, str] = os.environ) -> datetime | None:
    """Since when this run has had its workers' tables to itself; None where another may use them too."""
    text = environment.get(STARTED_AT)
    return datetime.fromisoformat(text) if text else None

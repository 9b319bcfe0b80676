"""One run at a time from a folder; what a killed run left behind is ended by the next."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from autoreach.serving.errors import CannotServe

# Every process of an installation carries this variable, so that a later run can find what a kill left behind.
MARK = "AUTOREACH_INSTALLATION"
# Set where the database is the folder's own: no worker that began before this moment is alive.
STARTED_AT = "AUTOREACH_STARTED_AT"


@contextmanager
def sole_run(var_dir: Path, address: str) -> Iterator[None]:
    """Hold the folder's lock. Raises CannotServe where another run holds it."""
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


def end_leftovers(var_dir: Path) -> None:
    import psutil

    leftovers = [process for process in psutil.process_iter() if is_marked(process, var_dir)]
    for process in leftovers:
        process.kill()
    psutil.wait_procs(leftovers, timeout=10)


def is_marked(process, var_dir: Path) -> bool:
    import psutil

    try:
        return process.environ().get(MARK) == str(var_dir)
    except (psutil.Error, OSError):
        return False


def marks(var_dir: Path, *, owns_database: bool) -> dict[str, str]:
    """The variables that tell a process which run it belongs to."""
    started = {STARTED_AT: datetime.now(UTC).isoformat()} if owns_database else {}
    return {MARK: str(var_dir), **started}


def started_at(environment: Mapping[str, str] = os.environ) -> datetime | None:
    """Since when this run has had its workers' tables to itself; None where another may use them too."""
    text = environment.get(STARTED_AT)
    return datetime.fromisoformat(text) if text else None

"""Leases: a worker holds the rows it works on under one, and renews it while it lives.

The lease is a UUID of the worker's own. It stands on every row the worker claimed, and on whatever it began for them.
"""

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from threading import Event, Thread
from typing import TypeVar

from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from psycopg.errors import DeadlockDetected, LockNotAvailable

from autoreach.work.models import LeasedWork

LEASE = timedelta(seconds=90)
RENEW_AFTER = timedelta(seconds=30)
# A worker that has not renewed for so long does not respond. What it held is found a sweep after the end of its lease.
SILENCE, SWEEP = timedelta(seconds=45), timedelta(minutes=1)
# How long a write waits for a lock before its transaction starts over, and how many times it is tried.
LOCK_TIMEOUT, WRITES = "30s", 5

Result = TypeVar("Result")
Work = TypeVar("Work", bound=LeasedWork)
logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """The lease ran out and the work was given to another worker. The transaction keeps nothing of it."""


def new_lease() -> uuid.UUID:
    return uuid.uuid4()


def leased_models() -> list[type[LeasedWork]]:
    return [model for model in apps.get_models() if issubclass(model, LeasedWork)]


def renew(lease: uuid.UUID) -> None:
    """Extend the lease on all rows that still carry it."""
    for model in leased_models():
        model.objects.filter(lease=lease).update(lease_until=timezone.now() + LEASE)


def silent_before() -> datetime:
    """Leases that end before this moment are of workers that do not respond."""
    return timezone.now() + LEASE - SILENCE


def resumes_at(work: LeasedWork | None) -> datetime | None:
    """About when work goes on whose worker does not respond. None for other work."""
    silent = work is not None and work.lease_until is not None and work.lease_until < silent_before()
    return work.lease_until + SWEEP if silent else None


def is_held(lease: uuid.UUID) -> bool:
    """Whether a row still carries the lease. One that ran out counts until recovery takes it off."""
    return any(model.objects.filter(lease=lease).exists() for model in leased_models())


def held(column: str) -> Q:
    """The same as a condition on another table, whose `column` names a lease."""
    return reduce(or_, (Q(carries(model, column)) for model in leased_models()))


def carries(model: type[LeasedWork], column: str) -> Exists:
    return Exists(model.objects.filter(lease=OuterRef(column), lease__isnull=False))


def hold(works: Sequence[Work], only: Sequence[str] = ()) -> list[Work]:
    """Lock the rows until the transaction ends, by id. Returns those still ours, fresh from the database.

    `only` names the fields that are needed, where they are not all.
    """
    if not works:
        return []
    leases = {work.pk: work.lease for work in works}
    rows = type(works[0]).objects.select_for_update(no_key=True).filter(pk__in=leases)
    if only:
        rows = rows.only("lease", *only)
    return [row for row in rows.order_by("pk") if row.lease == leases[row.pk]]


def hold_all(works: Sequence[Work], only: Sequence[str] = ()) -> list[Work]:
    """The same, and raises LeaseLost where another worker has one of them. Rows deleted since are left out."""
    held_rows = hold(works, only)
    missing = {work.pk for work in works} - {row.pk for row in held_rows}
    if missing and type(works[0]).objects.filter(pk__in=missing).exists():
        raise LeaseLost
    return held_rows


def expire(*, before: datetime) -> int:
    """End the leases taken or renewed before a moment at which no worker was alive. Returns how many rows had one."""
    return sum(
        model.objects.filter(lease__isnull=False, lease_until__lt=before + LEASE).update(lease_until=timezone.now())
        for model in leased_models()
    )


def hold_one(work: Work) -> Work:
    """Lock the row until the transaction ends. Returns it fresh; raises LeaseLost where it is not ours or deleted."""
    for row in hold([work]):
        return row
    raise LeaseLost


@contextmanager
def kept(lease: uuid.UUID) -> Iterator[None]:
    """Renew the lease from a thread of its own while the block runs, however long one step of it takes."""
    ended = Event()
    thread = Thread(target=renew_until, args=(lease, ended), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def renew_until(lease: uuid.UUID, ended: Event) -> None:
    try:
        while not ended.wait(RENEW_AFTER.total_seconds()):
            try:
                renew(lease)
            except DatabaseError:
                logger.exception("lease %s was not renewed; the next try may do it", lease)
                connection.close()
    finally:
        connection.close()


def retry_on_contention(lease: uuid.UUID, write: Callable[..., Result], *arguments) -> Result:
    """Run `write` in a transaction. Where it cannot have a lock, renew the lease and start over; `write` may run twice.

    An import of the same leads and companies may hold what we need and need what we hold: it goes first.
    """
    for left in reversed(range(WRITES)):
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                return write(*arguments)
        except OperationalError as error:
            if not (is_contention(error) and left):
                raise
            renew(lease)


def is_contention(error: Exception) -> bool:
    """Whether a lock could not be had. Only a rollback, which gives up every lock held, helps."""
    return isinstance(error.__cause__, DeadlockDetected | LockNotAvailable)

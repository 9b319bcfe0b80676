"""What claims write on rows: taken by a worker, progress, put off, back in the queue."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from autoreach.work.leases import LEASE, LeaseLost
from autoreach.work.models import LeasedWork
from autoreach.work.transitions import Transition

# What the end of a claim writes on a row, however it ends.
FREED = {"lease": None, "lease_until": None}
# The same for a statement that ends many claims, each with values of its own.
FREED_SQL = ", ".join(f"{column} = NULL" for column in FREED)
GIVEN_UP_AT_ONCE = 1000


def taken(lease: uuid.UUID) -> dict:
    """What a claim writes on a row. The attempt counts from here, so that a crash counts as one too."""
    return {
        "lease": lease,
        "lease_until": timezone.now() + LEASE,
        "attempts": F("attempts") + 1,
        "not_before": None,
    }


def due(works: QuerySet) -> QuerySet:
    """Those that no worker holds and whose time has come."""
    return works.filter(Q(not_before=None) | Q(not_before__lte=timezone.now()), lease=None)


def claim(works: QuerySet, *, lease: uuid.UUID, size: int = 1, transition: Transition | None = None) -> list:
    """Put the lease on up to `size` due rows, in the order of `works`. Rows locked elsewhere are passed over."""
    with transaction.atomic():
        free = due(works if transition is None else transition.allowed(works))
        rows = list(free.select_for_update(skip_locked=True, no_key=True, of=("self",))[:size])
        write(works.model.objects.filter(pk__in=[row.pk for row in rows]), transition, **taken(lease))
        for row in rows:
            row.refresh_from_db()
    return rows


def write(works: QuerySet, transition: Transition | None, **changes) -> int:
    return works.update(**changes) if transition is None else transition.write(works, **changes)


def put_off(
    work: LeasedWork, *, until: datetime, transition: Transition | None = None, failed: bool = False, **changes
) -> None:
    """Free the row until later. To wait for something is no failed attempt, unless `failed` says so."""
    held = type(work).objects.filter(pk=work.pk, lease=work.lease)
    tried = {"not_before": max(until, work.next_attempt())} if failed else {"not_before": until, "attempts": 0}
    write(held, transition, **FREED, **tried, **changes)


def recover(works: QuerySet, *, put_back: Callable[[QuerySet], int], give_up: Callable[[LeasedWork], object]) -> int:
    """Put back what workers held whose lease ran out; what is exhausted is given up. Returns how many rows.

    A row that is locked is passed over: its worker is about to write it.
    """
    expired = works.filter(lease__isnull=False, lease_until__lt=timezone.now())
    count = 0
    exhausted = expired.filter(attempts__gte=works.model.MAX_ATTEMPTS)
    for pk in list(exhausted.values_list("pk", flat=True)[:GIVEN_UP_AT_ONCE]):
        with suppress(LeaseLost), transaction.atomic():
            for work in exhausted.filter(pk=pk).select_for_update(no_key=True, skip_locked=True, of=("self",)):
                give_up(work)
                count += 1
    with transaction.atomic():
        rows = expired.filter(attempts__lt=works.model.MAX_ATTEMPTS).select_for_update(
            no_key=True, skip_locked=True, of=("self",)
        )
        return count + put_back(works.filter(pk__in=list(rows.order_by("pk").values_list("pk", flat=True))))


def describe(error: Exception) -> str:
    """For `last_error`."""
    return f"{type(error).__name__}: {error}"[:500]

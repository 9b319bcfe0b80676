"""Work on one row at a time, by tasks that name the row."""

import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import inf
from time import monotonic

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from autoreach.serving import disk_room
from autoreach.work import claims
from autoreach.work.claims import FREED, describe
from autoreach.work.leases import LeaseLost, kept, new_lease
from autoreach.work.models import WokenWork
from autoreach.work.sweeps import run_each
from autoreach.work.transitions import Transition
from autoreach.work.wakeups import enqueue

# A wake-up may have to wait in a long queue of tasks; only after so long it counts as lost.
WAKE_AGAIN = timedelta(minutes=2)
WOKEN_AT_ONCE = 100
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class WorkQueue:
    """The rows of a model that ask for work, and how they are worked on.

    `works` selects those rows, whether a worker has them or not. `task` is the dotted path of the task that calls `run`
    for a row. `give_up` ends a row that failed too often; it is given the row and raises LeaseLost where the row is not
    ours. `claimed` and `freed` change the row's status with its lease, where it has one that says so.
    `queue` is that of the task; `slow` says of which of the rows the slow queue takes it instead.
    """

    works: Callable[[], QuerySet]
    task: str
    give_up: Callable[[WokenWork], object]
    claimed: Transition | None = None
    freed: Transition | None = None
    queue: str | None = None
    slow: Callable[[Collection[int]], Collection[int]] = lambda ids: ()

    def wake(self, *ids: int) -> None:
        """Wake a worker for each row, once the current transaction has committed."""
        self.works().filter(pk__in=ids).update(woken_at=timezone.now())
        slow = self.slow(ids)
        for pk in ids:
            enqueue(self.task, pk, queue="slow" if pk in slow else self.queue)

    def claim(self, pk: int) -> WokenWork | None:
        """The row under a new lease; None where there is nothing to do, another worker has it, or it waits."""
        if disk_room.is_low():
            return None
        rows = claims.claim(self.works().filter(pk=pk), lease=new_lease(), transition=self.claimed)
        return rows[0] if rows else None

    def run(self, pk: int, step: Callable[[WokenWork], bool], *, seconds: float | None = None) -> None:
        """Claim the row and take its steps, until one returns False, or the time is up and another task goes on.

        An error puts the row off until its next attempt, or gives it up, and is raised. A row that was deleted is over.
        """
        until = monotonic() + seconds if seconds else inf
        if work := self.claim(pk):
            held = type(work).objects.filter(pk=pk, lease=work.lease)
            try:
                with kept(work.lease):
                    is_left = take_steps(step, work, until)
            except Exception as error:
                if not type(work).objects.filter(pk=pk).exists():
                    cause = None if isinstance(error, LeaseLost) else error
                    logger.info("%s %s was deleted while it was in work", type(work).__name__, pk, exc_info=cause)
                elif isinstance(error, LeaseLost):
                    logger.warning("%s %s was given to another worker", type(work).__name__, pk)
                else:
                    self.retry(held, error)
                    raise
            else:
                # a row that has ended does not carry the lease any longer
                self.free(held)
                if is_left:
                    self.wake(pk)

    def retry(self, held: QuerySet, error: Exception) -> None:
        """Put the held row off until its next attempt; after the last one it is given up."""
        if work := held.first():
            held.update(last_error=describe(error))
            if work.is_exhausted:
                with suppress(LeaseLost):
                    self.give_up(work)
            else:
                self.free(held, not_before=work.next_attempt())

    def free(self, works: QuerySet, **changes) -> int:
        return claims.write(works, self.freed, **FREED, **changes)

    def sweep(self) -> None:
        """Each minute: put back what dead workers held, then wake workers for rows whose wake-up was lost."""
        run_each(self.recover, self.wake_due)

    def recover(self) -> int:
        return claims.recover(self.works(), put_back=partial(self.free, woken_at=None), give_up=self.give_up)

    @transaction.atomic
    def wake_due(self) -> int:
        """Returns how many were woken. A row that was woken a moment ago is left to that wake-up."""
        lost = Q(woken_at=None) | Q(woken_at__lt=timezone.now() - WAKE_AGAIN) | Q(woken_at__lt=F("not_before"))
        works = self.claimed.allowed(self.works()) if self.claimed else self.works()
        rows = claims.due(works).filter(lost).order_by("pk")
        ids = rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("pk", flat=True)
        ids = list(ids[:WOKEN_AT_ONCE])
        self.wake(*ids)
        return len(ids)


def take_steps(step: Callable[[WokenWork], bool], work: WokenWork, until: float) -> bool:
    """Returns whether the time was up before the last step, or the disk nearly full."""
    while step(work):
        if monotonic() > until or disk_room.is_low():
            return True
    return False

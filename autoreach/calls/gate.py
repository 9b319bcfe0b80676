"""Admission to the providers in one process: a share of each allowance, and what answers say of a provider."""

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from autoreach.calls import allowances
from autoreach.calls.allowances import Asking, Block, Closed, Reason, Trial, UsedUp
from autoreach.calls.models import ProviderHealth
from autoreach.calls.signals import provider_reopened
from autoreach.providers.errors import (
    AuthFailed,
    Misconfigured,
    NotSupported,
    OutOfCredits,
    ProviderError,
    RateLimited,
)
from autoreach.providers.info import EVERYTHING
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import RateLimit, Usage

# After so many seconds without a known limit, check for one again.
RECHECK = 2.0
CREDITS_PAUSE = timedelta(minutes=15)
KEY_PAUSE = timedelta(minutes=5)
# How often a process notes that a kind of call succeeds, or is not offered, in seconds.
NOTE_EVERY = 30.0
# The status of a request that is larger than what a limit lets through at once; it may never be let through.
TOO_LARGE = 413
# After so many failures in a row a provider is paused, longer each time: a call that hangs holds a thread that other
# providers need.
FAILURES, DOWN_PAUSE, LONGEST_DOWN = 8, timedelta(seconds=30), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """An admitted call may be sent until `until` (None: nothing limits it).

    Or it goes alone: to learn the allowance, or to try whether a closure is over.
    """

    until: datetime | None = None
    asking: datetime | None = None
    trial: datetime | None = None


NO_PLACE = Place()


@dataclass(slots=True)
class Share:
    """What this process took of one allowance and has not used yet; where none is known, when to look for one again."""

    limited: bool = False
    left: int = 0
    until: datetime | None = None
    free_until: float = 0.0
    asking_until: datetime | None = None


@dataclass(slots=True)
class Failures:
    """Failures of a provider in a row, how often it was paused because of them, and until when."""

    count: int = 0
    pauses: int = 0
    until: datetime | None = None


def was_not_sent(error: ProviderError | None) -> bool:
    """Whether a call found no place at the gate: its error says nothing of the provider."""
    return isinstance(error, RateLimited) and error.status is None


def is_answer(error: ProviderError) -> bool:
    """Whether the provider spoke: of a missing profile, a refused key or its limit."""
    return not was_not_sent(error) and (isinstance(error, RateLimited) or not error.temporary)


def scope_of(provider: str, operation: str) -> str:
    return PROVIDERS[provider].scope_of(operation)


@dataclass
class Gate:
    """Asked before each call; `permit` counts the retries that an adapter makes by itself."""

    shares: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    admitted: threading.local = field(default_factory=threading.local)
    failures: dict = field(default_factory=dict)
    trials: dict = field(default_factory=dict)
    open_until: dict = field(default_factory=dict)
    noted_at: dict = field(default_factory=dict)

    def admit(self, provider: str, operation: str) -> Closed | None:
        """None: go. Otherwise until when to wait, and why. Takes a block of the allowance when the last is used up."""
        scope = scope_of(provider, operation)
        share = self.shares.setdefault((provider, scope), Share())
        self.trials.pop((provider, operation), None)
        if scope != operation and (closure := self._check_operation(provider, operation)):
            return closure if isinstance(closure, Closed) else None
        if time.monotonic() < share.free_until or self._use_place(share):
            return None
        with self.lock:
            share.left = 0
        return self._renew(provider, operation, share)

    def place(self, provider: str, operation: str) -> Place:
        """The place of the call that was admitted last."""
        share = self.shares.get((provider, scope_of(provider, operation)))
        if trial := self.trials.get((provider, operation)):
            return Place(trial=trial.until)
        if share is None or time.monotonic() < share.free_until:
            return NO_PLACE
        return Place(until=share.until) if share.until else Place(asking=share.asking_until)

    def release(self, provider: str, operation: str, place: Place) -> None:
        """An admitted call is not sent: the next call gets its place in the window, or its turn to ask."""
        scope = scope_of(provider, operation)
        share = self.shares[provider, scope]
        if place.trial:
            allowances.try_again(provider, Trial(place.trial))
        elif place.asking:
            self._end_asking(provider, scope, place)
        elif place.until and place.until == share.until:
            with self.lock:
                share.left += 1

    def begin_sending(self, place: Place) -> None:
        """In the thread that sends an admitted call, before it does."""
        self.admitted.first, self.admitted.asking = True, place.asking or place.trial

    def permit(self, provider: str, operation: str) -> None:
        """The adapters' hook, in a thread: the first request was admitted, a retry needs a place of its own."""
        if getattr(self.admitted, "first", False):
            self.admitted.first = False
            return
        share = self.shares.get((provider, scope_of(provider, operation)))
        if share is None or getattr(self.admitted, "asking", None) or not share.limited or self._use_place(share):
            return
        raise RateLimited(
            "no allowance is left for another try",
            resume_at=datetime.now(UTC) + timedelta(seconds=1),
            scope=operation,
            usage=Usage(provider, operation),
        )

    def observe(
        self,
        provider: str,
        operation: str,
        limit: RateLimit | None,
        error: ProviderError | None = None,
        *,
        place: Place = NO_PLACE,
        paid: bool = False,
    ) -> None:
        """Learn from an answer that the provider is closed to us or, where the call was sent to ask, its allowance.

        Only the asking call counts for the allowance: another's answer may belong to the window before. `paid` says
        that the call succeeded and cost something, or would have without a flat rate.
        """
        scope = scope_of(provider, operation)
        self.shares.setdefault((provider, scope), Share())
        if error is None or is_answer(error):
            self.failures.pop(provider, None)
        if error is not None and not was_not_sent(error):
            self._note_error(provider, scope, error)
        if isinstance(error, NotSupported) and self._is_due("refused", provider, operation):
            allowances.note_refusal(provider, operation, str(error))
        if paid and self._is_due("proven", provider, operation):
            self._note_proof(provider, operation)
        if place.trial:
            self._end_trial(provider, operation, error, place, paid)
        if place.asking:
            # noted before the asking ends: another worker would ask too, with a call that this answer does not count
            if error is None:  # an error names no allowance: the next call asks
                allowances.note_allowance(provider, scope, limit, Asking(place.asking))
            self._end_asking(provider, scope, place)

    def give_back(self) -> None:
        """Return what this process took and did not use."""
        for (provider, scope), share in self.shares.items():
            with self.lock:
                left, share.left = share.left, 0
            if left:
                allowances.give_back(provider, scope, Block(left, share.until))

    def _use_place(self, share):
        with self.lock:
            usable = share.left and share.until and timezone.now() < share.until
            share.left -= bool(usable)
            return bool(usable)

    @transaction.atomic
    def _renew(self, provider, operation, share):
        match allowances.take(provider, scope_of(provider, operation)):
            case Trial() as trial:
                self.trials[provider, operation] = trial
            case UsedUp() as closed:
                share.limited = True
                return closed
            case Closed() as closed:
                return closed
            case Block(calls, until):
                with self.lock:
                    share.limited, share.left, share.until = True, calls - 1, until
            case Asking(until):
                # the window that the last block belonged to is over
                share.limited, share.asking_until, share.until = True, until, None
            case _:
                # calls go out unlimited for a moment, and their retries however late
                share.limited, share.free_until, share.until = False, time.monotonic() + RECHECK, None
        return None

    @transaction.atomic
    def _check_operation(self, provider, operation):
        """Whether the operation is closed by itself, looked up now and then; a call that may try is remembered."""
        if time.monotonic() < self.open_until.get((provider, operation), 0):
            return None
        closure = allowances.check_operation(provider, operation)
        if isinstance(closure, Trial):
            self.trials[provider, operation] = closure
        elif closure is None:
            self.open_until[provider, operation] = time.monotonic() + RECHECK
        return closure

    def _end_trial(self, provider, operation, error, place, paid):
        """A success lifts the closure; an answer about what was asked for, such as a missing profile, shows nothing."""
        scopes = {EVERYTHING, scope_of(provider, operation), operation}
        if error is None and allowances.lift(provider, scopes, paid=paid):
            provider_reopened.send(ProviderHealth, provider=provider)
        if error is None or (is_answer(error) and not isinstance(error, (AuthFailed, OutOfCredits, RateLimited))):
            allowances.try_again(provider, Trial(place.trial))

    def _is_due(self, what, provider, operation):
        """Whether this was not noted lately. A note of one kind is due again after one of the other."""
        noted, now = self.noted_at.get((provider, operation)), time.monotonic()
        if noted and noted[0] == what and now < noted[1] + NOTE_EVERY:
            return False
        self.noted_at[provider, operation] = what, now
        return True

    def _note_proof(self, provider, operation):
        now = timezone.now()
        allowances.forget_refusal(provider, operation)
        health = ProviderHealth(provider=provider, healthy=True, checked_at=now, proven_at=now)
        ProviderHealth.objects.bulk_create(
            [health],
            update_conflicts=True,
            unique_fields=["provider"],
            update_fields=["healthy", "detail", "checked_at", "proven_at"],
        )

    def _end_asking(self, provider, scope, place):
        share = self.shares[provider, scope]
        if share.asking_until == place.asking:
            share.asking_until = None
        allowances.end_asking(provider, scope, Asking(place.asking))

    def _note_error(self, provider, scope, error):
        now = timezone.now()
        if isinstance(error, RateLimited) and error.status == TOO_LARGE:
            return  # smaller calls may go
        if isinstance(error, RateLimited):
            limited = EVERYTHING if error.scope == EVERYTHING else scope
            self._close(provider, limited, Closed(error.resume_at))
        elif isinstance(error, OutOfCredits):
            self._close(provider, EVERYTHING, Closed(now + CREDITS_PAUSE, Reason.CREDITS, str(error), error.code))
        elif isinstance(error, Misconfigured):
            self._close(provider, error.scope, Closed(now + KEY_PAUSE, Reason.SETUP, str(error), error.code))
        elif isinstance(error, AuthFailed):
            self._close(provider, EVERYTHING, Closed(now + KEY_PAUSE, Reason.AUTH, str(error), error.code))
        elif error.temporary:
            self._note_failure(provider, error, now)

    def _note_failure(self, provider, error, now):
        """Pause a provider that failed too often; calls that were in flight before the pause say nothing new."""
        failures = self.failures.setdefault(provider, Failures())
        if failures.until and now < failures.until:
            return
        failures.count += 1
        if failures.count >= FAILURES:
            failures.until = now + min(DOWN_PAUSE * 2**failures.pauses, LONGEST_DOWN)
            failures.count, failures.pauses = 0, failures.pauses + 1
            self._close(provider, EVERYTHING, Closed(failures.until, Reason.DOWN, str(error)))

    def _close(self, provider, scope, closed):
        self.open_until.pop((provider, scope), None)
        for (name, held), share in self.shares.items():
            if name == provider and scope in (EVERYTHING, held):
                with self.lock:
                    share.left, share.free_until = 0, 0.0
        allowances.close(provider, scope, closed)

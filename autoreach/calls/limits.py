"""The allowances of providers, shared by all workers: what each process may still call, and when it must wait."""

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from autoreach.providers.errors import AuthFailed, OutOfCredits, RateLimited
from autoreach.providers.info import EVERYTHING
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import RateLimit
from autoreach.providers.results import Usage as Used
from enrichment.models import ProviderLimit

Reason = ProviderLimit.Reason
A_DAY = 86_400
# A call sent just before a window ends may be counted in the next; a busy machine may take long to send it.
MARGIN = timedelta(seconds=1)
RECHECK = 2.0
FREE_FOR = timedelta(minutes=1)
ASKING = timedelta(seconds=20)
CREDITS_PAUSE = timedelta(minutes=15)
KEY_PAUSE = timedelta(minutes=5)
# After so many failures in a row a provider is left alone for a while, longer each time: what hangs holds a thread, and
# those that have nothing to do with it need threads too.
FAILURES, DOWN_PAUSE, LONGEST_DOWN = 8, timedelta(seconds=30), timedelta(minutes=5)
# No block is larger: what a worker takes and loses in a crash is lost for the window.
BLOCK = 100


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime
    reason: str = Reason.LIMITED
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What an admitted call may do: be sent until then (None: nothing limits it); or, alone, find the allowance out."""

    until: datetime | None = None
    asking: datetime | None = None


NOWHERE = Place()


@dataclass(slots=True)
class Share:
    """What this process took of one allowance and has not used yet; where none is known, when to look for one again."""

    limited: bool = False
    left: int = 0
    until: datetime | None = None
    free_until: float = 0.0
    asking_until: datetime | None = None


@dataclass(slots=True)
class Silence:
    """Failures of a provider in a row, how often it was left alone because of them, and until when."""

    failures: int = 0
    pauses: int = 0
    until: datetime | None = None


def scope_of(provider, operation):
    return PROVIDERS[provider].scope_of(operation)


def configured_allowance(provider, scope):
    """(calls, seconds of the window) where the operator or the provider's own description sets one; else None."""
    if settings.ALLOWANCES is None:
        of_provider = {name: (calls, A_DAY) for name, calls in PROVIDERS[provider].daily_allowances.items()}
    else:
        of_provider = settings.ALLOWANCES.get(provider, {})
    return of_provider.get(scope) or of_provider.get(EVERYTHING)


def window_end(seconds, now):
    """Windows begin at multiples of their length since 1970, so that all machines agree on them."""
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)


def is_own_wait(error):
    """A call that found no place at the gate was not sent: its error says nothing of the provider."""
    return isinstance(error, RateLimited) and error.status is None


def is_answer(error):
    """Whether the provider spoke: of a missing profile, a refused key or its limit."""
    return not is_own_wait(error) and (isinstance(error, RateLimited) or not error.temporary)


@dataclass
class Gate:
    """Asked by the conductor before each call; `permit` counts the repetitions that an adapter makes by itself."""

    shares: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    admitted: threading.local = field(default_factory=threading.local)
    silences: dict = field(default_factory=dict)

    def admit(self, provider, operation) -> Wait | None:
        """None: go. Otherwise until when to wait, and why. Takes a block of the allowance when the last is used up."""
        scope = scope_of(provider, operation)
        share = self.shares.setdefault((provider, scope), Share())
        if time.monotonic() < share.free_until:
            return None
        with self.lock:
            if share.left and timezone.now() < share.until:
                share.left -= 1
                return None
            share.left = 0
        return self._take(provider, scope, share)

    def place(self, provider, operation) -> Place:
        """The place of the call that was admitted last."""
        share = self.shares.get((provider, scope_of(provider, operation)))
        if share is None or time.monotonic() < share.free_until:
            return Place()
        return Place(until=share.until) if share.until else Place(asking=share.asking_until)

    def release(self, provider, operation, place):
        """A call that was admitted is not sent: its place in the window, or that of asking, is the next call's."""
        scope = scope_of(provider, operation)
        share = self.shares[provider, scope]
        if place.asking:
            self._end_asking(provider, scope, place)
        elif place.until and place.until == share.until:
            with self.lock:
                share.left += 1

    def _end_asking(self, provider, scope, place):
        share = self.shares[provider, scope]
        if share.asking_until == place.asking:
            share.asking_until = None
        rows = ProviderLimit.objects.filter(provider=provider, scope=scope, asking_until=place.asking)
        rows.update(asking_until=None)

    def permit(self, provider, operation):
        """The adapters' hook, in a thread: the first request was admitted, a repetition needs its own place."""
        if getattr(self.admitted, "first", False):
            self.admitted.first = False
            return
        share = self.shares.get((provider, scope_of(provider, operation)))
        if share is None or getattr(self.admitted, "asking", None) or not share.limited:
            return
        with self.lock:
            if share.left and share.until and timezone.now() < share.until:
                share.left -= 1
                return
        raise RateLimited(
            "no allowance is left for another try",
            resume_at=datetime.now(UTC) + timedelta(seconds=1),
            scope=operation,
            usage=Used(provider, operation),
        )

    def observe(self, provider, operation, limit: RateLimit | None, error=None, *, place=NOWHERE):
        """Learn from an answer: the allowance that a call sent to ask was named, or that the provider is closed to us.

        Only the call that asks counts for that: another's answer may tell of the window before.
        """
        scope = scope_of(provider, operation)
        self.shares.setdefault((provider, scope), Share())
        if error is None or is_answer(error):
            self.silences.pop(provider, None)
        if is_own_wait(error):
            pass  # nobody was asked
        elif isinstance(error, RateLimited):
            self._block(provider, error.scope if error.scope == EVERYTHING else scope, error.resume_at, Reason.LIMITED)
        elif isinstance(error, OutOfCredits):
            self._block(provider, EVERYTHING, timezone.now() + CREDITS_PAUSE, Reason.CREDITS, str(error))
        elif isinstance(error, AuthFailed):
            self._block(provider, EVERYTHING, timezone.now() + KEY_PAUSE, Reason.AUTH, str(error))
        elif error is not None and error.temporary:
            self._note_failure(provider, error)
        if place.asking:
            self._end_asking(provider, scope, place)
            if error is None:  # an error names no allowance: the next call asks
                self._note_allowance(provider, scope, limit)

    def _note_failure(self, provider, error):
        """Leave a provider alone that failed too often; calls that were under way meanwhile say nothing new."""
        silence, now = self.silences.setdefault(provider, Silence()), timezone.now()
        if silence.until and now < silence.until:
            return
        silence.failures += 1
        if silence.failures >= FAILURES:
            silence.until = now + min(DOWN_PAUSE * 2**silence.pauses, LONGEST_DOWN)
            silence.failures, silence.pauses = 0, silence.pauses + 1
            self._block(provider, EVERYTHING, silence.until, Reason.DOWN, str(error))

    def give_back(self):
        """Return what this process took and did not use."""
        for (provider, scope), share in self.shares.items():
            with self.lock:
                left, share.left = share.left, 0
            if left:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE enrichment_providerlimit SET taken = GREATEST(taken - %s, 0)"
                        " WHERE provider = %s AND scope = %s AND resets_at = %s",
                        [left, provider, scope, share.until + MARGIN],
                    )

    @transaction.atomic
    def _take(self, provider, scope, share):
        now = timezone.now()
        rows = self._rows(provider, scope)
        for row in rows.values():
            if row.blocked_until and row.blocked_until > now:
                return Wait(row.blocked_until, row.reason, row.detail)
        row = rows[scope]
        configured = configured_allowance(provider, scope)
        if configured:
            calls, seconds = configured
            if (
                row.limit != calls
                or not row.resets_at
                or row.resets_at <= now
                or row.resets_at > window_end(seconds, now)
            ):
                row.limit, row.taken, row.resets_at = calls, 0, window_end(seconds, now)
            return self._share_out(row, share, now)
        if row.resets_at and row.resets_at > now:
            if row.limit is not None:
                return self._share_out(row, share, now)
            return self._let_through(share)
        if not PROVIDERS[provider].names_allowance:
            row.limit, row.resets_at = None, now + FREE_FOR
            row.save()
            return self._let_through(share)
        if row.asking_until and row.asking_until > now:
            return Wait(now + timedelta(milliseconds=50), detail="another call finds out the allowance")
        row.asking_until = now + ASKING
        row.save()
        # the window that the last block belonged to is over
        share.limited, share.asking_until, share.until = True, row.asking_until, None
        return None

    @staticmethod
    def _let_through(share):
        """No allowance is known: calls go out unlimited for a moment, and repetitions of theirs however late."""
        share.limited, share.free_until, share.until = False, time.monotonic() + RECHECK, None

    def _share_out(self, row, share, now):
        share.limited = True
        if row.taken >= row.limit or now >= row.resets_at - MARGIN:
            row.save()
            return Wait(row.resets_at + timedelta(milliseconds=20), detail=f"{row.limit} calls are used")
        block = min(max(row.limit // 50, 1), BLOCK, row.limit - row.taken)
        row.taken += block
        row.save()
        with self.lock:
            share.left, share.until = block - 1, row.resets_at - MARGIN
        return None

    def _rows(self, provider, scope):
        scopes = sorted({EVERYTHING, scope})
        rows = self._locked(provider, scopes)
        if len(rows) < len(scopes):
            new = [ProviderLimit(provider=provider, scope=name) for name in scopes if name not in rows]
            ProviderLimit.objects.bulk_create(new, ignore_conflicts=True)
            rows = self._locked(provider, scopes)
        return rows

    @staticmethod
    def _locked(provider, scopes):
        rows = ProviderLimit.objects.select_for_update().filter(provider=provider, scope__in=scopes)
        return {row.scope: row for row in rows.order_by("scope")}

    def _block(self, provider, scope, until, reason, detail=""):
        """While an earlier block is in force, the later end counts, and what only the operator can mend stays said."""
        for (name, held), share in self.shares.items():
            if name == provider and scope in (EVERYTHING, held):
                with self.lock:
                    share.left, share.free_until = 0, 0.0
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO enrichment_providerlimit AS known (provider, scope, taken, blocked_until, reason, detail)
                VALUES (%(provider)s, %(scope)s, 0, %(until)s, %(reason)s, %(detail)s)
                ON CONFLICT (provider, scope) DO UPDATE SET
                    blocked_until = GREATEST(known.blocked_until, excluded.blocked_until),
                    reason = CASE WHEN known.blocked_until > %(now)s AND excluded.reason = ANY (%(passing)s)
                        THEN known.reason ELSE excluded.reason END,
                    detail = CASE WHEN known.blocked_until > %(now)s AND excluded.reason = ANY (%(passing)s)
                        THEN known.detail ELSE excluded.detail END
                """,
                {
                    "provider": provider,
                    "scope": scope,
                    "until": until,
                    "reason": reason,
                    "detail": detail[:300],
                    "passing": [Reason.LIMITED, Reason.DOWN],
                    "now": timezone.now(),
                },
            )

    def _note_allowance(self, provider, scope, limit):
        rows = ProviderLimit.objects.filter(provider=provider, scope=scope)
        if limit is not None:
            calls = limit.limit or limit.remaining + 1
            noted = {"limit": calls, "taken": calls - limit.remaining, "resets_at": limit.resets_at}
        else:
            noted = {"limit": None, "taken": 0, "resets_at": timezone.now() + FREE_FOR}
        if not rows.exclude(resets_at__gt=timezone.now()).update(**noted):
            # This answer took long, another worker has asked meanwhile, and blocks are shared out. Whether the other
            # answer counted this call nobody can tell: one too few is better than one too many.
            rows.filter(limit__isnull=False).update(taken=F("taken") + 1)


def reopen(provider=None):
    """Forget that providers are closed to us: the operator has mended something, or a check went well."""
    closed = ProviderLimit.objects.filter(reason__in=[Reason.CREDITS, Reason.AUTH, Reason.DOWN])
    closed = closed.filter(provider=provider) if provider else closed
    return closed.update(blocked_until=None, reason="", detail="")

"""What the workers of all machines know together of a provider's limits: windows, blocks of calls, and closures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from autoreach.calls.models import Allowance
from autoreach.providers.info import EVERYTHING
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import RateLimit

Reason = Allowance.Reason
A_DAY = 86_400
# Closures that end when the operator has acted: a paid call that succeeds shows it.
LASTING = [Reason.CREDITS, Reason.AUTH, Reason.SETUP]
# One call tries whether a closure is over; others wait this long for its answer.
TRYING = timedelta(seconds=20)
# A call sent just before a window ends may be counted in the next; a busy machine may take long to send it.
MARGIN = timedelta(seconds=1)
# How long calls go out unlimited where a provider named no allowance.
FREE_FOR = timedelta(minutes=1)
ASKING = timedelta(seconds=20)
# No larger block is taken: what a worker takes and loses in a crash is lost for the window.
LARGEST_BLOCK, BLOCKS_PER_WINDOW = 100, 50


@dataclass(frozen=True, slots=True)
class Closed:
    """Until when a provider may not be called, and why."""

    until: datetime
    reason: str = Reason.LIMITED
    detail: str = ""
    code: str = ""


class UsedUp(Closed):
    """All calls of the window are taken."""


class Trying(Closed):
    """Another call finds out whether the closure is over."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One call may go, alone, to find out whether a closure is over; no other call goes before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """Calls that this process may make before `until`."""

    calls: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """One call may go, alone, to find the allowance out; no other call asks before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No allowance is known."""


def configured_allowance(provider: str, scope: str) -> tuple[int, int] | None:
    """(calls, seconds of the window) where the operator, or the provider's description, sets one."""
    allowances = settings.ALLOWANCES
    if allowances is None:
        daily = PROVIDERS[provider].daily_allowances
        allowances = {provider: {operation: (calls, A_DAY) for operation, calls in daily.items()}}
    of_provider = allowances.get(provider, {})
    return of_provider.get(scope) or of_provider.get(EVERYTHING)


def window_end(seconds: int, now: datetime) -> datetime:
    """Windows begin at multiples of their length since 1970, so that all machines agree on them."""
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)


def take(provider: str, scope: str) -> Closed | Trial | Block | Asking | Unlimited:
    """Take a block of the allowance for this process. Within a transaction, which locks the provider's rows."""
    now = timezone.now()
    rows = _locked_rows(provider, scope)
    if closure := _closure(rows.values(), now):
        return closure
    row = rows[scope]
    if configured := configured_allowance(provider, scope):
        _enter_window(row, *configured, now)
        return _share_out(row, now)
    if row.resets_at and row.resets_at > now:
        return Unlimited() if row.limit is None else _share_out(row, now)
    if not PROVIDERS[provider].names_allowance:
        row.limit, row.resets_at = None, now + FREE_FOR
        row.save()
        return Unlimited()
    if row.asking_until and row.asking_until > now:
        return Closed(now + timedelta(milliseconds=50), detail="another call finds out the allowance")
    row.asking_until = now + ASKING
    row.save()
    return Asking(row.asking_until)


def check_operation(provider: str, operation: str) -> Closed | Trial | None:
    """Whether an operation is closed, by itself or with all others, where the provider's limit counts them together."""
    return _closure(_lock(provider, [EVERYTHING, operation]).values(), timezone.now())


def _closure(rows, now):
    for row in rows:
        if row.blocked_until and row.blocked_until > now:
            kind = Trying if row.asking_until == row.blocked_until else Closed
            return kind(row.blocked_until, row.reason, row.detail, row.code)
    closed = [row for row in rows if row.reason in LASTING]
    for row in closed:
        row.blocked_until = row.asking_until = now + TRYING
        row.save(update_fields=["blocked_until", "asking_until"])
    return Trial(now + TRYING) if closed else None


def _enter_window(row, calls, seconds, now):
    ends = window_end(seconds, now)
    if row.limit != calls or not row.resets_at or not now < row.resets_at <= ends:
        row.limit, row.taken, row.resets_at = calls, 0, ends


def _share_out(row, now):
    if row.taken >= row.limit or now >= row.resets_at - MARGIN:
        row.save()
        return UsedUp(row.resets_at + timedelta(milliseconds=20), detail=f"{row.limit} calls are used")
    calls = min(max(row.limit // BLOCKS_PER_WINDOW, 1), LARGEST_BLOCK, row.limit - row.taken)
    row.taken += calls
    row.save()
    return Block(calls, row.resets_at - MARGIN)


def _locked_rows(provider, scope):
    scopes = sorted({EVERYTHING, scope})
    rows = _lock(provider, scopes)
    if len(rows) < len(scopes):
        new = [Allowance(provider=provider, scope=name) for name in scopes if name not in rows]
        Allowance.objects.bulk_create(new, ignore_conflicts=True)
        rows = _lock(provider, scopes)
    return rows


def _lock(provider, scopes):
    rows = Allowance.objects.select_for_update().filter(provider=provider, scope__in=scopes)
    return {row.scope: row for row in rows.order_by("scope")}


def give_back(provider: str, scope: str, block: Block) -> None:
    """Return calls that were taken and not used, while their window lasts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE calls_allowance SET taken = GREATEST(taken - %s, 0)"
            " WHERE provider = %s AND scope = %s AND resets_at = %s",
            [block.calls, provider, scope, block.until + MARGIN],
        )


def end_asking(provider: str, scope: str, asking: Asking) -> None:
    rows = Allowance.objects.filter(provider=provider, scope=scope, asking_until=asking.until)
    rows.update(asking_until=None)


def note_allowance(provider: str, scope: str, limit: RateLimit | None, asking: Asking) -> None:
    """Note what the answer to the asking call says of the allowance; None: it named none."""
    rows, now = Allowance.objects.filter(provider=provider, scope=scope), timezone.now()
    if limit is not None:
        calls = limit.limit or limit.remaining + 1
        # the call of a worker that asks because this answer took so long may not be counted in it
        others = rows.filter(asking_until__gt=now).exclude(asking_until=asking.until).count()
        noted = {"limit": calls, "taken": calls - limit.remaining + others, "resets_at": limit.resets_at}
    else:
        noted = {"limit": None, "taken": 0, "resets_at": now + FREE_FOR}
    if not rows.exclude(resets_at__gt=now).update(**noted):
        # This answer took so long that another worker has asked, and blocks are shared out. It is not known whether
        # the other answer counted this call: one too few is better than one too many.
        rows.filter(limit__isnull=False).update(taken=F("taken") + 1)


def close(provider: str, scope: str, closed: Closed) -> None:
    """Stop all calls within the scope.

    While an earlier closure is in force the later end counts, and a reason that only the operator can remove stays.
    """
    stays = """CASE WHEN excluded.reason <> ALL (%(lasting)s)
        AND (known.blocked_until > %(now)s OR known.reason = ANY (%(lasting)s))"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO calls_allowance AS known (provider, scope, taken, blocked_until, reason, detail, code)
            VALUES (%(provider)s, %(scope)s, 0, %(until)s, %(reason)s, %(detail)s, %(code)s)
            ON CONFLICT (provider, scope) DO UPDATE SET
                reason = {stays} THEN known.reason ELSE excluded.reason END,
                detail = {stays} THEN known.detail ELSE excluded.detail END,
                code = {stays} THEN known.code ELSE excluded.code END,
                blocked_until = GREATEST(known.blocked_until, excluded.blocked_until)
            """,
            {
                "provider": provider,
                "scope": scope,
                "until": closed.until,
                "reason": closed.reason,
                "detail": closed.detail[:300],
                "code": closed.code[:60],
                "lasting": LASTING,
                "now": timezone.now(),
            },
        )


def lift(provider: str, scopes: Iterable[str], *, paid: bool) -> int:
    """Lift closures of these scopes after a call that tried one succeeded. Returns how many.

    An answer that cost nothing shows that the key is right, and not that there are credits.
    """
    reasons = LASTING if paid else [reason for reason in LASTING if reason != Reason.CREDITS]
    closed = Allowance.objects.filter(provider=provider, scope__in=scopes, reason__in=reasons)
    return closed.update(blocked_until=None, asking_until=None, reason="", detail="", code="")


def note_refusal(provider: str, operation: str, detail: str) -> None:
    """Remember for the status page that this kind of call is not offered to us. It closes nothing."""
    row, _ = Allowance.objects.get_or_create(provider=provider, scope=operation)
    over = Q(blocked_until=None) | Q(blocked_until__lte=timezone.now())
    rows = Allowance.objects.filter(over, pk=row.pk).exclude(reason__in=LASTING)
    rows.update(reason=Reason.PARTLY, detail=detail[:300])


def forget_refusal(provider: str, operation: str) -> None:
    refused = Allowance.objects.filter(provider=provider, scope=operation, reason=Reason.PARTLY)
    refused.update(reason="", detail="")


def try_again(provider: str, trial: Trial | None = None) -> int:
    """Let the next call try whether closures are over, and end pauses. Returns how many there are."""
    closed = Allowance.objects.filter(provider=provider, reason__in=[*LASTING, Reason.DOWN])
    if trial:
        closed = closed.filter(blocked_until=trial.until)
    return closed.update(blocked_until=timezone.now())

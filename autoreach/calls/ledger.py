"""The cost ledger: a call is noted before it is made, booked with what it brought, and never paid twice."""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from pydantic import TypeAdapter, ValidationError

from autoreach.calls import waits
from autoreach.calls.budget import lock_room
from autoreach.calls.call import Owner, PaidCall
from autoreach.calls.models import KeptAnswer, ProviderCall
from autoreach.providers.errors import ProviderError, Unavailable
from autoreach.providers.info import Charge
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Answer, Usage
from autoreach.work import leases

Status = ProviderCall.Status
# Lines that one call may have, its repetitions included.
LINES = 5
# A call noted this recently is left to the worker that noted it.
JUST_STARTED = timedelta(seconds=5)
LOST = "the worker stopped before it noted an answer"


class Uncertain(Unavailable):
    """The call was started before and its outcome is unknown: it may have been charged, so it is not repeated."""

    temporary = False


@dataclass(frozen=True, slots=True)
class Line:
    """An earlier line of the same call."""

    key: str
    status: str
    provider: str
    at: datetime
    lease: UUID | None

    @property
    def is_repeatable(self) -> bool:
        """Whether the call can be made again without a second charge."""
        return not PROVIDERS[self.provider].charges_again(self.at, timezone.now())


def begin(calls: Sequence[PaidCall], *, lease: UUID) -> list[PaidCall]:
    """Note the calls as started, in one transaction. Returns those to be made now.

    The others have ended here: with the answer that was kept, with the reason why the call is not made again, or with
    a wait.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        affordable = within_budget(calls)
        noted = note_started(cursor, affordable, lease)
        # Most calls are new; only the others are looked up.
        rest = [each for each in calls if each.key not in noted]
        if rest:
            recall(rest, lease)
            again = [each for each in rest if each.result is None and each.wait is None]
            noted |= note_started(cursor, again, lease)
            for each in again:
                if each.key not in noted:
                    end_without_call(each, workspace_is_gone(each))
    return [each for each in calls if each.key in noted]


def within_budget(calls: Sequence[PaidCall]) -> list[PaidCall]:
    """Those that the monthly caps of their workspaces have room for; the others wait."""
    room = lock_room({each.workspace_id for each in calls})
    affordable = []
    for each in calls:
        pk, estimate = each.workspace_id, each.call.estimate_usd
        if estimate and pk in room and room[pk] < estimate:
            each.wait = waits.of_budget()
            continue
        if pk in room:
            room[pk] -= estimate
        affordable.append(each)
    return affordable


def note_started(cursor, calls: Sequence[PaidCall], lease: UUID) -> set[str]:
    """Note the calls as in progress, except those already on the ledger with another outcome than failure.

    Returns the keys noted.
    """
    if not calls:
        return set()
    rows = [
        {
            "workspace": each.workspace_id,
            "offer": each.offer_id,
            "lead": each.lead_id,
            "kind": each.owner.kind,
            "owner": each.owner.id,
            "key": each.key,
            "provider": each.call.provider,
            "operation": each.call.operation,
            "purpose": each.purpose,
            "source": each.source,
            "usd": str(each.call.estimate_usd),
        }
        for each in calls
    ]
    cursor.execute(
        """
        INSERT INTO calls_providercall AS c (workspace_id, offer_id, lead_id, owner_kind, owner_id, key, status, lease,
            provider, operation, purpose, source, calls, units, cost_usd, model, request_id, error, created_at)
        SELECT workspace, (SELECT id FROM leads_offer WHERE id = offer FOR KEY SHARE),
            (SELECT id FROM leads_lead WHERE id = lead FOR KEY SHARE), kind, owner, key, 'started', %s,
            provider, operation, purpose, source, 1, 0, usd, '', '', '', now()
        FROM jsonb_to_recordset(%s::jsonb) AS t(workspace bigint, offer bigint, lead bigint, kind text, owner bigint,
            key text, provider text, operation text, purpose text, source text, usd numeric)
        JOIN leads_workspace ON leads_workspace.id = workspace FOR KEY SHARE OF leads_workspace
        ON CONFLICT (key) DO UPDATE SET status = 'started', lease = excluded.lease, cost_usd = excluded.cost_usd,
            error = '', created_at = now() WHERE c.status = 'failed'
        RETURNING key
        """,
        [lease, json.dumps(rows)],
    )
    return {key for (key,) in cursor}


# Calls that were asked before


def recall(calls: Sequence[PaidCall], lease: UUID) -> None:
    """Give calls that are on the ledger already their kept answer, a reason or a wait, or a line of their own."""
    earlier = earlier_lines([each.key for each in calls])
    kept = dict(KeptAnswer.objects.filter(key__in=list(earlier)).values_list("key", "answer"))
    for each in calls:
        lines = earlier.get(each.key)
        if not lines:
            continue
        answer = kept_answer(each, kept[each.key]) if each.key in kept else None
        if answer:
            end_without_call(each, answer)
        elif each.wait is None:
            ask_again(each, lines, lease)


def ask_again(call: PaidCall, lines: list[Line], lease: UUID) -> None:
    """Decide whether a call that has lines already may be made again, and under which key."""
    last = lines[-1]
    unsettled = [line for line in lines if line.status not in (Status.FAILED, Status.SETTLED)]
    repeatable = all(line.is_repeatable for line in unsettled)
    if last.status == Status.FAILED and repeatable:
        call.key = last.key
    elif last.status == Status.STARTED and last.lease != lease and leases.is_held(last.lease):
        call.wait = waits.of_other_worker()
    elif repeatable and len(lines) < LINES:
        call.key = f"{call.key}~{len(lines) + 1}"
    else:
        usage = Usage(call.call.provider, call.call.operation)
        end_without_call(call, Uncertain("asked before, and perhaps charged; not asked again", usage=usage))


def end_without_call(call: PaidCall, result: Answer | ProviderError) -> None:
    call.result, call.replayed, call.wait = result, True, None


def workspace_is_gone(call: PaidCall) -> ProviderError:
    return ProviderError("the workspace was deleted", usage=Usage(call.call.provider, call.call.operation))


def line_keys(keys: Iterable[str]) -> list[str]:
    """The keys of the calls' lines: a repetition has the call's key with ~2, ~3 … behind it."""
    return [key if n == 1 else f"{key}~{n}" for key in keys for n in range(1, LINES + 1)]


def call_key(line_key: str) -> str:
    return line_key.partition("~")[0]


def earlier_lines(keys: Sequence[str]) -> dict[str, list[Line]]:
    """Key of a call → its lines so far, in order."""
    found = defaultdict(list)
    rows = ProviderCall.objects.filter(key__in=line_keys(keys)).order_by("id")
    for row in rows.values_list("key", "status", "provider", "created_at", "lease"):
        found[call_key(row[0])].append(Line(*row))
    return found


def kept_answer(call: PaidCall, stored) -> Answer | None:
    """None where an earlier version of this program kept it in another shape."""
    try:
        value = value_type(call.call.kept).validate_python(stored)
    except ValidationError:
        return None
    return Answer(value, Usage(call.call.provider, call.call.operation))


@cache
def value_type(kind: type) -> TypeAdapter:
    return TypeAdapter(kind)


# What calls brought


def book(calls: Iterable[PaidCall], *, keep_for: Collection[Owner] | None = None) -> None:
    """Note what the calls used and how they ended. Within the transaction that stores what they brought.

    Answers are kept for the owners in `keep_for`, or for all.
    """
    made = [each for each in calls if each.result is not None and not each.replayed]
    if not made:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE calls_providercall c SET status = t.status, calls = t.calls, units = t.units, cost_usd = t.usd,
                model = t.model, request_id = t.request, error = t.error
            FROM jsonb_to_recordset(%s::jsonb) AS t(
                key text, status text, calls int, units int, usd numeric, model text, request text, error text
            ) WHERE c.key = t.key RETURNING c.key, c.lead_id
            """,
            [json.dumps([booked_line(each) for each in made])],
        )
        leads = dict(cursor)
    settle_earlier(made)
    # a line that is gone went with its workspace
    keep_answers([each for each in made if each.key in leads and (keep_for is None or each.owner in keep_for)], leads)


def booked_line(call: PaidCall) -> dict:
    result, error, status = call.result, "", Status.BOOKED
    if isinstance(result, ProviderError):
        error = str(result)
        if result.uncertain:
            status = Status.UNCERTAIN
        elif result.usage.cost_usd == 0:
            status = Status.FAILED
    used = result.usage
    # an error may come from before the request: then no call was made
    calls = used.calls if status == Status.FAILED else max(used.calls, 1)
    cost = call.call.estimate_usd if status == Status.UNCERTAIN and not used.cost_usd else used.cost_usd
    return {
        "key": call.key,
        "status": status,
        "calls": calls,
        "units": used.units,
        "usd": None if cost is None else str(cost),
        "model": storable(used.model, 80),
        "request": storable(used.request_id, 200),
        "error": storable(error, 300),
    }


def storable(text: str, limit: int) -> str:
    """Text from outside as the database takes it."""
    return text.replace("\0", "").encode(errors="ignore").decode().strip()[:limit]


def settle_earlier(made: Iterable[PaidCall]) -> None:
    """Where an object is charged once a day, an answered repetition leaves the calls before it certain."""
    keys = [
        call_key(each.key)
        for each in made
        if "~" in each.key and each.is_answered and PROVIDERS[each.call.provider].charge is Charge.ONCE_A_DAY
    ]
    if keys:
        today = {"created_at__date": timezone.now().date()}
        uncertain = ProviderCall.objects.filter(key__in=line_keys(keys), status=Status.UNCERTAIN, **today)
        uncertain.update(status=Status.SETTLED, cost_usd=0)


def keep_answers(calls: Iterable[PaidCall], leads: Mapping[str, int | None]) -> None:
    """`leads` has the lead that the call's line names: one that was deleted since is not named any more."""
    KeptAnswer.objects.bulk_create(
        [
            KeptAnswer(
                workspace_id=each.workspace_id,
                lead_id=leads[each.key],
                owner_kind=each.owner.kind,
                owner_id=each.owner.id,
                key=call_key(each.key),
                answer=value_type(each.call.kept).dump_python(each.result.value, mode="json"),
            )
            for each in calls
            if is_worth_keeping(each)
        ],
        ignore_conflicts=True,
    )


def is_worth_keeping(call: PaidCall) -> bool:
    """An answer from which something was withheld is worth asking for again."""
    return bool(call.call.kept and call.is_answered and not getattr(call.result.value, "throttled", False))


def forget_answers(kind: str, owner_ids: Iterable[int]) -> None:
    """The work of these owners has ended."""
    KeptAnswer.objects.filter(owner_kind=kind, owner_id__in=owner_ids).delete()


def forget_answers_except(kind: str, owners: QuerySet) -> int:
    """Drop the answers of owners of this kind that are not among `owners`: their work ended or was deleted."""
    return KeptAnswer.objects.filter(owner_kind=kind).exclude(owner_id__in=owners.values("pk")).delete()[0]


def note_local_work(*, workspace_id: int, offer_id: int | None, purpose: str, worker: str, units: int) -> None:
    """Note work that asks no provider and costs nothing, for the usage page."""
    ProviderCall.objects.create(
        workspace_id=workspace_id,
        offer_id=offer_id,
        key=f"{worker}:{uuid.uuid4()}",
        provider=worker,
        purpose=purpose,
        units=units,
        calls=0,
    )


def move_to_lead(from_id: int, to_id: int, *, only: Collection[int] | None = None) -> list[int]:
    """Name another lead on the lines of a lead, or on `only` those. Returns their ids."""
    lines = ProviderCall.objects.filter(lead=from_id)
    moved = list((lines if only is None else lines.filter(pk__in=only)).values_list("pk", flat=True))
    ProviderCall.objects.filter(pk__in=moved).update(lead=to_id)
    if only is None:  # the lead is about to go, and its open jobs with it
        KeptAnswer.objects.filter(lead=from_id).delete()
    return moved


# What a crash leaves behind


def mark_lost_calls() -> int:
    """Mark calls as uncertain that were started under a lease no work holds any more. Returns how many."""
    started = ProviderCall.objects.filter(status=Status.STARTED, created_at__lt=Now() - JUST_STARTED)
    return started.exclude(leases.held("lease")).update(status=Status.UNCERTAIN, error=LOST)

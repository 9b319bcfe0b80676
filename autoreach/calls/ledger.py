"""Calls that cost money: on the ledger before they are made, booked with what they brought, never made twice."""

import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from pydantic import TypeAdapter, ValidationError

from autoreach.calls.limits import NOWHERE, Place
from autoreach.providers.errors import ProviderError, Unavailable
from autoreach.providers.info import Charge
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Answer
from autoreach.providers.results import Usage as Used
from enrichment.models import KeptAnswer, PipelineJob
from enrichment.steps import Call, Step, Subject
from leads.identity.keys import clean_text
from scoring.models import Spending, Usage

# Lines that one call may have, its repetitions included.
LINES = 5
NO_ROOM = "the monthly budget is spent"


class Uncertain(Unavailable):
    """The call was begun before and its outcome is not known: it may have been charged, so it is not repeated."""

    temporary = False


@dataclass(slots=True, eq=False)
class Planned:
    """A call a step asks for, and what became of it; with `held_by_other`, another worker is making it now."""

    subject: Subject
    step: Step
    call: Call
    key: str
    result: Answer | ProviderError | None = None
    replayed: bool = False
    place: Place = NOWHERE
    no_room: bool = False
    held_by_other: bool = False

    @classmethod
    def of(cls, subject, step, call):
        key = f"{subject.job.pk}.{subject.job.rounds.get(step.name, 0)}:{step.name}:{call.name}"[:190]
        return cls(subject, step, call, key)


@dataclass(slots=True)
class Known:
    key: str
    status: str
    provider: str
    at: object
    holder: object


def repeatable(provider, started_at):
    """Whether a call that may have been charged can be made again without a second charge."""
    return not PROVIDERS[provider].charges_again(started_at, timezone.now())


def begin(planned, *, lease):
    """Note the calls as started, in one transaction. Returns those to be made now.

    The others got a result here: the answer that was kept, or why the call is not made again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        noted = note_started(cursor, within_budget(cursor, planned), lease)
        # Most calls are new; only the others are looked up.
        rest = [each for each in planned if each.key not in noted]
        if rest:
            known = earlier_calls([each.key for each in rest])
            kept = dict(KeptAnswer.objects.filter(key__in=list(known)).values_list("key", "answer"))
            for each in rest:
                recall(each, known.get(each.key, []), kept, lease)
            again = [each for each in rest if each.result is None and not (each.held_by_other or each.no_room)]
            noted |= note_started(cursor, again, lease)
            for each in again:
                if each.key not in noted:
                    each.result = deleted_meanwhile(each.call)
                    each.replayed = True
    return [each for each in planned if each.key in noted]


def deleted_meanwhile(call):
    return ProviderError("the workspace is no longer there", usage=Used(call.provider, call.operation))


def numbered(keys):
    """The keys of a call's lines: a repetition stands under the call's key with ~2, ~3 … behind it."""
    return [key if n == 1 else f"{key}~{n}" for key in keys for n in range(1, LINES + 1)]


def earlier_calls(keys):
    """Key → its calls so far, in order."""
    found = defaultdict(list)
    rows = Usage.objects.filter(key__in=numbered(keys)).order_by("id")
    for row in rows.values_list("key", "status", "provider", "created_at", "holder"):
        found[row[0].partition("~")[0]].append(Known(*row))
    return found


def recall(planned, earlier, kept, lease):
    if not earlier:
        return
    planned.result = kept_answer(planned.call, kept[planned.key]) if planned.key in kept else None
    if planned.result:
        planned.replayed, planned.no_room = True, False
        return
    last = earlier[-1]
    unsettled = [each for each in earlier if each.status not in (Usage.Status.FAILED, Usage.Status.SETTLED)]
    if last.status == Usage.Status.FAILED and all(repeatable(each.provider, each.at) for each in unsettled):
        planned.key = last.key
        return
    if last.status == Usage.Status.STARTED and last.holder != lease and is_alive(last.holder):
        planned.held_by_other = True
    elif all(repeatable(each.provider, each.at) for each in unsettled) and len(earlier) < LINES:
        planned.key = f"{planned.key}~{len(earlier) + 1}"
    else:
        used = Used(planned.call.provider, planned.call.operation)
        planned.result = Uncertain("asked before, and perhaps charged; not asked again", usage=used)
        planned.replayed = True


def kept_answer(call, stored):
    """None where an earlier version of this program kept it in another shape."""
    try:
        value = value_type(call.kept).validate_python(stored)
    except ValidationError:
        return None
    return Answer(value, Used(call.provider, call.operation))


def is_alive(holder):
    return PipelineJob.objects.filter(lease=holder, status=PipelineJob.Status.PROCESSING).exists()


def within_budget(cursor, planned):
    """Those of the calls that the monthly caps of their workspaces have room for; the others are told."""
    caps = {each.subject.job.workspace_id: each.subject.job.workspace.monthly_budget_usd for each in planned}
    room = {}
    for pk in sorted(pk for pk, cap in caps.items() if cap is not None):
        # Two workers must not both spend the last dollar.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('enrichment.budget'), %s)", [pk])
        room[pk] = caps[pk] - spent_this_month(pk)
    due = []
    for each in planned:
        pk, estimate = each.subject.job.workspace_id, each.call.estimate_usd
        each.no_room = bool(estimate) and pk in room and room[pk] < estimate
        if each.no_room:
            continue
        if pk in room:
            room[pk] -= estimate
        due.append(each)
    return due


def month_start():
    """The month of the budget begins in UTC, wherever the workspace is."""
    return timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def spent_this_month(workspace_id):
    """US dollars since the first of the month (UTC), calls under way and uncertain ones included.

    The ledger itself is not read: a trigger keeps what it adds up to (`Spending`).
    """
    spent = Spending.objects.filter(workspace=workspace_id, month=month_start().date())
    return spent.aggregate(total=Sum("usd", default=Decimal(0)))["total"]


def add_up_spending():
    """Replace the rows of a workspace's month by one, so that there are as few as months; no sum changes."""
    with connection.cursor() as cursor:
        cursor.execute("""
            WITH several AS (
                SELECT workspace_id, month FROM scoring_spending GROUP BY 1, 2 HAVING count(*) > 1
            ), gone AS (
                DELETE FROM scoring_spending s USING several
                WHERE s.workspace_id = several.workspace_id AND s.month = several.month
                RETURNING s.workspace_id, s.month, s.usd
            )
            INSERT INTO scoring_spending (workspace_id, month, usd)
            SELECT workspace_id, month, sum(usd) FROM gone GROUP BY 1, 2 HAVING sum(usd) <> 0
        """)


def note_started(cursor, planned, lease):
    """Write the calls down as under way, except those already on the ledger with another outcome than failure.

    Returns the keys written.
    """
    if not planned:
        return set()
    rows = [
        {
            "w": each.subject.job.workspace_id,
            "o": each.subject.job.offer_id,
            "l": each.subject.lead.pk,
            "k": each.key,
            "p": each.call.provider,
            "op": each.call.operation,
            "purpose": each.step.label,
            "usd": str(each.call.estimate_usd),
        }
        for each in planned
    ]
    cursor.execute(
        """
        INSERT INTO scoring_usage AS u (workspace_id, offer_id, lead_id, key, status, holder, provider, operation,
            purpose, calls, units, cost_usd, model, request_id, error, created_at)
        SELECT w, (SELECT id FROM leads_offer WHERE id = o FOR KEY SHARE),
            (SELECT id FROM leads_lead WHERE id = l FOR KEY SHARE), k, 'started', %s, p, op, purpose, 1, 0,
            usd, '', '', '', now()
        FROM jsonb_to_recordset(%s::jsonb)
            AS t(w bigint, o bigint, l bigint, k text, p text, op text, purpose text, usd numeric)
        JOIN leads_workspace ON leads_workspace.id = w FOR KEY SHARE OF leads_workspace
        ON CONFLICT (key) DO UPDATE SET status = 'started', holder = excluded.holder, cost_usd = excluded.cost_usd,
            error = '', created_at = now() WHERE u.status = 'failed'
        RETURNING key
        """,
        [lease, json.dumps(rows)],
    )
    return {key for (key,) in cursor}


def book(planned, *, held):
    """Write what the calls used and how they ended; answers are kept for jobs (ids) still `held`."""
    made = [each for each in planned if not each.replayed]
    if not made:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE scoring_usage u SET status = t.status, calls = t.calls, units = t.units, cost_usd = t.usd,
                model = t.model, request_id = t.request, error = t.error
            FROM jsonb_to_recordset(%s::jsonb) AS t(
                key text, status text, calls int, units int, usd numeric, model text, request text, error text
            ) WHERE u.key = t.key
            """,
            [json.dumps([ledger_line(each) for each in made])],
        )
    settle_earlier([each for each in made if "~" in each.key and isinstance(each.result, Answer)])
    KeptAnswer.objects.bulk_create(
        [
            KeptAnswer(
                key=each.key.partition("~")[0],
                job=each.subject.job,
                answer=value_type(each.call.kept).dump_python(each.result.value, mode="json"),
            )
            for each in made
            if is_kept(each) and each.subject.job.pk in held
        ],
        ignore_conflicts=True,
    )


def settle_earlier(repeated):
    """Where an object is charged once a day, an answer to a repetition settles what the earlier calls cost: nothing."""
    once_a_day = {name for name, info in PROVIDERS.items() if info.charge is Charge.ONCE_A_DAY}
    keys = [each.key.partition("~")[0] for each in repeated if each.call.provider in once_a_day]
    if keys:
        today = {"created_at__date": timezone.now().date()}
        uncertain = Usage.objects.filter(key__in=numbered(keys), status=Usage.Status.UNCERTAIN, **today)
        uncertain.update(status=Usage.Status.SETTLED, cost_usd=0)


def is_kept(planned):
    """An answer from which something was withheld is worth asking for again."""
    answered = planned.call.kept and isinstance(planned.result, Answer)
    return answered and not getattr(planned.result.value, "throttled", False)


def ledger_line(planned):
    result, error = planned.result, ""
    status = Usage.Status.BOOKED
    if isinstance(result, ProviderError):
        error = str(result)
        if result.uncertain:
            status = Usage.Status.UNCERTAIN
        elif result.usage.cost_usd == 0:
            status = Usage.Status.FAILED
    used = result.usage
    cost = planned.call.estimate_usd if status == Usage.Status.UNCERTAIN and not used.cost_usd else used.cost_usd
    return {
        "key": planned.key,
        "status": status,
        "calls": max(used.calls, 1),
        "units": used.units,
        "usd": None if cost is None else str(cost),
        "model": storable(used.model, 80),
        "request": storable(used.request_id, 200),
        "error": storable(error, 300),
    }


def storable(text, limit):
    return clean_text(text)[:limit]


@cache
def value_type(kind):
    return TypeAdapter(kind)

"""Writing results, one transaction a batch: calls are booked, their values stored, steps marked as done."""

import json
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.call import PaidCall
from autoreach.calls.waits import Wait
from autoreach.work import leases
from enrichment.executor.state import StepRun
from enrichment.jobs import releasing
from leads.identity.platforms import HANDLE_FIELDS
from leads.models import Lead
from scoring.scores import lock_leads

logger = logging.getLogger(__name__)
UNSTORABLE = "its result could not be stored"


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of a step that ended: it waits, or it is over, perhaps with something missing."""

    wait: Wait | None = None
    missing: str = ""


def write_results(answered: Sequence[PaidCall], ended: Sequence[StepRun]) -> dict[StepRun, StepResult]:
    """Within a transaction, which may be retried. Returns the results of steps whose jobs are still held.

    For other jobs only the calls are booked.
    """
    jobs = {run.work.job.pk: run.work.job for run in ended}
    jobs |= {call.context.work.job.pk: call.context.work.job for call in answered}
    held = {job.pk for job in leases.hold(list(jobs.values()))}
    ledger.book(answered, keep_for={call.owner for call in answered if call.owner.id in held})
    runs = [run for run in ended if run.work.job.pk in held]
    lock_leads_of(runs)
    outdated = outdated_runs(runs)
    unstored = store_outcomes([run for run in runs if run.outcome and run not in outdated])
    results = {run: result_of(run, outdated, unstored) for run in runs}
    mark_done(results)
    return results


def result_of(run, outdated, unstored):
    if run in outdated:
        return StepResult(Wait(timezone.now(), "its profile has changed"))
    if run.wait:
        return StepResult(run.wait)
    return StepResult(missing=UNSTORABLE if run in unstored else run.outcome.missing)


def lock_leads_of(runs):
    with connection.cursor() as cursor:
        lock_leads(cursor, sorted({run.work.subject.lead.pk for run in runs}))


def outdated_runs(runs):
    """Steps that read an account which an undo or a user has taken from the lead since."""
    leads = Lead.objects.among(run.work.subject.lead.pk for run in runs).values("pk", *HANDLE_FIELDS.values())
    leads = {lead["pk"]: lead for lead in leads}
    return {run for run in runs if is_outdated(run, leads.get(run.work.subject.lead.pk))}


def is_outdated(run, lead_now):
    key = HANDLE_FIELDS.get(run.step.read_from)
    return bool(key and lead_now and lead_now[key] != getattr(run.work.subject.lead, key))


def store_outcomes(runs):
    """Store each step's values together, or one by one where that fails. Returns the runs that failed."""
    by_step = defaultdict(list)
    for run in runs:
        if run.outcome.value is not None:
            by_step[run.step].append(run)
    unstored = set()
    for step, group in by_step.items():
        if not store(step, group):
            unstored |= {run for run in group if not store(step, [run])}
    return unstored


def store(step, runs):
    try:
        with transaction.atomic():
            step.store([(run.work.subject, run.outcome.value) for run in runs])
        return True
    except Exception as error:
        if leases.is_contention(error):
            raise
        logger.exception("storing %s of leads %s failed", step.name, [run.work.subject.lead.pk for run in runs][:20])
        return False


def mark_done(results):
    progress = {}
    for run, result in results.items():
        job = run.work.job
        row = progress.setdefault(
            job.pk, {"id": job.pk, "done": list(job.done), "skipped": job.skipped, "phase": job.phase}
        )
        if not result.wait:
            row["done"].append(run.step.name)
            row["phase"] = run.step.phase
    releasing.note_progress(list(progress.values()))
    note_missing({run: result for run, result in results.items() if not result.wait})


def note_missing(results):
    """Update the names of missing steps on the leads: add those that brought nothing, remove those that now did."""
    rows = [
        {"id": run.work.subject.lead.pk, "label": run.step.label, "missing": bool(result.missing)}
        for run, result in results.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE leads_lead l SET missing = ARRAY(
                SELECT name FROM unnest(l.missing) AS name WHERE name <> ALL (t.over)
            ) || t.missing
            FROM (
                SELECT id, array_agg(label) AS over, COALESCE(array_agg(label) FILTER (WHERE missing), '{}') AS missing
                FROM jsonb_to_recordset(%s::jsonb) AS r(id bigint, label varchar, missing boolean) GROUP BY id
            ) AS t WHERE l.id = t.id AND (l.missing && t.over OR t.missing <> '{}')
            """,
            [json.dumps(rows)],
        )

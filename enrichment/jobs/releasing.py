"""How a claim ends: the job is released, put off, tried again later, finished or given up."""

import json
from collections import Counter

from django.db import connection, transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.work.claims import FREED, FREED_SQL
from autoreach.work.leases import LeaseLost, hold_all
from autoreach.work.wakeups import enqueue
from enrichment.jobs.joining import another_round
from enrichment.jobs.opening import close_runs
from enrichment.jobs.transitions import DEFER, FINISH, RELEASE, REPEAT, RETRY
from enrichment.models import PipelineJob, PipelineRun
from enrichment.models.pipeline import OWNER
from leads.models import Lead
from scoring.scores import lock_leads, lock_scores, settle_unscored

# Steps that were requested again while the job was in work are done once more.
NEXT_ROUND = "done = {}, rounds = {}, steps_requested_again = '{{}}'".format(*another_round("j.steps_requested_again"))
SKIPPED = "jsonb_to_recordset(%s::jsonb) AS t(id bigint, skipped varchar[])"
BACK_IN_QUEUE = f"{FREED_SQL}, requested_again = false, {NEXT_ROUND}"


def release(jobs):
    """Return claimed jobs that were not begun to the queue, as if they had never been claimed."""
    if jobs:
        held = PipelineJob.objects.filter(pk__in=[job.pk for job in jobs], lease=jobs[0].lease)
        RELEASE.write(held, **FREED, attempts=F("attempts") - 1)


def note_progress(rows):
    """Write which steps of held jobs are done, what they did not bring, and their phase.

    `rows` are dicts of id, done, skipped and phase.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE enrichment_pipelinejob j SET done = t.done, skipped = t.skipped, phase = t.phase
            FROM jsonb_to_recordset(%s::jsonb) AS t(id bigint, done varchar[], skipped varchar[], phase text)
            WHERE j.id = t.id
            """,
            [json.dumps(rows)],
        )


def put_off(rows):
    """Give held jobs back until later; one that was requested again goes on at once.

    `rows` are dicts of id, until, status, waits_for, skipped, failed (names of providers) and scored (0 or 1).
    """
    rows = [
        row
        | {
            "until": row["until"].isoformat(),
            "status": DEFER.target(row["status"]),
            "waits_for": row["waits_for"][:200],
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob j SET
                status = CASE WHEN requested_again THEN '{DEFER.target("pending")}' ELSE t.status END,
                not_before = CASE WHEN requested_again THEN NULL ELSE t.until END,
                scored = NOT requested_again AND (j.scored OR t.scored = 1),
                failures = j.failures || (
                    SELECT COALESCE(jsonb_object_agg(name, COALESCE((j.failures ->> name)::int, 0) + 1), '{{}}')
                    FROM unnest(t.failed) AS name
                ),
                attempts = 0, wait_after_score = NULL, skipped = t.skipped, waits_for = t.waits_for, {BACK_IN_QUEUE}
            FROM jsonb_to_recordset(%s::jsonb) AS t(
                id bigint, until timestamptz, status text, waits_for text, skipped varchar[], failed text[], scored int
            ) WHERE j.id = t.id AND {DEFER.allowed_sql("j")}
            """,
            [json.dumps(rows)],
        )


def finish(jobs, *, last_error=""):
    """End held jobs, or repeat those requested again, and count the ended ones for their runs.

    What they `skipped` is written with it.
    """
    repeat([job for job in jobs if job.requested_again])
    ended = [job for job in jobs if not job.requested_again]
    end(ended, last_error)
    ledger.forget_answers(OWNER, [job.pk for job in jobs if job.mode != PipelineJob.Mode.SCORING_ONLY])
    for run_id, count in sorted(Counter(job.run_id for job in ended).items()):
        PipelineRun.objects.filter(pk=run_id).update(completed=F("completed") + count)
        if close_runs(run_id):
            enqueue("enrichment.tasks.complete_searches")


def end(jobs, last_error):
    if not jobs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob j SET status = '{FINISH.target()}', phase = 'finalize', skipped = t.skipped,
                {FREED_SQL}, waits_for = '', wait_after_score = NULL, last_error = %s, finished_at = %s
            FROM {SKIPPED} WHERE j.id = t.id AND {FINISH.allowed_sql("j")}
            """,
            [last_error, timezone.now(), skipped_by(jobs)],
        )


def repeat(jobs):
    """Put held jobs back into the queue for what was requested again. Only those steps are repeated: each may cost."""
    if not jobs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob j SET status = '{REPEAT.target()}', phase = 'profile', attempts = 0,
                failures = '{{}}', scored = false, not_before = NULL, wait_after_score = NULL, skipped = t.skipped,
                {BACK_IN_QUEUE}
            FROM {SKIPPED} WHERE j.id = t.id AND {REPEAT.allowed_sql("j")}
            """,
            [skipped_by(jobs)],
        )


def skipped_by(jobs) -> str:
    """The rows of SKIPPED."""
    return json.dumps([{"id": job.pk, "skipped": job.skipped} for job in jobs])


def fail(job, reason):
    """Try the job again later, or give it up after its last attempt."""
    try:
        if job.is_exhausted:
            give_up(job, reason)
        else:
            put_back(
                PipelineJob.objects.filter(pk=job.pk, lease=job.lease), until=job.next_attempt(), last_error=reason
            )
    except LeaseLost:
        pass  # another worker has it, with attempts of its own


def put_back(jobs, *, until=None, last_error=""):
    """Return claimed jobs (a queryset) to the queue, with what was requested since. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        ids = list(jobs.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob j SET status = '{RETRY.target()}', not_before = %s,
                last_error = COALESCE(NULLIF(%s, ''), j.last_error), scored = j.scored AND NOT j.requested_again,
                {BACK_IN_QUEUE}
            WHERE id = ANY(%s) AND {RETRY.allowed_sql("j")}
            """,
            [until, last_error, ids],
        )
        return cursor.rowcount


def give_up(job, reason):
    """End a job that kept breaking off: the lead is ready with what it has, and names what is missing.

    Raises LeaseLost.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if job.offer_id:
            lock_scores(cursor, job.offer_id)
        held = hold_all([job])
        lock_leads(cursor, [job.lead_id for job in held])
        leads = Lead.objects.filter(pk__in=[job.lead_id for job in held])
        name_missing(leads, "score" if job.is_scored and not job.scored else "profile")
        if job.is_scored:
            settle_unscored(cursor, job.offer_id, [each.lead_id for each in held if not each.requested_again])
        leads.filter(enriched_at=None).update(enriched_at=timezone.now())
        for each in held:
            each.skipped = [f"{job.get_phase_display()}: broken off {job.attempts} times"]
        finish(held, last_error=reason)


def settle_without_job(offer_id, lead_ids):
    """Let no lead wait for a score that no open job will write. The offer's scores are locked."""
    open_jobs = PipelineJob.objects.filter(offer=offer_id, lead__in=lead_ids, status__in=PipelineJob.OPEN)
    under_way = {job.lead_id for job in open_jobs.only("lead", "offer", "mode", "steps") if job.is_scored}
    left = set(lead_ids) - under_way
    with connection.cursor() as cursor:
        lock_leads(cursor, left)
        settle_unscored(cursor, offer_id, left)


def name_missing(leads, what):
    """Write on locked leads that this could not be had."""
    unnamed = leads.exclude(missing__contains=[what])
    unnamed.update(missing=Func(F("missing"), Value(what), function="array_append"))


def clear_missing(lead_ids, what):
    """Take it off locked leads again, once it is there."""
    named = Lead.objects.among(lead_ids).filter(missing__contains=[what])
    named.update(missing=Func(F("missing"), Value(what), function="array_remove"))

"""Who works on which job: claims under a lease, and what ends or gives back a claim."""

import json
from collections import Counter
from contextlib import suppress

from django.db import connection, transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.work.leases import LEASE, LeaseLost
from enrichment.jobs.due import DUE, let_in
from enrichment.jobs.opening import another_round, finish_if_done
from enrichment.models import PipelineJob, PipelineRun
from enrichment.models.pipeline import OWNER
from leads.models import Lead
from scoring.scores import lock_leads

# A job that this many workers did not bring to an end is claimed alone, so that what kills a worker takes nobody along.
# An index holds those of so many attempts: job_suspect.
SUSPECT = 3
MAX_ATTEMPTS = 5


def claim(*, lease, size, lane=PipelineJob.Lane.FAST, scoring_only=None, suspects=False):
    """Lease up to `size` due jobs of the lane, most urgent first. The attempt counts from here: a crash is one too.

    Of a lead, one job at a time is fetched for: the next finds what it brought. `scoring_only` narrows to jobs with
    or without calls to providers; only so, or for `suspects`, the cost does not grow with the queue. Claimers wait for
    each other, so none overlooks what another just took.
    """
    if size <= 0:
        return []
    only = {None: "", True: "AND mode = 'scoring_only'", False: "AND mode <> 'scoring_only'"}[scoring_only]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('enrichment.claim'))")
        now = timezone.now()
        let_in(cursor, lane=lane, now=now, size=size)
        cursor.execute(
            f"""
            SELECT id, waits_for <> '' FROM enrichment_pipelinejob j
            WHERE {DUE} AND attempts {">=" if suspects else "<"} {SUSPECT} {only}
                AND (mode = 'scoring_only' OR NOT EXISTS (
                    SELECT FROM enrichment_pipelinejob other WHERE other.lead_id = j.lead_id
                        AND other.status = 'processing' AND other.mode <> 'scoring_only'
                ))
            ORDER BY priority, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
            """,
            {"size": size, "lane": lane},
        )
        waited = dict(cursor)
        due = PipelineJob.objects.filter(pk__in=list(waited))
        due.update(
            status=PipelineJob.Status.PROCESSING,
            lease=lease,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            waits_for="",
        )
        jobs = list(due.order_by("priority", "pk"))
        for job in jobs:
            job.has_waited = waited[job.pk]
        first, rest = one_for_each_lead(jobs)
        if rest:
            give_back(rest)
    return first


def one_for_each_lead(jobs):
    """The jobs that may run side by side, and those that must wait for another job of the same lead."""
    first, rest, fetched_for = [], [], set()
    for job in jobs:
        if job.mode != PipelineJob.Mode.SCORING_ONLY and job.lead_id in fetched_for:
            rest.append(job)
        else:
            first.append(job)
            fetched_for.add(job.lead_id)
    return first, rest


def give_back(jobs):
    """Return claimed jobs that were not begun to the queue, as if they had never been claimed."""
    if jobs:
        PipelineJob.objects.filter(
            pk__in=[job.pk for job in jobs], lease=jobs[0].lease, status=PipelineJob.Status.PROCESSING
        ).update(status=PipelineJob.Status.PENDING, lease=None, lease_until=None, attempts=F("attempts") - 1)


def hold(jobs):
    """Lock the jobs until the transaction ends, by id. Returns those still ours, fresh from the database."""
    held = PipelineJob.objects.select_for_update(no_key=True).filter(pk__in=[job.pk for job in jobs])
    leases = {job.pk: job.lease for job in jobs}
    return [job for job in held.order_by("pk") if job.lease == leases[job.pk]]


def hold_all(jobs):
    """The same, and raises LeaseLost where another worker has one of them. Those deleted meanwhile are left out."""
    held = hold(jobs)
    if len(held) < PipelineJob.objects.filter(pk__in=[job.pk for job in jobs]).count():
        raise LeaseLost
    return held


# Steps that were asked for again while the job was in work are done once more.
BEGIN_ANEW = "done = {}, rounds = {}, anew = '{{}}'".format(*another_round("j.anew"))


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
    """Give held jobs back until later; one asked for again meanwhile goes on at once.

    `rows` are dicts of id, until, status, waits_for, skipped, failed (names of providers) and scored (0 or 1).
    """
    rows = [row | {"until": row["until"].isoformat(), "waits_for": row["waits_for"][:200]} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob j SET
                status = CASE WHEN again THEN 'pending' ELSE t.status END,
                not_before = CASE WHEN again THEN NULL ELSE t.until END,
                scored = NOT again AND (j.scored OR t.scored = 1), {BEGIN_ANEW},
                failures = j.failures || (
                    SELECT COALESCE(jsonb_object_agg(name, COALESCE((j.failures ->> name)::int, 0) + 1), '{{}}')
                    FROM unnest(t.failed) AS name
                ), again = false, attempts = 0, waits_again = NULL,
                skipped = t.skipped, waits_for = t.waits_for, lease = NULL, lease_until = NULL
            FROM jsonb_to_recordset(%s::jsonb) AS t(
                id bigint, until timestamptz, status text, waits_for text, skipped varchar[], failed text[], scored int
            ) WHERE j.id = t.id
            """,
            [json.dumps(rows)],
        )


def finish(jobs, *, last_error=""):
    """End held jobs, or put those asked for again back into the queue, and count the ended ones for their runs.

    Only the steps asked for again are repeated: each may be paid for.
    """
    again = [job.pk for job in jobs if job.again]
    if again:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                UPDATE enrichment_pipelinejob j SET status = 'pending', phase = 'profile', again = false, attempts = 0,
                    failures = '{{}}', scored = false, not_before = NULL, waits_again = NULL, lease = NULL,
                    lease_until = NULL, {BEGIN_ANEW}
                WHERE id = ANY(%s)
                """,
                [again],
            )
    ended = [job for job in jobs if not job.again]
    PipelineJob.objects.filter(pk__in=[job.pk for job in ended]).update(
        status=PipelineJob.Status.READY,
        phase=PipelineJob.Phase.FINALIZE,
        lease=None,
        lease_until=None,
        waits_for="",
        waits_again=None,
        last_error=last_error,
        finished_at=timezone.now(),
    )
    ledger.forget_answers(OWNER, [job.pk for job in jobs])
    for run_id, count in sorted(Counter(job.run_id for job in ended).items()):
        PipelineRun.objects.filter(pk=run_id).update(completed=F("completed") + count)
        finish_if_done(run_id)


def give_up(job, reason):
    """End a job that kept breaking off: the lead is ready, with what it has, and says what is missing."""
    scores = job.mode not in (PipelineJob.Mode.ENRICH_ONLY, PipelineJob.Mode.NO_OP) and job.offer_id
    missing = "score" if scores and not job.scored else "profile"
    with transaction.atomic():
        held = hold_all([job])
        with connection.cursor() as cursor:
            lock_leads(cursor, [job.lead_id for job in held])
        leads = Lead.objects.filter(pk__in=[job.lead_id for job in held])
        leads.exclude(missing__contains=[missing]).update(
            missing=Func(F("missing"), Value(missing), function="array_append")
        )
        leads.filter(enriched_at=None).update(enriched_at=timezone.now())
        PipelineJob.objects.filter(pk__in=[job.pk for job in held]).update(
            skipped=[f"{job.get_phase_display()}: broken off {job.attempts} times"]
        )
        finish(held, last_error=reason)


def put_back(jobs, *, until=None, last_error=""):
    """Return claimed jobs (a queryset) to the queue, with what was asked of them meanwhile. Returns how many.

    Within a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob j SET status = 'pending', lease = NULL, lease_until = NULL,
                not_before = %s, last_error = COALESCE(NULLIF(%s, ''), j.last_error),
                scored = j.scored AND NOT j.again, again = false, {BEGIN_ANEW}
            WHERE id = ANY(%s) AND status = 'processing'
            """,
            [until, last_error, list(jobs.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))],
        )
        return cursor.rowcount


def note_mended(lead_ids, what):
    """Take back, of locked leads, what giving up said is missing."""
    named = Lead.objects.filter(pk__in=lead_ids, missing__contains=[what])
    named.update(missing=Func(F("missing"), Value(what), function="array_remove"))


def recover_expired_leases():
    """Return the jobs of dead workers to the queue, and note their calls as uncertain. Returns how many jobs."""
    expired = PipelineJob.objects.filter(status=PipelineJob.Status.PROCESSING, lease_until__lt=timezone.now())
    recovered = 0
    for job in expired.filter(attempts__gte=MAX_ATTEMPTS)[:1000]:
        with suppress(LeaseLost):
            give_up(job, job.last_error or "the worker stopped while this was in work")
            recovered += 1
    with transaction.atomic():
        recovered += put_back(expired.filter(attempts__lt=MAX_ATTEMPTS))
    ledger.mark_lost_calls()
    return recovered

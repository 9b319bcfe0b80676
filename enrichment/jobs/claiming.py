"""Claiming due jobs under a lease, at a cost that does not grow with what waits in the queue."""

import math

from django.db import connection, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from autoreach.work.claims import taken
from enrichment.jobs.releasing import release
from enrichment.jobs.transitions import CLAIM
from enrichment.models import PipelineJob

# A job that this many workers did not bring to an end is claimed alone, so that it can take no other job down with it.
# An index holds those of so many attempts: job_suspect.
SUSPECT = 3
PUT_OFF = "status = 'pending' AND lane = %(lane)s AND not_before IS NOT NULL"
DUE = "status = 'pending' AND lane = %(lane)s AND not_before IS NULL"
# The priorities that occur, each found by one probe of the index: there are few, whatever waits behind them.
LEVELS = f"""
    WITH RECURSIVE levels (priority) AS (
        SELECT min(priority) FROM enrichment_pipelinejob WHERE {PUT_OFF}
        UNION ALL
        SELECT (SELECT min(j.priority) FROM enrichment_pipelinejob j WHERE {PUT_OFF} AND j.priority > levels.priority)
        FROM levels WHERE levels.priority IS NOT NULL
    )
"""


def claim(*, lease, size, lane=PipelineJob.Lane.FAST, scoring_only=None, suspects=False):
    """Lease up to `size` due jobs of the lane, most urgent first.

    Of one lead's jobs, one at a time makes calls: the next sees what it stored. `scoring_only` narrows to jobs without
    (True) or with (False) calls to providers; only so, or for `suspects`, the cost does not grow with the queue.
    Claimers wait for each other, so that none overlooks what another just claimed.
    """
    if size <= 0:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('enrichment.claim'))")
        make_due(cursor, lane=lane, now=timezone.now(), size=size)
        was_put_off = select_due(cursor, lane=lane, size=size, scoring_only=scoring_only, suspects=suspects)
        if not was_put_off:
            return []
        jobs = take(list(was_put_off), lease)
        for job in jobs:
            job.was_put_off = was_put_off[job.pk]
        first, rest = one_for_each_lead(jobs)
        release(rest)
    return first


def make_due(cursor, *, lane, now, size):
    """Make up to `size` put-off jobs due whose time has come, most urgent first. Waits for no lock on a job."""
    cursor.execute(
        f"""
        {LEVELS}
        SELECT j.id FROM levels CROSS JOIN LATERAL (
            SELECT id FROM enrichment_pipelinejob
            WHERE {PUT_OFF} AND priority = levels.priority AND not_before <= %(now)s
            ORDER BY not_before LIMIT %(size)s FOR UPDATE SKIP LOCKED
        ) j ORDER BY levels.priority LIMIT %(size)s
        """,
        {"lane": lane, "now": now, "size": size},
    )
    PipelineJob.objects.filter(pk__in=[pk for (pk,) in cursor]).update(not_before=None)


def select_due(cursor, *, lane, size, scoring_only, suspects):
    """Lock due jobs. Returns their ids, each with whether it was put off before."""
    only = {None: "", True: "AND mode = 'scoring_only'", False: "AND mode <> 'scoring_only'"}[scoring_only]
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
    return dict(cursor)


def take(ids, lease):
    """Put the lease on these locked jobs. Returns them, most urgent first."""
    jobs = PipelineJob.objects.filter(pk__in=ids)
    # a job that only scores starts in the scoring phase: written here, that saves an UPDATE
    phase = Case(When(mode=PipelineJob.Mode.SCORING_ONLY, then=Value(PipelineJob.Phase.SCORING)), default=F("phase"))
    CLAIM.write(jobs, **taken(lease), waits_for="", phase=phase)
    return list(jobs.order_by("priority", "pk"))


def one_for_each_lead(jobs):
    """The jobs that may run side by side, and those that must wait for another job of the same lead."""
    first, rest, with_calls = [], [], set()
    for job in jobs:
        if job.mode != PipelineJob.Mode.SCORING_ONLY and job.lead_id in with_calls:
            rest.append(job)
        else:
            first.append(job)
            with_calls.add(job.lead_id)
    return first, rest


def next_due(lane):
    """When a job of the lane may be claimed, in seconds since 1970; infinite where none is pending."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            {LEVELS}, due AS (
                SELECT min(priority) AS first FROM enrichment_pipelinejob WHERE {DUE} AND mode = 'scoring_only'
                UNION ALL SELECT min(priority) FROM enrichment_pipelinejob WHERE {DUE} AND mode <> 'scoring_only'
            )
            SELECT CASE WHEN EXISTS (SELECT FROM due WHERE first IS NOT NULL) THEN 0 ELSE (
                SELECT extract(epoch FROM min(first)) FROM levels CROSS JOIN LATERAL (
                    SELECT min(not_before) AS first FROM enrichment_pipelinejob
                    WHERE {PUT_OFF} AND priority = levels.priority
                ) j
            ) END
            """,
            {"lane": lane},
        )
        (seconds,) = cursor.fetchone()
    return math.inf if seconds is None else float(seconds)

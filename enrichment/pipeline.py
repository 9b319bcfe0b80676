"""The pipeline: claim due jobs, run their phases in batches, finish them. State is the queue.

A worker holds a lease on the jobs it claimed. Everything a batch writes and the jobs' end are one
transaction that also checks the lease, so a batch counts once however often it was started.
"""

import logging
import time
import uuid
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from enrichment.models import PipelineJob, PipelineRun
from enrichment.runs import finish_if_done
from leads.models import Lead, Offer
from pool.profiles import store_leads
from scoring.local.scorer import score_leads
from scoring.models import Usage
from scoring.scores import lock_leads, lock_scores, write_scores
from scoring.snapshot import load_snapshots

logger = logging.getLogger(__name__)

BATCH = 500
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=30)
NO_PROVIDER = "no provider configured"


class LeaseLost(Exception):
    """Another worker took the jobs over; nothing of this batch was kept."""


def run_due_jobs(*, seconds=60):
    """Work until nothing is due or `seconds` have passed. Returns whether jobs may be left."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        jobs = claim()
        if not jobs:
            return False
        for group in groups(jobs):
            run_group(group)
    return True


def claim(size=BATCH):
    """Lease up to `size` due jobs, most urgent first. The attempt counts from here: a crash is one too.

    Jobs that two workers did not finish come last and one at a time, so that what kills a worker takes nobody along.
    """
    return lease_due("attempts < 2", size) or lease_due("attempts >= 2", 1)


def lease_due(condition, size):
    now, lease = timezone.now(), uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE enrichment_pipelinejob SET status = 'processing', lease = %(lease)s, lease_until = %(until)s,
                attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM enrichment_pipelinejob
                WHERE status = 'pending' AND (not_before IS NULL OR not_before <= %(now)s) AND {condition}
                ORDER BY priority, id LIMIT %(size)s FOR UPDATE SKIP LOCKED
            )
            """,
            {"lease": lease, "until": now + LEASE, "now": now, "size": size},
        )
    return list(PipelineJob.objects.filter(lease=lease, status=PipelineJob.Status.PROCESSING).order_by("id"))


def groups(jobs):
    """Jobs that can be done together."""
    batches = defaultdict(list)
    for job in jobs:
        batches[job.offer_id, job.workspace_id, job.mode].append(job)
    return list(batches.values())


def run_group(jobs):
    try:
        process(jobs)
    except LeaseLost:
        logger.warning("lease lost on %s jobs", len(jobs))
    except Exception as error:
        logger.exception("batch of %s jobs failed", len(jobs))
        if len(jobs) > 1:
            middle = len(jobs) // 2
            run_group(jobs[:middle])
            run_group(jobs[middle:])
        else:
            fail(jobs[0], error)


def process(jobs):
    """Run all phases for jobs of one workspace, offer and mode, and finish them."""
    first = jobs[0]
    scored = first.mode in (PipelineJob.Mode.FULL, PipelineJob.Mode.SCORING_ONLY)
    if scored:
        enter(PipelineJob.Phase.SCORING, jobs)
        offer = Offer.objects.get(pk=first.offer_id)
        scorecards = score_leads(load_snapshots(lead_ids=[job.lead_id for job in jobs], offer=offer), offer)
    with transaction.atomic():
        if scored:
            with connection.cursor() as cursor:
                lock_scores(cursor, offer.pk)
        jobs = hold(jobs)
        if scored and jobs:
            held = {job.lead_id for job in jobs}
            write_scores(offer=offer, scorecards=[card for card in scorecards if card.lead_id in held])
            book_scoring(jobs)
        finalize(jobs)


def enter(phase, jobs):
    PipelineJob.objects.filter(pk__in=[job.pk for job in jobs], lease=jobs[0].lease).update(phase=phase)


def hold(jobs):
    """Lock the jobs until the transaction ends. Those deleted meanwhile are left out; raises LeaseLost for others'."""
    held = list(
        PipelineJob.objects.select_for_update(no_key=True).filter(pk__in=[job.pk for job in jobs]).order_by("pk")
    )
    if any(job.lease != jobs[0].lease for job in held):
        raise LeaseLost
    return held


def book_scoring(jobs):
    first = jobs[0]
    Usage.objects.create(
        workspace_id=first.workspace_id,
        offer_id=first.offer_id,
        key=f"scoring:{first.lease}:{first.pk}",
        provider="local scorer",
        purpose="scoring",
        units=len(jobs),
    )


def skipped_phases(mode):
    reason = "scoring only" if mode == PipelineJob.Mode.SCORING_ONLY else NO_PROVIDER
    skipped = [f"{phase}: {reason}" for phase in (PipelineJob.Phase.PROFILE, PipelineJob.Phase.ACTIVITY)]
    if mode == PipelineJob.Mode.ENRICH_ONLY:
        skipped.append(f"{PipelineJob.Phase.SCORING}: no offer")
    return skipped


def finalize(jobs):
    lead_ids = [job.lead_id for job in jobs]
    with connection.cursor() as cursor:
        lock_leads(cursor, lead_ids)
    Lead.objects.filter(pk__in=lead_ids, enriched_at=None).update(enriched_at=timezone.now())
    fuller = [job.lead_id for job in jobs if job.mode != PipelineJob.Mode.SCORING_ONLY]
    if fuller:
        store_leads(lead_ids=fuller)
    finish(jobs)


def finish(jobs, last_error="", skipped=None):
    """End held jobs, or put those asked for again back into the queue, and count the ended ones for their runs."""
    again = [job.pk for job in jobs if job.again]
    PipelineJob.objects.filter(pk__in=again).update(
        status=PipelineJob.Status.PENDING,
        phase=PipelineJob.Phase.PROFILE,
        again=False,
        attempts=0,
        lease=None,
        lease_until=None,
    )
    ended = [job for job in jobs if not job.again]
    for mode in {job.mode for job in ended}:
        PipelineJob.objects.filter(pk__in=[job.pk for job in ended if job.mode == mode]).update(
            status=PipelineJob.Status.READY,
            phase=PipelineJob.Phase.FINALIZE,
            skipped=skipped or skipped_phases(mode),
            lease=None,
            lease_until=None,
            last_error=last_error,
            finished_at=timezone.now(),
        )
    for run_id, count in sorted(Counter(job.run_id for job in ended).items()):
        PipelineRun.objects.filter(pk=run_id).update(completed=F("completed") + count)
        finish_if_done(run_id)


def fail(job, error):
    """Put a job back for later, or end it ready with what is missing named on the lead."""
    reason = f"{type(error).__name__}: {error}"[:500]
    if job.attempts >= MAX_ATTEMPTS:
        give_up(job, reason)
        return
    PipelineJob.objects.filter(pk=job.pk, lease=job.lease).update(
        status=PipelineJob.Status.PENDING,
        lease=None,
        lease_until=None,
        not_before=timezone.now() + RETRY_AFTER * 2 ** (job.attempts - 1),
        last_error=reason,
    )


def give_up(job, reason):
    missing = "profile" if job.mode == PipelineJob.Mode.ENRICH_ONLY else "score"
    with transaction.atomic():
        held = hold([job])
        Lead.objects.filter(pk__in=[job.lead_id for job in held]).exclude(missing__contains=[missing]).update(
            missing=Func(F("missing"), Value(missing), function="array_append")
        )
        finish(held, last_error=reason, skipped=[f"{job.phase}: failed"])


def recover_expired_leases():
    """Return the jobs of dead workers to the queue. Returns how many were found."""
    expired = PipelineJob.objects.filter(status=PipelineJob.Status.PROCESSING, lease_until__lt=timezone.now())
    recovered = 0
    for job in expired.filter(attempts__gte=MAX_ATTEMPTS)[:1000]:
        with suppress(LeaseLost):
            give_up(job, job.last_error or "the worker stopped while this was in work")
            recovered += 1
    return recovered + expired.filter(attempts__lt=MAX_ATTEMPTS).update(
        status=PipelineJob.Status.PENDING, lease=None, lease_until=None
    )

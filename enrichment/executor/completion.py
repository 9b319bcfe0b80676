"""The end of a job: score the lead, locate it, share it with the pool. A job that waits is scored once before."""

import json
import logging
from collections import defaultdict
from functools import partial

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.work import leases
from autoreach.work.claims import describe
from autoreach.work.wakeups import enqueue
from enrichment.ai_scoring.wanted import note_wanted, score
from enrichment.executor.stages import skipped_phases
from enrichment.executor.waiting import status_for
from enrichment.jobs import releasing
from enrichment.jobs.schedule import PRIORITY as SCHEDULE_PRIORITY
from enrichment.models import PipelineJob, PipelineRun
from leads.models import Lead, Offer
from leads.taxonomy.places import parse_place
from pool.profiles import store_leads
from scoring.models import ScoreChange
from scoring.readings import with_readings
from scoring.scores import lock_leads, lock_scores, write_scores
from scoring.snapshot import load_snapshots

logger = logging.getLogger(__name__)

Mode = PipelineJob.Mode
# What the end of a job reads of its locked row.
HELD = ("workspace", "run", "lead", "offer", "mode", "priority", "requested_again", "skipped")
# Why a run scores leads, as their history says it.
CAUSES = {
    PipelineRun.Purpose.RESCORE: ScoreChange.Cause.BY_HAND,
    PipelineRun.Purpose.CORRECTION: ScoreChange.Cause.CORRECTED,
    PipelineRun.Purpose.PROFILE: ScoreChange.Cause.PROFILE,
    PipelineRun.Purpose.OFFER: ScoreChange.Cause.OFFER,
    PipelineRun.Purpose.SCHEDULE: ScoreChange.Cause.SCHEDULE,
}


def finish_works(works):
    """Score and end the jobs; those that wait are scored once and go back to the queue."""
    groups = defaultdict(list)
    for work in works:
        job = work.job
        scored = job.is_scored and not (work.waits and job.scored)
        groups[job.offer_id if scored else None, job.workspace_id].append(work)
    for (offer_id, _), group in groups.items():
        finish_group(group, offer_id)


def finish_group(works, offer_id):
    """A batch that fails is halved until the failing lead is alone."""
    try:
        score_and_end(works, offer_id)
    except leases.LeaseLost:
        logger.warning("lease lost on %s jobs", len(works))
    except Exception as error:
        logger.exception("batch of %s jobs failed", len(works))
        if len(works) > 1:
            middle = len(works) // 2
            finish_group(works[:middle], offer_id)
            finish_group(works[middle:], offer_id)
        else:
            releasing.fail(works[0].job, describe(error))


def score_and_end(works, offer_id):
    jobs = [work.job for work in works]
    offer = Offer.objects.select_related("workspace").filter(pk=offer_id).first()
    if offer_id and offer is None:
        logger.info("offer %s was deleted with its jobs, of which %s were in work", offer_id, len(jobs))
    elif offer:
        note_scoring(jobs)
        waiting = {work.job.lead_id for work in works if work.waits}
        snapshots = with_readings(
            load_snapshots(lead_ids=[job.lead_id for job in jobs], offer=offer),
            after_batch=partial(leases.renew, jobs[0].lease),
        )
        # a lead of which nothing is known yet would get the score of an empty profile
        cards, wanted = score([each for each in snapshots if not (each.is_blank and each.lead_id in waiting)], offer)
        to_read = wanted.keys() - waiting - not_to_read(jobs)
        leases.retry_on_contention(jobs[0].lease, write_scored, works, offer, cards, to_read)
    else:
        leases.retry_on_contention(jobs[0].lease, write_ended, works)


def note_scoring(jobs):
    """Show where the jobs stand. The claim of one that only scores has shown it."""
    others = [job.pk for job in jobs if job.phase != PipelineJob.Phase.SCORING]
    PipelineJob.objects.filter(pk__in=others, lease=jobs[0].lease).update(phase=PipelineJob.Phase.SCORING)


def write_scored(works, offer, cards, to_read):
    with connection.cursor() as cursor:
        lock_scores(cursor, offer.pk)
    held = hold_all(works)
    leads = {job.lead_id for job in held}
    cards = [card for card in cards if card.lead_id in leads]
    scored = {card.lead_id for card in cards}
    if cards:
        ended = leads - {work.job.lead_id for work in works if work.waits}
        write_scores(offer=offer, scorecards=cards, causes=causes_of(held), enriched=ended)
        releasing.clear_missing(scored, "score")
        book_scoring(held[0], len(cards))
    if to_read & scored:
        note_wanted(offer, to_read & scored)
        enqueue("enrichment.tasks.read_leads", queue="slow")
    end_or_put_off(works, held, scored=scored)


def not_to_read(jobs) -> set:
    """Leads scored by schedule or for a user who may not spend: no one asked for what the AI would cost."""
    return {job.lead_id for job in jobs if not job.asks_ai}


def causes_of(jobs) -> dict:
    """Lead → why it is scored, where that is known."""
    runs = PipelineRun.objects.filter(pk__in={job.run_id for job in jobs})
    purposes = dict(runs.values_list("pk", "purpose"))
    causes = {job.lead_id: cause_of(job, purposes.get(job.run_id)) for job in jobs}
    return {pk: cause for pk, cause in causes.items() if cause}


def cause_of(job, purpose):
    """A job that joins the open one of another run keeps that one's cause, unless the other was the schedule's."""
    if job.mode != Mode.SCORING_ONLY:
        return ScoreChange.Cause.ENRICHED
    if purpose == PipelineRun.Purpose.SCHEDULE and job.priority < SCHEDULE_PRIORITY:
        return None
    return CAUSES.get(purpose)


def write_ended(works):
    end_or_put_off(works, hold_all(works))


def hold_all(works):
    return leases.hold_all([work.job for work in works], only=HELD)


def end_or_put_off(works, held, *, scored=()):
    held = {job.pk: job for job in held}
    works = [work for work in works if work.job.pk in held]
    releasing.put_off([waiting_row(work, scored) for work in works if work.waits])
    end([work for work in works if not work.waits], held)


def book_scoring(job, count):
    ledger.note_local_work(
        workspace_id=job.workspace_id, offer_id=job.offer_id, purpose="scoring", worker="local scorer", units=count
    )


def waiting_row(work, scored):
    """What `releasing.put_off` writes of a job that waits."""
    waits = work.waits.values()
    return {
        "id": work.job.pk,
        "until": min(wait.until for wait in waits),
        "status": status_for(waits),
        "waits_for": "; ".join(sorted({wait.reason for wait in waits})),
        "skipped": reasons_of(work),
        "failed": sorted({wait.failed for wait in waits} - {""}),
        "scored": int(work.job.lead_id in scored),
    }


def reasons_of(work):
    latest = {reason.partition(":")[0]: reason[:200] for reason in (*work.job.skipped, *work.skipped)}
    return list(latest.values())


def end(works, held):
    if not works:
        return
    lead_ids = sorted(work.job.lead_id for work in works)
    with connection.cursor() as cursor:
        lock_leads(cursor, lead_ids)
    locate([work.subject for work in works if work.job.mode != Mode.SCORING_ONLY])
    now = timezone.now()
    fuller = [work.job.lead_id for work in works if work.job.mode != Mode.SCORING_ONLY]
    Lead.objects.among(lead_ids).filter(Q(pk__in=fuller) | Q(enriched_at=None)).update(enriched_at=now)
    if fuller:
        releasing.clear_missing(fuller, "profile")
        store_leads(lead_ids=fuller)
    for work in works:
        held[work.job.pk].skipped = list(dict.fromkeys(skipped_phases(work.job) + reasons_of(work)))
    releasing.finish([held[work.job.pk] for work in works])


def locate(subjects):
    """Store where leads are, of workspaces with an offer that asks for places."""
    workspaces = {subject.lead.workspace_id for subject in subjects}
    asking = Offer.objects.active().filter(workspace__in=workspaces).exclude(locations=[])
    asking = set(asking.values_list("workspace", flat=True))
    rows = [place_row(subject.lead) for subject in subjects if subject.lead.workspace_id in asking]
    store_places([row for row in rows if row])


def place_row(lead):
    """What is to be stored of the lead's location; None where it names no place, or that is stored already."""
    place = parse_place(lead.location)
    found = {"city": place.city.title()[:100], "region": place.region.title()[:100], "country": place.country[:2]}
    if not place or all(getattr(lead, name) == value for name, value in found.items()):
        return None
    return {"id": lead.pk, "location": lead.location, **found}


def store_places(rows):
    """A lead whose location has changed since keeps what it has."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE leads_lead l SET city = t.city, region = t.region, country = t.country
            FROM jsonb_to_recordset(%s::jsonb) AS t(id bigint, location text, city text, region text, country text)
            WHERE l.id = t.id AND l.location = t.location
            """,
            [json.dumps(rows)],
        )

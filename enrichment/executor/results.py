"""Results into the database, in one transaction a batch: calls booked, what they brought stored, steps ticked off."""

import json
import logging
from collections import defaultdict

from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.waits import Deferral
from autoreach.work import leases
from enrichment.jobs import claims
from enrichment.models.pipeline import PipelineJob
from enrichment.steps import Outcome
from leads.identity.platforms import HANDLE_FIELDS
from leads.models import Lead
from scoring.scores import lock_leads

logger = logging.getLogger(__name__)


def write_results(answered, ended):
    """Within a transaction. Returns the ids of the jobs still held; of others only the calls are booked."""
    jobs = {running.work.job.pk: running.work.job for running in ended}
    jobs |= {each.subject.job.pk: each.subject.job for each in answered}
    held = {job.pk for job in claims.hold(list(jobs.values()))}
    ledger.book(answered, held=held)
    kept = [running for running in ended if running.work.job.pk in held]
    lock_leads_of(kept)
    set_aside_outdated(kept)
    store_outcomes([running for running in kept if running.outcome])
    tick_off(kept)
    return held


def lock_leads_of(runnings):
    with connection.cursor() as cursor:
        lock_leads(cursor, sorted({running.work.subject.lead.pk for running in runnings}))


def set_aside_outdated(runnings):
    """What came of an account that was taken from the lead meanwhile, by an undo or by hand, is not the lead's."""
    lead_ids = [each.work.subject.lead.pk for each in runnings]
    leads = Lead.objects.only(*HANDLE_FIELDS.values(), "x_user_id").in_bulk(lead_ids)
    for running in runnings:
        platform, lead = running.step.read_from, running.work.subject.lead
        now = leads.get(lead.pk)
        if platform and now and account(now, platform) != account(lead, platform):
            running.outcome = None
            running.deferral = Deferral(timezone.now(), PipelineJob.Status.PENDING, "its profile is another now")


def account(lead, platform):
    return getattr(lead, HANDLE_FIELDS[platform])


def store_outcomes(runnings):
    """Each step writes its values together; where that fails, one by one, and the one that fails brought nothing."""
    by_step = defaultdict(list)
    for running in runnings:
        if running.outcome.value is not None:
            by_step[running.step].append(running)
    for step, group in by_step.items():
        try:
            with transaction.atomic():
                step.store([(running.work.subject, running.outcome.value) for running in group])
        except Exception as error:
            if leases.is_contention(error):
                raise
            logger.exception("storing %s results of %s failed", len(group), step.name)
            for running in group:
                store_alone(running)


def store_alone(running):
    try:
        with transaction.atomic():
            running.step.store([(running.work.subject, running.outcome.value)])
    except Exception as error:
        if leases.is_contention(error):
            raise
        logger.exception("storing %s of lead %s failed", running.step.name, running.work.subject.lead.pk)
        running.outcome = Outcome(missing="what came could not be stored")


def tick_off(runnings):
    """Remember which steps are over, and what they did not bring. Safe to repeat, as `retry_on_contention` may."""
    over = [running for running in runnings if not running.deferral]
    for running in over:
        job, label = running.work.job, running.step.label
        if running.step.name not in job.done:
            job.done.append(running.step.name)
        if running.outcome.missing:
            running.work.skipped.append(f"{label}: {running.outcome.missing}")
        job.phase = running.step.phase
    claims.note_progress({running.work.job.pk: running.work.job for running in runnings}.values())
    note_missing(over)


def note_missing(runnings):
    """A lead names the steps that should have brought something and did not; one that now did is named no more."""
    rows = [
        {"id": running.work.subject.lead.pk, "label": running.step.label, "missing": bool(running.outcome.missing)}
        for running in runnings
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

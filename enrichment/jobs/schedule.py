"""Scores age: what a signal is worth falls each day. Those that are due are queued once more, set-wise."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from enrichment.jobs.opening import rescore
from enrichment.models import PipelineJob, PipelineRun
from leads.models import Lead, Offer
from scoring.models import AGING, BuyerScore
from scoring.scores import lock_scores

# After all that a user waits for.
PRIORITY = 90
MOST = 2_000
KEPT = timedelta(days=1)
RUNS_FORGOTTEN = 10


def rescore_due() -> int:
    """Queue what is due of each offer in use, up to so many at once. Returns how many."""
    due = BuyerScore.objects.filter(offer=OuterRef("pk"), state__in=AGING, rescore_at__lte=Now())
    return sum(rescore_due_of(offer) for offer in Offer.objects.active().filter(Exists(due)).order_by("pk"))


@transaction.atomic
def rescore_due_of(offer) -> int:
    """Locks are taken in the order that `scoring.scores` names: the offer's, jobs, leads, and the scores last."""
    with connection.cursor() as cursor:
        lock_scores(cursor, offer.pk)
        lead_ids = due_of(offer)
        leads = Lead.objects.filter(pk__in=lead_ids)
        purpose = PipelineRun.Purpose.SCHEDULE
        queued = rescore(
            workspace=offer.workspace, offer=offer, leads=leads, purpose=purpose, priority=PRIORITY, asks_ai=False
        )
        look_again_tomorrow(cursor, offer, lead_ids)
        return queued


def due_of(offer) -> list[int]:
    """Leads that are due, longest first. They are not locked."""
    due = BuyerScore.objects.filter(offer=offer, state__in=AGING, rescore_at__lte=Now()).order_by("rescore_at")
    return list(due.values_list("lead", flat=True)[:MOST])


def look_again_tomorrow(cursor, offer, lead_ids):
    """The leads are due again in a day, in case they cannot be scored now."""
    cursor.execute(
        """
        UPDATE scoring_buyerscore b SET rescore_at = now() + interval '1 day' FROM (
            SELECT id FROM scoring_buyerscore WHERE offer_id = %s AND lead_id = ANY(%s) ORDER BY lead_id FOR UPDATE
        ) AS due WHERE b.id = due.id
        """,
        [offer.pk, lead_ids],
    )


@transaction.atomic
def forget_rescored() -> int:
    """Delete what was done by schedule a day ago: each score would leave a row each time. Returns how many jobs."""
    done = PipelineRun.objects.filter(purpose=PipelineRun.Purpose.SCHEDULE, finished_at__lt=Now() - KEPT)
    runs = list(done.order_by("finished_at").select_for_update(skip_locked=True)[:RUNS_FORGOTTEN])
    deleted, _ = PipelineJob.objects.filter(run__in=runs).delete()
    PipelineRun.objects.filter(pk__in=[run.pk for run in runs]).delete()
    return deleted

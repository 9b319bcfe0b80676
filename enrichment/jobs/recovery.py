"""What each minute finds and puts right: every state that a crash, a lost wake-up or a pause leaves behind."""

from datetime import timedelta
from functools import partial, reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.budget import left_this_month
from autoreach.calls.prices import x_usd
from autoreach.calls.waits import NO_ROOM
from autoreach.providers.errors import AuthFailed, Misconfigured, OutOfCredits, Unavailable
from autoreach.providers.registry import PROVIDERS
from autoreach.work import claims
from autoreach.work.sweeps import run_each
from enrichment.ai_scoring import batches
from enrichment.finding.applying import apply_waiting
from enrichment.jobs.opening import close_runs, note_new_leads, open_offer_jobs, open_search_jobs
from enrichment.jobs.releasing import give_up, put_back, settle_without_job
from enrichment.jobs.schedule import forget_rescored, rescore_due
from enrichment.jobs.search_completion import complete_searches
from enrichment.jobs.transitions import REOPEN, RESUME
from enrichment.models import AIBatch, PipelineJob, PipelineRun, ai_reading
from enrichment.models.pipeline import OWNER
from leads.models import Search, Workspace
from leads.workspaces.outreach_window import next_opening
from scoring.scores import lock_scores, lock_scores_of

Status = PipelineJob.Status
RECENT = timedelta(hours=1)
# Jobs that try whether a provider works again.
TRYING = 3


def recover():
    """All sweeps, each after those it builds on. One that fails does not stop the others."""
    run_each(
        recover_expired_leases,
        ledger.mark_lost_calls,
        resume_paused,
        note_unannounced_searches,
        open_noted_runs,
        finalize_ended,
        score_ended,
        rescore_due,
        forget_rescored,
        apply_waiting,
        batches.sweep,
        close_runs,
        settle_not_scored,
        complete_searches,
        forget_answers_of_ended_jobs,
    )


def forget_answers_of_ended_jobs():
    """Jobs and batches that were deleted leave their kept answers behind. Returns how many were dropped."""
    of_jobs = ledger.forget_answers_except(OWNER, PipelineJob.objects.exclude(status=Status.READY))
    return of_jobs + ledger.forget_answers_except(ai_reading.OWNER, AIBatch.objects.all())


def recover_expired_leases():
    """Return the jobs of dead workers to the queue, or give up those that were claimed too often. Returns how many."""
    return claims.recover(PipelineJob.objects.all(), put_back=put_back, give_up=give_up_broken_off)


def give_up_broken_off(job):
    give_up(job, job.last_error or "the worker stopped while this was in work")


def resume(jobs):
    """Make put-off or paused jobs due at once. Returns how many."""
    return RESUME.write(jobs, not_before=None)


def resume_paused():
    """Paused jobs whose time has come, and those of workspaces whose budget has room again. Returns how many."""
    paused = PipelineJob.objects.filter(status__in=[Status.BILLING_PAUSED, Status.OUTSIDE_WINDOW])
    resumed = resume(paused.filter(not_before__lte=timezone.now()))
    return resumed + resume_in_budget(paused) + resume_in_window(paused)


def resume_in_budget(paused):
    """As many jobs as what is left could pay one call for: all at once would only be paused again, each minute."""
    waiting, resumed = paused.filter(waits_for__contains=NO_ROOM), 0
    for workspace in Workspace.objects.filter(pk__in=waiting.values("workspace")):
        ours, left = waiting.filter(workspace=workspace), left_this_month(workspace.pk)
        price = x_usd(users=1)
        if left is not None and price:
            affordable = int(left / price)
            # at random, so that calls too expensive for the rest do not keep cheaper ones waiting
            ours = paused.filter(pk__in=list(ours.order_by("?").values_list("pk", flat=True)[:affordable]))
        resumed += resume(ours)
    return resumed


def resume_in_window(paused):
    """Jobs that wait for an outreach window that was opened or widened since."""
    waiting = paused.filter(status=Status.OUTSIDE_WINDOW)
    workspaces = Workspace.objects.filter(pk__in=waiting.values("workspace"))
    open_now = [workspace.pk for workspace in workspaces if next_opening(workspace) is None]
    return resume(waiting.filter(workspace__in=open_now))


def waiting_for(provider, *errors):
    """Jobs that wait for a provider for one of these reasons."""
    waits = (Q(waits_for__contains=PROVIDERS[provider].says(kind)) for kind in errors)
    return PipelineJob.objects.filter(
        reduce(or_, waits), status__in=[Status.PENDING, Status.BILLING_PAUSED], not_before__isnull=False
    )


def resume_waiting_for(provider):
    """Jobs that wait for a provider's credit, key, set-up or answer, once it works again. Returns how many."""
    return resume(waiting_for(provider, OutOfCredits, AuthFailed, Misconfigured, Unavailable))


def resume_to_try(provider):
    """Some of those jobs, to find out whether it works again, and all that wait for an answer. Returns how many."""
    waiting = waiting_for(provider, OutOfCredits, AuthFailed, Misconfigured).order_by("priority", "id")
    trying = PipelineJob.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[:TRYING]))
    return resume(waiting_for(provider, Unavailable)) + resume(trying)


def note_unannounced_searches():
    """Searches that brought leads and never had a run, as where their news was lost. Returns how many."""
    since = timezone.now() - RECENT
    without_run = Search.objects.filter(run=None, created_at__gte=since).filter(Q(created__gt=0) | Q(updated__gt=0))
    searches = list(without_run.exclude(status__in=[Search.Status.UNDONE, Search.Status.FAILED])[:100])
    for search in searches:
        note_new_leads(search)
    return len(searches)


def open_noted_runs():
    runs = PipelineRun.objects.filter(opening=True).order_by("id").values_list("id", "search")[:100]
    run_each(*(partial(open_search_jobs if search else open_offer_jobs, run_id) for run_id, search in runs))


ENDED_LATELY = """
    FROM enrichment_pipelinerun r JOIN enrichment_pipelinejob j ON j.run_id = r.id JOIN leads_lead l ON l.id = j.lead_id
    {joins} WHERE r.created_at > now() - %(recent)s::interval AND {ended} AND {condition}
        AND NOT EXISTS (SELECT FROM enrichment_pipelinejob o WHERE o.lead_id = j.lead_id
            AND o.offer_id IS NOT DISTINCT FROM j.offer_id AND o.status <> 'ready')
"""


def finalize_ended():
    """Jobs that ended without finalising their lead: done once more, without a call."""
    return reopen("l.enriched_at IS NULL")


def score_ended():
    """Jobs that ended without the score they were for, where no failure explains it."""
    return reopen(
        "b.state = 'not_scored' AND NOT ('score' = ANY(l.missing))"
        " AND (j.mode IN ('full', 'scoring_only') OR 'scoring' = ANY(j.steps))",
        "JOIN scoring_buyerscore b ON b.lead_id = j.lead_id AND b.offer_id = j.offer_id",
    )


# An offer whose runs are finished has no open job, so that all it finds is to be settled, and none is read in vain.
NOT_SCORED = """
    SELECT o.id, array_agg(b.lead_id) FROM leads_offer o CROSS JOIN LATERAL (
        SELECT lead_id FROM scoring_buyerscore WHERE offer_id = o.id AND state = 'not_scored' LIMIT 1000
    ) AS b WHERE NOT EXISTS (SELECT FROM enrichment_pipelinerun r WHERE r.offer_id = o.id AND r.finished_at IS NULL)
    GROUP BY o.id ORDER BY o.id
"""


def settle_not_scored():
    """Leads that still wait for a score once all work for the offer has ended. Returns how many were looked at."""
    with connection.cursor() as cursor:
        cursor.execute(NOT_SCORED)
        found = cursor.fetchall()
        for offer_id, lead_ids in found:
            with transaction.atomic():
                lock_scores(cursor, offer_id)
                settle_without_job(offer_id, lead_ids)
    return sum(len(lead_ids) for _, lead_ids in found)


@transaction.atomic
def reopen(condition, joins=""):
    """Put ended jobs back into the queue, one for each lead and offer. Returns how many.

    In one transaction with what their runs count: a recount between both would count them twice.
    """
    ended = ENDED_LATELY.format(condition=condition, joins=joins, ended=REOPEN.allowed_sql("j"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT j.run_id, j.offer_id {ended} GROUP BY 1, 2", {"recent": RECENT})
        runs = lock_runs(cursor.fetchall())
        if not runs:
            return 0
        # who holds runs waits for no job: a deletion goes from jobs to runs
        cursor.execute(
            f"""
            WITH found AS (
                SELECT DISTINCT ON (j.lead_id, j.offer_id) j.id, j.run_id {ended} AND r.id = ANY(%(runs)s)
                ORDER BY j.lead_id, j.offer_id, j.id DESC
            ), held AS MATERIALIZED (
                SELECT id FROM enrichment_pipelinejob WHERE id IN (SELECT id FROM found)
                ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
            ), reopened AS (
                UPDATE enrichment_pipelinejob j SET status = '{REOPEN.target()}', attempts = 0, not_before = NULL,
                    finished_at = NULL, scored = false
                FROM held WHERE j.id = held.id RETURNING j.run_id
            )
            SELECT run_id, count(*) FROM reopened GROUP BY run_id ORDER BY run_id
            """,
            {"recent": RECENT, "runs": runs},
        )
        counts = cursor.fetchall()
    for run_id, count in counts:
        PipelineRun.objects.filter(pk=run_id).update(completed=F("completed") - count, finished_at=None)
    return sum(count for _, count in counts)


def lock_runs(found):
    """Lock runs and the scores of their offers before any job, as who opens jobs does. Returns the ids of the runs."""
    lock_scores_of({offer_id for _, offer_id in found if offer_id})
    runs = PipelineRun.objects.filter(pk__in={run_id for run_id, _ in found}).order_by("pk")
    return list(runs.select_for_update(no_key=True).values_list("pk", flat=True))

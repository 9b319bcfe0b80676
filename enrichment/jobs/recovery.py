"""What every minute finds and mends, with no hand on it: each is a state that a crash or a pause can leave behind."""

from datetime import timedelta

from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from autoreach.calls.budget import left_this_month
from autoreach.calls.prices import x_usd
from autoreach.calls.waits import NO_ROOM
from autoreach.providers.errors import AuthFailed, OutOfCredits, Unavailable
from autoreach.providers.registry import PROVIDERS
from enrichment.finding import decisions
from enrichment.jobs import opening
from enrichment.jobs.claims import recover_expired_leases
from enrichment.models import PipelineJob, PipelineRun
from leads.models import Search, Workspace
from leads.workspaces.outreach_window import next_opening

RECENT = timedelta(hours=1)


def mend():
    """All of them, in the order in which one may depend on another."""
    recover_expired_leases()
    resume_paused()
    note_searches_never_started()
    open_noted_runs()
    finalize_scored()
    score_ready()
    decisions.settle_waiting()
    opening.finish_if_done()


def resume_paused():
    """Paused jobs whose time has come, and those of workspaces whose budget has room again. Returns how many."""
    paused = PipelineJob.objects.filter(
        status__in=[PipelineJob.Status.BILLING_PAUSED, PipelineJob.Status.OUTSIDE_WINDOW]
    )
    come = paused.filter(not_before__lte=timezone.now())
    resumed = come.update(status=PipelineJob.Status.PENDING, not_before=None)
    return resumed + resume_in_budget(paused) + resume_in_window(paused)


def resume_in_budget(paused):
    """As many jobs as what is left could pay one call for: all at once would only be paused again, each minute."""
    waiting, resumed = paused.filter(waits_for__contains=NO_ROOM), 0
    for workspace in Workspace.objects.filter(pk__in=waiting.values("workspace")):
        ours, left = waiting.filter(workspace=workspace), left_this_month(workspace.pk)
        price = x_usd(users=1)
        if left is not None and price:
            affordable = int(left / price)
            # by chance, so that calls too dear for the rest do not keep cheaper ones waiting
            ours = paused.filter(pk__in=list(ours.order_by("?").values_list("pk", flat=True)[:affordable]))
        resumed += ours.update(status=PipelineJob.Status.PENDING, not_before=None)
    return resumed


def resume_in_window(paused):
    """Jobs that wait for a window that was opened, or widened, since."""
    waiting = paused.filter(status=PipelineJob.Status.OUTSIDE_WINDOW)
    open_now = [
        workspace.pk
        for workspace in Workspace.objects.filter(pk__in=waiting.values("workspace"))
        if next_opening(workspace) is None
    ]
    return waiting.filter(workspace__in=open_now).update(status=PipelineJob.Status.PENDING, not_before=None)


def resume_waiting_for(provider):
    """What was put off for want of a provider's credit, key or answer, and could go on since. Returns how many."""
    says = PROVIDERS[provider].says
    put_off = PipelineJob.objects.filter(
        Q(waits_for__contains=says(OutOfCredits))
        | Q(waits_for__contains=says(AuthFailed))
        | Q(waits_for__contains=says(Unavailable)),
        status__in=[PipelineJob.Status.PENDING, PipelineJob.Status.BILLING_PAUSED],
    )
    return put_off.update(status=PipelineJob.Status.PENDING, not_before=None)


def note_searches_never_started():
    """Searches that brought leads which nobody was told of. Returns how many."""
    since = timezone.now() - RECENT
    unheard = Search.objects.filter(run=None, created_at__gte=since).filter(Q(created__gt=0) | Q(updated__gt=0))
    unheard = list(unheard.exclude(status__in=[Search.Status.UNDONE, Search.Status.FAILED])[:100])
    for search in unheard:
        opening.note_new_leads(search)
    return len(unheard)


def open_noted_runs():
    for run_id in PipelineRun.objects.filter(opening=True).order_by("id").values_list("id", flat=True)[:100]:
        opening.open_search_jobs(run_id)


ENDED_LATELY = """
    FROM enrichment_pipelinerun r JOIN enrichment_pipelinejob j ON j.run_id = r.id JOIN leads_lead l ON l.id = j.lead_id
    {joins} WHERE r.created_at > now() - %(recent)s::interval AND j.status = 'ready' AND {condition}
        AND NOT EXISTS (SELECT FROM enrichment_pipelinejob o WHERE o.lead_id = j.lead_id
            AND o.offer_id IS NOT DISTINCT FROM j.offer_id AND o.status <> 'ready')
"""


def finalize_scored():
    """Jobs that ended although their lead was never finalised: done once more, without asking anybody."""
    return reopen("l.enriched_at IS NULL")


def score_ready():
    """Jobs that ended without the score they were for, where no failure explains it."""
    return reopen(
        "b.state = 'not_scored' AND NOT ('score' = ANY(l.missing)) AND j.mode IN ('full', 'scoring_only')",
        "JOIN scoring_buyerscore b ON b.lead_id = j.lead_id AND b.offer_id = j.offer_id",
    )


def reopen(condition, joins=""):
    """Put jobs back into the queue, once for each lead and offer. Returns how many."""
    lately = ENDED_LATELY.format(condition=condition, joins=joins)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH found AS (
                SELECT DISTINCT ON (j.lead_id, j.offer_id) j.id, j.run_id {lately}
                ORDER BY j.lead_id, j.offer_id, j.id DESC
            ), reopened AS (
                UPDATE enrichment_pipelinejob j SET status = 'pending', attempts = 0, not_before = NULL,
                    finished_at = NULL, scored = false
                FROM found WHERE j.id = found.id RETURNING j.run_id
            )
            SELECT run_id, count(*) FROM reopened GROUP BY run_id
            """,
            {"recent": RECENT},
        )
        counts = cursor.fetchall()
    for run_id, count in counts:
        PipelineRun.objects.filter(pk=run_id).update(completed=F("completed") - count, finished_at=None)
    return sum(count for _, count in counts)

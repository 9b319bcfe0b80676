"""Opening the jobs that a search or a user requests."""

import json
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Now

from enrichment.jobs.joining import insert_or_join, lock_open_jobs
from enrichment.models.pipeline import CHOICES, PipelineJob, PipelineRun, are_slow, ends_with_score, steps_of
from leads.models import BuyerState
from leads.sources.registry import POOL, source_of
from scoring.models import BuyerScore
from scoring.scores import ensure_scores, lock_scores

RESCORE_PRIORITY = 10
# After people who were added or chosen by hand, before imports.
OFFER_PRIORITY = 40


def note_new_leads(search):
    """Remember, in the transaction that added leads, that they need jobs. Returns the run's id."""
    purpose = PipelineRun.Purpose.POOL if search.kind == POOL else PipelineRun.Purpose.SEARCH
    run, _ = PipelineRun.objects.update_or_create(
        search=search,
        defaults={"opening": True, "finished_at": None},
        create_defaults={
            "workspace_id": search.workspace_id,
            "offer_id": search.offer_id,
            "purpose": purpose,
            "opening": True,
        },
    )
    return run.pk


# Those of earlier batches have their job. Only the index by lead can serve: statistics know nothing of a new run.
LEADS_OF_SEARCH = """
    SELECT DISTINCT lead_id FROM leads_leadsource s WHERE search_id = %(search)s AND NOT EXISTS (
        SELECT FROM enrichment_pipelinejob j WHERE j.lead_id = s.lead_id AND j.run_id + 0 = %(run)s OFFSET 0
    )
"""


def open_search_jobs(run_id):
    """Give every lead of the run's search a buyer score row and a job, once. Safe to repeat."""
    offer_id = PipelineRun.objects.filter(pk=run_id, opening=True).values_list("offer", flat=True).first()
    with transaction.atomic():
        if offer_id:
            with connection.cursor() as cursor:
                lock_scores(cursor, offer_id)
        run = (
            PipelineRun.objects.select_for_update(of=("self",))
            .select_related("search")
            .filter(pk=run_id, opening=True)
            .first()
        )
        if run is None:
            return 0
        params = {"search": run.search_id, "run": run.pk}
        return open_jobs(run, LEADS_OF_SEARCH, params, mode_for(run), source_of(run.search.kind).priority)


def note_offer_run(offer, purpose):
    """Remember, in a transaction, that leads of the offer need scores; `purpose` says which. Returns the run's id."""
    noted = PipelineRun.objects.filter(offer=offer, purpose=purpose, opening=True)
    # a worker that opens the jobs of a run has locked it, and may have chosen the leads before this change
    run = noted.select_for_update(skip_locked=True, of=("self",)).first()
    if run is None:
        run = PipelineRun.objects.create(workspace_id=offer.workspace_id, offer=offer, purpose=purpose, opening=True)
    return run.pk


# The leads that a run of an offer without a search is about. Each lead is looked up by its index: NOT IN compares it
# with every score where those do not fit into the server's work_mem.
LEADS_OF_OFFER = {
    PipelineRun.Purpose.OFFER: """
        SELECT lead_id FROM scoring_buyerscore WHERE offer_id = %(offer)s AND state <> 'manual'
    """,
    PipelineRun.Purpose.UNSCORED: """
        SELECT id AS lead_id FROM leads_lead l WHERE workspace_id = %(workspace)s AND NOT EXISTS (
            SELECT FROM scoring_buyerscore b
            WHERE b.lead_id = l.id AND b.offer_id + 0 = %(offer)s AND b.state <> 'not_scored' OFFSET 0
        )
    """,
}


def open_offer_jobs(run_id):
    """Queue the leads that the run of an offer is about for scoring. Safe to repeat."""
    offer_id = PipelineRun.objects.filter(pk=run_id, opening=True).values_list("offer", flat=True).first()
    if offer_id is None:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        lock_scores(cursor, offer_id)
        run = PipelineRun.objects.select_for_update(of=("self",)).filter(pk=run_id, opening=True).first()
        if run is None:
            return 0
        params = {"offer": offer_id, "workspace": run.workspace_id}
        return open_jobs(run, LEADS_OF_OFFER[run.purpose], params, PipelineJob.Mode.SCORING_ONLY, OFFER_PRIORITY)


def mode_for(run):
    """Leads whose profile is known need none, those without an offer no score."""
    if source_of(run.search.kind).profiles_known:
        return PipelineJob.Mode.SCORING_ONLY if run.offer_id else PipelineJob.Mode.NO_OP
    return PipelineJob.Mode.FULL if run.offer_id else PipelineJob.Mode.ENRICH_ONLY


def rescore(*, workspace, offer, leads, purpose=PipelineRun.Purpose.RESCORE, priority=RESCORE_PRIORITY, asks_ai=True):
    """Queue the `leads` (a queryset of the workspace) for scoring against the offer. Returns how many.

    Leads with a manual state are left alone, as are those that are due anyway. A lead in work is scored once more after
    it; one that waits for a limit or a budget is scored at once with what is known. Where the AI scores, `asks_ai` says
    whether it may be paid to read the leads again.
    """
    leads = leads.exclude(pk__in=BuyerScore.objects.filter(offer=offer, state=BuyerState.MANUAL).values("lead"))
    return open_for(
        leads=leads,
        workspace=workspace,
        offer=offer,
        purpose=purpose,
        mode=PipelineJob.Mode.SCORING_ONLY,
        priority=priority,
        asks_ai=asks_ai,
    )


def enrich(*, workspace, offer, leads, steps, purpose=None, asks_ai=True):
    """Queue the `leads` (a queryset of the workspace) for the chosen steps (of CHOICES). Returns how many.

    Fresh profiles are fetched again, as the user chose. Without an offer, scoring is left out.
    """
    steps = [step for step in CHOICES if step in steps and (offer or step != "scoring")]
    if steps == ["scoring"]:
        purpose = purpose or PipelineRun.Purpose.RESCORE
        return rescore(workspace=workspace, offer=offer, leads=leads, purpose=purpose, asks_ai=asks_ai)
    if not steps:
        return 0
    return open_for(
        leads=leads,
        workspace=workspace,
        offer=offer,
        purpose=purpose or PipelineRun.Purpose.ENRICH,
        mode=PipelineJob.Mode.RE_ENRICH,
        priority=RESCORE_PRIORITY,
        steps=steps,
        asks_ai=asks_ai,
    )


def open_for(*, leads, workspace, offer, purpose, mode, priority, asks_ai, steps=()):
    """Open jobs for the `leads` (a queryset) in a run of their own; there is none where no job is opened."""
    with transaction.atomic(), connection.cursor() as cursor:
        if offer:
            lock_scores(cursor, offer.pk)
        run = PipelineRun.objects.create(workspace=workspace, offer=offer, purpose=purpose)
        sql, params = leads.filter(workspace=workspace).order_by().values_list("pk").query.sql_with_params()
        opened = open_jobs(run, sql, params, mode, priority, steps, asks_ai=asks_ai)
        PipelineRun.objects.filter(pk=run.pk, total=0).delete()
        return opened


@contextmanager
def wanted_leads(leads_sql, params):
    """A cursor with the table `wanted_lead` of the leads as they are now: all statements that open jobs see the same.

    With a key and statistics of its own: by those of tables that an import is filling, the planner takes both sides of
    a join for one row, and compares each lead with each job.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE wanted_lead (lead_id) ON COMMIT DROP AS " + leads_sql, params)
        cursor.execute("ALTER TABLE wanted_lead ADD PRIMARY KEY (lead_id); ANALYZE wanted_lead")
        yield cursor
        cursor.execute("DROP TABLE wanted_lead")


def open_jobs(run, leads_sql, params, mode, priority, steps=(), *, asks_ai=True):
    """Insert a job of this run for each lead that `leads_sql` selects.

    Where the jobs score, each lead gets a score row too, which says that its score is under way.

    A lead with an open job keeps that one: if it waits, it takes over the higher priority and the further steps; if it
    is in work, it is repeated. Returns how many leads will be worked on because of this call.
    """
    request = {
        "run": run.pk,
        "workspace": run.workspace_id,
        "offer": run.offer_id,
        "mode": mode,
        "priority": priority,
        "steps": list(steps),
        "asks_ai": asks_ai,
        "names": sorted(steps_of(steps)),
        "lane": PipelineJob.Lane.SLOW if are_slow(steps) else PipelineJob.Lane.FAST,
        "steps_of": json.dumps({name: sorted(choice.steps) for name, choice in CHOICES.items()}),
    }
    with wanted_leads(leads_sql, params) as cursor:
        if run.offer_id and ends_with_score(mode, steps):
            ensure_scores(offer=run.offer, leads_sql="SELECT lead_id FROM wanted_lead", params={})
        lock_open_jobs(cursor)
        opened, joined = insert_or_join(cursor, request)
    PipelineRun.objects.filter(pk=run.pk).update(total=F("total") + opened, opening=False)
    close_runs(run.pk)
    return opened + joined


def recount_runs(workspace_id):
    """Take leads that were deleted out of what the unfinished runs of a workspace count."""
    runs = PipelineRun.objects.filter(workspace=workspace_id, finished_at=None)
    for run_id in list(runs.order_by("pk").values_list("pk", flat=True)):
        # one run at a time: who waits for another must hold none
        with transaction.atomic():
            run = runs.select_for_update(no_key=True, of=("self",)).filter(pk=run_id).first()
            if run:
                ended = Count("pk", filter=Q(status=PipelineJob.Status.READY))
                counted = PipelineJob.objects.filter(run=run).aggregate(total=Count("pk"), completed=ended)
                PipelineRun.objects.filter(pk=run_id).update(**counted)
                close_runs(run_id)


def close_runs(run_id=None):
    """Finish the run, or all runs, that have no open job left; leads that were deleted leave none. Returns how many."""
    runs = PipelineRun.objects.filter(finished_at=None, opening=False)
    if run_id:
        runs = runs.filter(pk=run_id)
    open_jobs = PipelineJob.objects.filter(run=OuterRef("pk")).exclude(status=PipelineJob.Status.READY)
    return runs.exclude(Exists(open_jobs)).update(finished_at=Now())

"""Opening the jobs that a search or a user asks for."""

from django.db import connection, transaction
from django.db.models import F

from enrichment.models import PipelineJob, PipelineRun
from leads.models import Search
from leads.models.people import BuyerState
from scoring.models import BuyerScore
from scoring.scores import ensure_scores, lock_scores

PRIORITIES = {Search.Kind.MANUAL: 20, Search.Kind.POOL: 30, Search.Kind.CSV: 50, Search.Kind.EXAMPLE: 50}
RESCORE_PRIORITY = 10
# The pool's people come with their profile, and those of the example exist nowhere else.
KNOWN_ALREADY = {Search.Kind.POOL, Search.Kind.EXAMPLE}
# what the Enrich modal offers, in the order it is done
MODAL_STEPS = ("find_linkedin", "find_x", "profile", "activity", "web", "scoring")
SLOW_STEPS = {"find_linkedin", "find_x", "web"}


def note_new_leads(search):
    """Remember, in the transaction that added leads, that they need jobs. Returns the run's id."""
    purpose = PipelineRun.Purpose.POOL if search.kind == Search.Kind.POOL else PipelineRun.Purpose.SEARCH
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
        leads = "SELECT DISTINCT lead_id FROM leads_leadsource WHERE search_id = %(search)s"
        mode = PipelineJob.Mode.SCORING_ONLY if run.search.kind in KNOWN_ALREADY else PipelineJob.Mode.FULL
        mode = mode if run.offer_id else PipelineJob.Mode.ENRICH_ONLY
        return open_jobs(run, leads, {"search": run.search_id}, mode, PRIORITIES[run.search.kind])


def rescore(*, workspace, offer, leads):
    """Queue the `leads` (a queryset of the workspace) for scoring against the offer. Returns how many.

    Leads with a manual state are left alone, as are those that wait in the queue already; one that is just in work
    is done once more after it.
    """
    leads = leads.exclude(pk__in=BuyerScore.objects.filter(offer=offer, state=BuyerState.MANUAL).values("lead"))
    purpose = PipelineRun.Purpose.RESCORE
    return open_for(leads, workspace, offer, purpose, PipelineJob.Mode.SCORING_ONLY, RESCORE_PRIORITY)


def enrich(*, workspace, offer, leads, steps):
    """Queue the `leads` (a queryset of the workspace) for the chosen steps of MODAL_STEPS. Returns how many.

    What is still fresh is fetched again: the user asked for it. Without an offer, scoring is left out.
    """
    steps = [step for step in MODAL_STEPS if step in steps and (offer or step != "scoring")]
    if steps == ["scoring"]:
        return rescore(workspace=workspace, offer=offer, leads=leads)
    purpose = PipelineRun.Purpose.ENRICH
    return (
        open_for(leads, workspace, offer, purpose, PipelineJob.Mode.RE_ENRICH, RESCORE_PRIORITY, steps) if steps else 0
    )


def open_for(leads, workspace, offer, purpose, mode, priority, steps=()):
    with transaction.atomic():
        if offer:
            with connection.cursor() as cursor:
                lock_scores(cursor, offer.pk)
        run = PipelineRun.objects.create(workspace=workspace, offer=offer, purpose=purpose)
        sql, params = leads.filter(workspace=workspace).order_by().values_list("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE asked_for (lead_id) ON COMMIT DROP AS " + sql, params)
        opened = open_jobs(run, "SELECT lead_id FROM asked_for", {}, mode, priority, steps)
        PipelineRun.objects.filter(pk=run.pk, total=0).delete()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE asked_for")
        return opened


STEPS_OF_MODE = """CASE {0}.mode WHEN 'full' THEN '{{profile,activity,scoring}}'::varchar[]
    WHEN 'scoring_only' THEN '{{scoring}}' WHEN 'enrich_only' THEN '{{profile,activity}}' ELSE {0}.steps END"""


def open_jobs(run, leads_sql, params, mode, priority, steps=()):
    """Insert a score row and a job for each lead that `leads_sql` selects, unless this run has had one for it.

    A lead with an open job keeps that one: if it waits it takes over the more urgent priority and what is asked for
    besides, if it is in work it is done again. Returns how many leads will be worked on because of this call.
    """
    if run.offer_id:
        ensure_scores(offer=run.offer, leads_sql=leads_sql, params=params)
    lane = PipelineJob.Lane.SLOW if set(steps) & SLOW_STEPS else PipelineJob.Lane.FAST
    params |= {"run": run.pk, "workspace": run.workspace_id, "offer": run.offer_id, "mode": mode, "priority": priority}
    params |= {"steps": list(steps), "lane": lane}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH asked AS (
                INSERT INTO enrichment_pipelinejob AS j (workspace_id, run_id, lead_id, offer_id, mode, lane, steps,
                    done, status, phase, priority, attempts, failures, round, again, scored, skipped, waits_for,
                    last_error, created_at)
                SELECT %(workspace)s, %(run)s, lead_id, %(offer)s, %(mode)s, %(lane)s, %(steps)s::varchar[],
                    '{{}}', 'pending', 'profile', %(priority)s, 0, '{{}}', 0, false, false, '{{}}', '', '', now()
                FROM ({leads_sql}) AS leads
                WHERE NOT EXISTS (
                    SELECT FROM enrichment_pipelinejob j WHERE j.run_id = %(run)s AND j.lead_id = leads.lead_id
                )
                ORDER BY lead_id
                ON CONFLICT (lead_id, offer_id) WHERE NOT (status = 'ready') DO UPDATE SET
                    again = j.status = 'processing',
                    anew = j.anew OR (j.status = 'processing' AND excluded.mode <> 'scoring_only'),
                    priority = LEAST(j.priority, excluded.priority),
                    lane = CASE WHEN 'slow' IN (j.lane, excluded.lane) THEN 'slow' ELSE 'fast' END,
                    mode = CASE WHEN 're_enrich' IN (j.mode, excluded.mode) THEN 're_enrich'
                        WHEN excluded.mode = 'full' THEN excluded.mode ELSE j.mode END,
                    steps = CASE WHEN 're_enrich' IN (j.mode, excluded.mode) THEN ARRAY(
                        SELECT DISTINCT unnest({STEPS_OF_MODE.format("j")} || {STEPS_OF_MODE.format("excluded")})
                    ) ELSE '{{}}' END,
                    done = CASE WHEN j.status = 'processing' OR excluded.mode <> 're_enrich' THEN j.done
                        ELSE '{{}}' END,
                    round = j.round + CASE WHEN j.status <> 'processing' AND excluded.mode = 're_enrich' THEN 1
                        ELSE 0 END,
                    not_before = CASE WHEN j.status = 'pending' THEN NULL ELSE j.not_before END
                WHERE j.status = 'processing' OR j.priority > excluded.priority OR excluded.mode = 're_enrich'
                    OR (j.mode = 'scoring_only' AND excluded.mode = 'full')
                RETURNING run_id, again
            )
            SELECT count(*) FILTER (WHERE run_id = %(run)s),
                count(*) FILTER (WHERE run_id <> %(run)s AND (again OR %(mode)s = 're_enrich')) FROM asked
            """,
            params,
        )
        opened, added = cursor.fetchone()
    PipelineRun.objects.filter(pk=run.pk).update(total=F("total") + opened, opening=False)
    finish_if_done(run.pk)
    return opened + added


def finish_if_done(run_id=None):
    """Close the run, or all runs, of which nothing is left; leads that were deleted leave nothing. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE enrichment_pipelinerun r SET finished_at = now()
            WHERE finished_at IS NULL AND NOT opening AND (%(run)s::bigint IS NULL OR id = %(run)s) AND NOT EXISTS (
                SELECT FROM enrichment_pipelinejob j WHERE j.run_id = r.id AND NOT (j.status = 'ready')
            )
            """,
            {"run": run_id},
        )
        return cursor.rowcount

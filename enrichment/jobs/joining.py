"""One statement that opens a job for each lead of `wanted_lead`, and where one is open joins the request to that."""

from enrichment.jobs.transitions import OPEN, REQUEST_AGAIN

# Jobs (j) that no worker claims before what they wait for is there.
WAITS = f"{REQUEST_AGAIN.allowed_sql('j')} AND (j.status <> 'pending' OR j.not_before IS NOT NULL OR j.scored)"
# A job that waits is scored at once where a score is requested, and then goes on to wait. Where steps are chosen it
# starts at once, as if no call had failed.
SCORED_FIRST = f"(excluded.mode = 'scoring_only' AND {WAITS})"
CHOSEN = f"(excluded.mode = 're_enrich' AND {REQUEST_AGAIN.allowed_sql('j')})"
STARTS_NOW = f"({SCORED_FIRST} OR ({CHOSEN} AND {WAITS}))"


def another_round(names):
    """SQL for `done` and `rounds` of a job (j) whose steps among `names` (an SQL array) are to be done once more.

    Each step among them that is over begins a new round on the ledger.
    """
    done = f"ARRAY(SELECT name FROM unnest(j.done) AS name WHERE name <> ALL ({names}))"
    rounds = f"""j.rounds || (
        SELECT COALESCE(jsonb_object_agg(name, COALESCE((j.rounds ->> name)::int, 0) + 1), '{{}}')
        FROM unnest(j.done) AS name WHERE name = ANY ({names})
    )"""
    return done, rounds


ROUND_OF_CHOSEN = another_round("%(names)s::varchar[]")
# A job in work repeats steps that were not chosen before once it ends; a step under way is not paid for twice. A job
# that waits begins another round of the steps it has done.
REQUESTED_STEPS = f"""
    steps_requested_again = CASE WHEN j.status = 'processing' THEN ARRAY(
            SELECT DISTINCT unnest(j.steps_requested_again || ARRAY(
                SELECT jsonb_array_elements_text(%(steps_of)s::jsonb -> choice)::varchar
                FROM unnest(excluded.steps) AS choice WHERE choice <> ALL (j.steps)
            ))
        ) ELSE j.steps_requested_again END,
    done = CASE WHEN j.status = 'processing' THEN j.done ELSE {ROUND_OF_CHOSEN[0]} END,
    rounds = CASE WHEN j.status = 'processing' THEN j.rounds ELSE {ROUND_OF_CHOSEN[1]} END
"""
# What an open job (j) takes over from the one that was requested (excluded).
TAKEN_OVER = f"""
    requested_again = j.status = 'processing',
    priority = LEAST(j.priority, excluded.priority),
    lane = CASE WHEN 'slow' IN (j.lane, excluded.lane) THEN 'slow' ELSE 'fast' END,
    mode = CASE WHEN 'full' IN (j.mode, excluded.mode) THEN 'full'
        WHEN 'enrich_only' IN (j.mode, excluded.mode) THEN 'enrich_only'
        WHEN 're_enrich' IN (j.mode, excluded.mode) THEN 're_enrich' ELSE excluded.mode END,
    steps = ARRAY(SELECT DISTINCT unnest(j.steps || excluded.steps || CASE
        WHEN 'scoring_only' IN (j.mode, excluded.mode) AND 're_enrich' IN (j.mode, excluded.mode)
        THEN '{{scoring}}'::varchar[] ELSE '{{}}' END
    ) ORDER BY 1),
    asks_ai = j.asks_ai OR excluded.asks_ai,
    {REQUESTED_STEPS},
    scored = j.scored AND NOT {STARTS_NOW},
    not_before = CASE WHEN {STARTS_NOW} THEN NULL ELSE j.not_before END,
    failures = CASE WHEN {CHOSEN} THEN '{{}}' ELSE j.failures END,
    wait_after_score = CASE WHEN excluded.mode = 're_enrich' THEN NULL
        WHEN {SCORED_FIRST} AND j.not_before > now() THEN jsonb_build_object(
            'until', j.not_before, 'status', j.status, 'waits_for', j.waits_for
        ) ELSE j.wait_after_score END
"""
REQUESTS_MORE = f"""
    j.status = 'processing' OR j.priority > excluded.priority OR excluded.mode = 're_enrich'
    OR (j.mode = 'scoring_only' AND excluded.mode = 'full') OR (excluded.asks_ai AND NOT j.asks_ai) OR {STARTS_NOW}
"""


def lock_open_jobs(cursor):
    """By id, as workers lock them: the insert goes by lead."""
    cursor.execute("""
        SELECT FROM enrichment_pipelinejob j JOIN wanted_lead USING (lead_id) WHERE NOT (status = 'ready')
        ORDER BY j.id FOR NO KEY UPDATE OF j
    """)


def insert_or_join(cursor, request):
    """Carry out what `opening.open_jobs` requests.

    Returns how many jobs were inserted, and how many open ones will do more than they would have done.
    """
    cursor.execute(
        f"""
        WITH joined AS MATERIALIZED (
            SELECT id FROM enrichment_pipelinejob j JOIN wanted_lead USING (lead_id)
            WHERE offer_id IS NOT DISTINCT FROM %(offer)s AND NOT (status = 'ready') AND ({WAITS} OR (
                status = 'processing' AND NOT (%(mode)s = 're_enrich' AND %(steps)s::varchar[] <@ steps)
            ))
        ), requested AS (
            INSERT INTO enrichment_pipelinejob AS j (workspace_id, run_id, lead_id, offer_id, mode, lane, steps,
                asks_ai, done, status, phase, priority, attempts, failures, rounds, requested_again, scored, skipped,
                waits_for, last_error, created_at)
            SELECT %(workspace)s, %(run)s, lead_id, %(offer)s, %(mode)s, %(lane)s, %(steps)s::varchar[], %(asks_ai)s,
                '{{}}', '{OPEN.target()}', 'profile', %(priority)s, 0, '{{}}', '{{}}', false, false, '{{}}',
                '', '', now()
            FROM wanted_lead ORDER BY lead_id
            ON CONFLICT (lead_id, offer_id) WHERE NOT (status = 'ready') DO UPDATE SET {TAKEN_OVER},
                status = CASE WHEN {STARTS_NOW} THEN '{REQUEST_AGAIN.target()}' ELSE j.status END
            WHERE {REQUESTS_MORE}
            RETURNING id, run_id, requested_again
        )
        SELECT count(*) FILTER (WHERE run_id = %(run)s), count(*) FILTER (
            WHERE run_id <> %(run)s
                AND ((%(mode)s = 're_enrich' AND NOT requested_again) OR id IN (SELECT id FROM joined))
        ) FROM requested
        """,
        request,
    )
    return cursor.fetchone()

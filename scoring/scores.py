"""Writing scores, set-wise: scorecards go into temporary tables and from there into place.

Locks are taken in one order everywhere – the offer's scores as a whole, jobs, leads by id, buyer scores by lead –
so that two writers never deadlock. Writers of one offer wait for each other in any case, because they update the same
state counts.
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass, fields

from django.db import connection, transaction
from django.utils import timezone

from leads.models import BuyerState, Lead
from scoring.history import note_changes, note_states
from scoring.models import BuyerScore
from scoring.rules import current_rules
from scoring.scorecard import FoundSignal, Scorecard

LEADS_WANTED = "SELECT unnest(%(leads)s::bigint[])"
# Signals the scorer finds itself, as opposed to those that arrive from outside.
FOUND_IN_TEXT = "(s.source LIKE 'post:%%' OR s.source IN ('notes', 'keywords', 'bio', 'role_started_on'))"

DROP_NEVER_SCORED = """
    DELETE FROM scoring_buyerscore
    WHERE offer_id = %(offer)s AND lead_id = ANY(%(leads)s) AND state = 'not_scored' AND scored_at IS NULL
"""
# By its numbers where the history no longer says it.
BACK_TO_LAST_SCORE = """
    UPDATE scoring_buyerscore b SET rescore_at = now() + interval '1 day', state = COALESCE((
        SELECT state FROM scoring_scorechange c
        WHERE c.lead_id = b.lead_id AND c.offer_id = b.offer_id AND c.cause <> 'state' ORDER BY c.id DESC LIMIT 1
    ), CASE WHEN score >= %(active)s THEN 'active' WHEN score >= %(monitor)s THEN 'monitor' ELSE 'poor_fit' END)
    FROM (
        SELECT id FROM scoring_buyerscore
        WHERE offer_id = %(offer)s AND lead_id = ANY(%(leads)s) AND state = 'not_scored' ORDER BY lead_id FOR UPDATE
    ) AS wanted WHERE b.id = wanted.id RETURNING b.lead_id
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Counts of rows; `signals` are those new or changed.

    `left_alone` are leads held in Manual by a user, or gone from the workspace.
    """

    scored: int = 0
    left_alone: int = 0
    signals: int = 0


def ensure_scores(*, offer, leads_sql=LEADS_WANTED, params):
    """Give each lead of the offer's workspace among those `leads_sql` selects a buyer score row, still to be scored."""
    with transaction.atomic(), connection.cursor() as cursor:
        lock_scores(cursor, offer.pk)
        cursor.execute(
            f"""
            INSERT INTO scoring_buyerscore
                (workspace_id, lead_id, offer_id, state, receipt, top_reason, scorer, created_at)
            SELECT l.workspace_id, l.id, %(offer)s, 'not_scored', '{{}}', '', '', now()
            FROM leads_lead l WHERE l.id IN ({leads_sql}) AND l.workspace_id = %(workspace)s ORDER BY l.id
            ON CONFLICT (lead_id, offer_id) DO NOTHING
            """,
            params | {"offer": offer.pk, "workspace": offer.workspace_id},
        )
        return cursor.rowcount


def settle_unscored(cursor, offer_id, lead_ids):
    """Take back that these leads, locked, wait for a score: it will not come. Those scored before keep that score.

    Their state is that of their last score, and the schedule looks at them again.
    """
    rules = current_rules()
    params = {"offer": offer_id, "leads": list(lead_ids), "active": rules.active, "monitor": rules.monitor}
    cursor.execute(DROP_NEVER_SCORED, params)
    cursor.execute(BACK_TO_LAST_SCORE, params)
    restored = [lead_id for (lead_id,) in cursor.fetchall()]
    note_states(cursor, offer_id, restored)
    refresh_best(cursor, LEADS_WANTED, {"leads": list(lead_ids)})


def write_scores(*, offer, scorecards, causes=None, enriched=()):
    """Store scorecards, their signals, what they change, and each lead's best over all offers; one transaction.

    `causes` says by lead what led to the new score (`ScoreChange.Cause`); "Scored again", where it says nothing.
    A score whose state is Manual stays as it is. Leads that have left the workspace are skipped. The leads in
    `enriched` are enriched with this score for the first time: one write notes both.
    """
    if not scorecards:
        return Written()
    with transaction.atomic(), staged(scorecards) as cursor:
        lock_scores(cursor, offer.pk)
        lock_leads(cursor, [card.lead_id for card in scorecards])
        params = {"offer": offer.pk, "workspace": offer.workspace_id, "now": timezone.now()}
        note_changes(cursor, params | {"causes": json.dumps(causes or {})})
        cursor.execute(UPSERT_SCORES, params | {"after": json.dumps(current_rules().rescored_after)})
        scored = cursor.rowcount
        signals = write_signals(cursor, offer)
        refresh_best(cursor, "SELECT lead_id FROM scored", enriched=enriched)
        return Written(scored=scored, left_alone=len(scorecards) - scored, signals=signals)


def set_state(*, offer, lead_ids, state):
    """Set the state of leads by hand. Manual holds until it is set to something else; the rest until the next scoring.

    The schedule brings none about: it does not put back what a person decided. Returns how many changed. "Back to
    automatic" is NOT_SCORED followed by a rescore.
    """
    lead_ids = list(lead_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        lock_scores(cursor, offer.pk)
        lock_leads(cursor, lead_ids)
        ensure_scores(offer=offer, params={"leads": lead_ids})
        cursor.execute(
            """
            UPDATE scoring_buyerscore b SET state = %(state)s, rescore_at = NULL FROM (
                SELECT id FROM scoring_buyerscore
                WHERE offer_id = %(offer)s AND lead_id = ANY(%(leads)s) AND state <> %(state)s
                ORDER BY lead_id FOR UPDATE
            ) AS wanted WHERE b.id = wanted.id RETURNING b.lead_id
            """,
            {"state": BuyerState(state).value, "offer": offer.pk, "leads": lead_ids},
        )
        changed = [lead_id for (lead_id,) in cursor.fetchall()]
        note_states(cursor, offer.pk, changed)
        # what a person decided keeps the lead when its import is taken back
        Lead.objects.filter(pk__in=changed).update(updated_at=timezone.now())
        refresh_best(cursor, LEADS_WANTED, {"leads": lead_ids})
        return len(changed)


def lock_scores(cursor, offer_id):
    """Let one transaction at a time write scores of the offer."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('scoring.scores'), %s)", [offer_id])


def lock_scores_of(offer_ids):
    """The same for several offers, in the order of all that take more than one."""
    with connection.cursor() as cursor:
        for offer_id in sorted(offer_ids):
            lock_scores(cursor, offer_id)


def lock_leads(cursor, lead_ids):
    cursor.execute("SELECT FROM leads_lead WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [list(lead_ids)])


# What the scorer says of a lead and of each signal, by the columns that hold it.
CARD = [field.attname for field in BuyerScore._meta.concrete_fields if hasattr(Scorecard, field.attname)]
SCORED = [name for name in CARD if name != "lead_id"]
FOUND = [field.name for field in fields(FoundSignal)]


@contextmanager
def staged(scorecards):
    """A cursor with the temporary tables `scored` and `found_signal` filled."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            DROP TABLE IF EXISTS scored, found_signal;
            CREATE TEMP TABLE scored ON COMMIT DROP AS
                SELECT {", ".join(CARD)} FROM scoring_buyerscore WITH NO DATA;
            ALTER TABLE scored ADD PRIMARY KEY (lead_id);
            CREATE TEMP TABLE found_signal ON COMMIT DROP AS
                SELECT lead_id, {", ".join(FOUND)} FROM scoring_signal WITH NO DATA
        """)
        with cursor.copy("COPY scored FROM STDIN") as copy:
            for card in scorecards:
                copy.write_row([stored(getattr(card, name)) for name in CARD])
        with cursor.copy("COPY found_signal FROM STDIN") as copy:
            for card in scorecards:
                for found in card.signals:
                    copy.write_row((card.lead_id, *(getattr(found, name) for name in FOUND)))
        cursor.execute("ANALYZE scored")
        yield cursor


def stored(value):
    """As a column takes it: a receipt is JSON, a state its value."""
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value) if isinstance(value, BuyerState) else value


UPSERT_SCORES = f"""
    INSERT INTO scoring_buyerscore AS b
        (workspace_id, lead_id, offer_id, {", ".join(SCORED)}, scored_at, rescore_at, created_at)
    SELECT l.workspace_id, l.id, %(offer)s, {", ".join(f"scored.{name}" for name in SCORED)}, %(now)s, (
        SELECT %(now)s + make_interval(days => min((step ->> 1)::int)) FROM jsonb_array_elements(%(after)s::jsonb) step
        WHERE scored.score >= (step ->> 0)::int
    ), %(now)s
    FROM scored JOIN leads_lead l ON l.id = scored.lead_id AND l.workspace_id = %(workspace)s
    ORDER BY l.id
    ON CONFLICT (lead_id, offer_id) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in SCORED)}, scored_at = excluded.scored_at,
        rescore_at = excluded.rescore_at
    WHERE b.state <> 'manual'
"""


def write_signals(cursor, offer):
    """Make the stored signals of the scored leads those just found. Returns how many are new or changed."""
    params = {"offer": offer.pk, "workspace": offer.workspace_id}
    cursor.execute(
        f"""
        DELETE FROM scoring_signal s USING scored
        WHERE s.lead_id = scored.lead_id AND s.offer_id = %(offer)s AND {FOUND_IN_TEXT} AND NOT EXISTS (
            SELECT FROM found_signal f WHERE f.lead_id = s.lead_id AND f.kind = s.kind AND f.source = s.source
        )
        """,
        params,
    )
    said = [name for name in FOUND if name not in ("kind", "source")]
    cursor.execute(
        f"""
        INSERT INTO scoring_signal AS s (workspace_id, lead_id, offer_id, {", ".join(FOUND)}, created_at)
        SELECT DISTINCT ON (f.lead_id, f.kind, f.source) %(workspace)s, f.lead_id, %(offer)s,
            {", ".join(f"f.{name}" for name in FOUND)}, now()
        FROM found_signal f JOIN leads_lead l ON l.id = f.lead_id AND l.workspace_id = %(workspace)s
        ORDER BY f.lead_id, f.kind, f.source
        ON CONFLICT (lead_id, offer_id, kind, source) DO UPDATE
        SET {", ".join(f"{name} = excluded.{name}" for name in said)}
        WHERE ({", ".join(f"s.{name}" for name in said)})
            IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in said)})
        """,
        params,
    )
    return cursor.rowcount


def refresh_best(cursor, leads_sql, params=None, *, enriched=()):
    """Update best score and state of the leads that `leads_sql` selects: both are of one offer.

    It is that with the highest score, but a manual state outranks all others.

    Those in `enriched` are enriched from now on, unless they were before.
    """
    cursor.execute(
        f"""
        UPDATE leads_lead l SET best_score = best.score, best_state = best.state,
            enriched_at = COALESCE(l.enriched_at, best.enriched_at)
        FROM (
            SELECT DISTINCT ON (lead_id) lead_id, score, state,
                CASE WHEN lead_id = ANY(%(enriched)s::bigint[]) THEN %(now)s::timestamptz END AS enriched_at
            FROM scoring_buyerscore WHERE lead_id IN ({leads_sql})
            ORDER BY lead_id, state = 'manual' DESC, score DESC NULLS LAST, offer_id
        ) AS best
        WHERE l.id = best.lead_id AND ((l.best_score, l.best_state) IS DISTINCT FROM (best.score, best.state)
            OR l.enriched_at IS NULL AND best.enriched_at IS NOT NULL)
        """,
        {**(params or {}), "enriched": list(enriched), "now": timezone.now()},
    )

"""What a lead's scores for an offer were, when they changed and why: noted set-wise in the transaction of the score."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.db import connection
from django.utils import timezone

from scoring.models import ScoreChange
from scoring.scorecard import FIT, SCORE

KEPT, MOST = timedelta(days=366), 100
LATELY = timedelta(days=30)
# Lines that differ most are kept in words, and no more of them.
LINES = 6
SHOWN = 12
SLICE = 5_000

# Lines as points before and after: those of fit by criterion, all others by their words. Those of arithmetic follow
# from the others.
LINES_CHANGED = f"""
    SELECT jsonb_agg(jsonb_build_array(dimension, reason, before, after)) FROM (
        SELECT dimension, COALESCE(max(reason) FILTER (WHERE is_new), max(reason)) AS reason,
            sum(points) FILTER (WHERE NOT is_new) AS before, sum(points) FILTER (WHERE is_new) AS after
        FROM (
            SELECT false AS is_new, line ->> 'dimension' AS dimension, line ->> 'reason' AS reason,
                line ->> 'kind' AS kind, (line ->> 'points')::int AS points
            FROM jsonb_array_elements(b.receipt -> 'lines') line
            UNION ALL
            SELECT true, line ->> 'dimension', line ->> 'reason', line ->> 'kind', (line ->> 'points')::int
            FROM jsonb_array_elements(scored.receipt -> 'lines') line
        ) AS lines
        WHERE dimension <> '{SCORE}' OR reason !~ '×|^Rounding'
        GROUP BY dimension, CASE WHEN dimension = '{FIT}' AND kind <> '' THEN kind ELSE reason END
        HAVING COALESCE(sum(points) FILTER (WHERE is_new), 0) <> COALESCE(sum(points) FILTER (WHERE NOT is_new), 0)
        ORDER BY abs(sum(CASE WHEN is_new THEN points ELSE -points END)) DESC, dimension, 2 LIMIT {LINES}
    ) AS differing
"""
NUMBERS = "state, score, fit, intent, timing, scorer"
# Scores as they were before: it runs before they are written, under the locks of that.
NOTE_CHANGES = f"""
    INSERT INTO scoring_scorechange (lead_id, offer_id, happened_at, {NUMBERS}, cause, changed)
    SELECT l.id, %(offer)s, %(now)s, scored.state, scored.score, scored.fit, scored.intent, scored.timing,
        scored.scorer,
        CASE WHEN b.score IS NULL THEN 'first' ELSE COALESCE(%(causes)s::jsonb ->> l.id::text, 'again') END,
        CASE WHEN b.score IS NULL THEN '[]' ELSE COALESCE(({LINES_CHANGED}), '[]') END
    FROM scored JOIN leads_lead l ON l.id = scored.lead_id AND l.workspace_id = %(workspace)s
    LEFT JOIN scoring_buyerscore b ON b.lead_id = l.id AND b.offer_id = %(offer)s
    WHERE b.state IS DISTINCT FROM 'manual'
        AND (b.state, b.score, b.fit, b.intent, b.timing, b.scorer)
            IS DISTINCT FROM (scored.state, scored.score, scored.fit, scored.intent, scored.timing, scored.scorer)
    ORDER BY l.id
"""
# A later change of the same lead and offer exists: the index of the history finds it.
TOO_OLD = """
    DELETE FROM scoring_scorechange WHERE id IN (
        SELECT id FROM scoring_scorechange c WHERE happened_at < %(before)s AND EXISTS (
            SELECT FROM scoring_scorechange o WHERE o.lead_id = c.lead_id AND o.offer_id = c.offer_id AND o.id > c.id
        ) ORDER BY happened_at LIMIT %(limit)s
    )
"""
# Only a history that went on lately can have become too long.
TOO_MANY = """
    DELETE FROM scoring_scorechange WHERE id IN (
        SELECT old.id FROM (
            SELECT DISTINCT lead_id, offer_id FROM scoring_scorechange WHERE happened_at > %(lately)s
        ) AS grown CROSS JOIN LATERAL (
            SELECT id FROM scoring_scorechange c WHERE c.lead_id = grown.lead_id AND c.offer_id = grown.offer_id
            ORDER BY id DESC OFFSET %(most)s
        ) AS old LIMIT %(limit)s
    )
"""


def note_changes(cursor, params):
    """Note which of the staged scores differ from those that stand, and in which lines."""
    cursor.execute(NOTE_CHANGES, params)


def note_states(cursor, offer_id, lead_ids):
    """Note states that were set by hand."""
    cursor.execute(
        f"""
        INSERT INTO scoring_scorechange (lead_id, offer_id, happened_at, {NUMBERS}, cause, changed)
        SELECT lead_id, offer_id, now(), {NUMBERS}, 'state', '[]' FROM scoring_buyerscore
        WHERE offer_id = %s AND lead_id = ANY(%s) ORDER BY lead_id
        """,
        [offer_id, lead_ids],
    )


def forget_old() -> int:
    """Drop what is older than a year, and of each lead and offer all but the newest hundred. Returns how many.

    The newest change of a lead and offer stays, however old: it is what stands.
    """
    return drop_in_slices(TOO_OLD) + drop_in_slices(TOO_MANY)


def drop_in_slices(sql) -> int:
    """`sql` deletes at most one slice. Each is committed for itself, so that writers wait for none for long."""
    now, dropped = timezone.now(), 0
    params = {"before": now - KEPT, "lately": now - LATELY, "most": MOST, "limit": SLICE}
    with connection.cursor() as cursor:
        while True:
            cursor.execute(sql, params)
            dropped += cursor.rowcount
            if cursor.rowcount <= 0:
                return dropped


@dataclass(frozen=True, slots=True)
class Step:
    """A change, and by how much the score rose with it."""

    change: ScoreChange
    rise: int | None


def history_of(lead, offer) -> list[Step]:
    """The newest changes first."""
    changes = list(ScoreChange.objects.filter(lead=lead, offer=offer).order_by("-pk")[: SHOWN + 1])
    return [Step(change, rise(change, before)) for change, before in pairwise([*changes, None])][:SHOWN]


def rise(change, before) -> int | None:
    return change.score - before.score if before and None not in (change.score, before.score) else None

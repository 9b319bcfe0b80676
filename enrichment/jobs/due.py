"""What of the queue is due, and when the rest will be, at a cost that does not grow with what waits."""

import math

from django.db import connection

from enrichment.models import PipelineJob

PUT_OFF = "status = 'pending' AND lane = %(lane)s AND not_before IS NOT NULL"
DUE = "status = 'pending' AND lane = %(lane)s AND not_before IS NULL"
# The priorities that occur, each found by one probe of the index: there are few, whatever waits behind them.
LEVELS = f"""
    WITH RECURSIVE levels (priority) AS (
        SELECT min(priority) FROM enrichment_pipelinejob WHERE {PUT_OFF}
        UNION ALL
        SELECT (SELECT min(j.priority) FROM enrichment_pipelinejob j WHERE {PUT_OFF} AND j.priority > levels.priority)
        FROM levels WHERE levels.priority IS NOT NULL
    )
"""


def let_in(cursor, *, lane, now, size):
    """Make up to `size` put-off jobs due whose moment has come, most urgent first. Waits for no lock on a job."""
    cursor.execute(
        f"""
        {LEVELS}
        SELECT j.id FROM levels CROSS JOIN LATERAL (
            SELECT id FROM enrichment_pipelinejob
            WHERE {PUT_OFF} AND priority = levels.priority AND not_before <= %(now)s
            ORDER BY not_before LIMIT %(size)s FOR UPDATE SKIP LOCKED
        ) j ORDER BY levels.priority LIMIT %(size)s
        """,
        {"lane": lane, "now": now, "size": size},
    )
    PipelineJob.objects.filter(pk__in=[pk for (pk,) in cursor]).update(not_before=None)


def next_due(lane):
    """When a job of the lane may be claimed, in seconds since 1970; infinite where none is pending."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            {LEVELS}, due AS (
                SELECT min(priority) AS first FROM enrichment_pipelinejob WHERE {DUE} AND mode = 'scoring_only'
                UNION ALL SELECT min(priority) FROM enrichment_pipelinejob WHERE {DUE} AND mode <> 'scoring_only'
            )
            SELECT CASE WHEN EXISTS (SELECT FROM due WHERE first IS NOT NULL) THEN 0 ELSE (
                SELECT extract(epoch FROM min(first)) FROM levels CROSS JOIN LATERAL (
                    SELECT min(not_before) AS first FROM enrichment_pipelinejob
                    WHERE {PUT_OFF} AND priority = levels.priority
                ) j
            ) END
            """,
            {"lane": lane},
        )
        (seconds,) = cursor.fetchone()
    return math.inf if seconds is None else float(seconds)

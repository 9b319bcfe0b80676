"""The Usage page's sums over a quarter of a large ledger, and whether they are those of the ledger."""

import time
from statistics import median

from django.db import connection

from autoreach.calls.sums import add_up
from autoreach.calls.usage import period_of, usage_of
from leads.models import Offer, Workspace
from tests.benchmarks import at_most

NAME = "usage"
SIZE = 1_000_000
ROUNDS = 7
CALLS = """
    INSERT INTO calls_providercall (workspace_id, offer_id, owner_kind, key, status, provider, operation, purpose,
        source, calls, units, cost_usd, model, request_id, error, created_at)
    SELECT %(workspace)s, CASE WHEN n %% 3 > 0 THEN %(offer)s END, 'job', n::text,
        'booked', (ARRAY['x', 'ai', 'linkedin'])[1 + n %% 3], 'users/by',
        (ARRAY['Profile', 'Posts', 'Scoring', 'Person'])[1 + n %% 4],
        (ARRAY['CSV import', 'Tweet search', 'X followers'])[1 + n %% 3], 1, 1, 0.01,
        CASE WHEN n %% 3 = 1 THEN 'gpt-6-luna' ELSE '' END, '', '', now() - n %% 89 * interval '1 day'
    FROM generate_series(1, %(size)s) AS n
"""
BARE = "SELECT sum(cost_usd) FROM calls_providercall WHERE workspace_id = %s AND created_at >= %s AND created_at < %s"


def run(size):
    workspace = Workspace.objects.create(name="many", slug="many")
    offer = Offer.objects.create(workspace=workspace, name="Scheduling", description="…", target_audience="Managers")
    with connection.cursor() as cursor:
        cursor.execute(CALLS, {"workspace": workspace.pk, "offer": offer.pk, "size": size})
        add_up()
        cursor.execute("VACUUM ANALYZE calls_providercall, calls_dailyusage")
        period = period_of("quarter")
        cursor.execute(BARE, [workspace.pk, *period])
        (spent,) = cursor.fetchone()
    usage = timed(lambda: usage_of(workspace.pk, *period))
    yield at_most(f"{size:,} calls in a quarter", usage, "ms", limit=100)
    yield at_most(
        "dollars beside the ledger's", float(abs(usage_of(workspace.pk, *period).usd - spent)), "USD", limit=0
    )


def timed(work):
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return median(took)

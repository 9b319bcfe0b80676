"""What every turn of a worker and every page ask, with many jobs and ledger lines waiting against few of them."""

import time
from statistics import median

from django.db import connection
from django.db.models import Max

from autoreach.calls.budget import spent_this_month
from autoreach.work.leases import new_lease
from enrichment.banner import workspace_progress
from enrichment.jobs.claiming import claim, next_due
from enrichment.models import PipelineJob, PipelineRun
from leads.models import Lead, Offer, Workspace
from tests.benchmarks import at_most
from tests.benchmarks.page import PEOPLE

SIZE = 400_000
FEW = 1_000
ROUNDS = 20
TIMES, LIMIT = 3, 10
# Of four jobs, two wait for hours, one for minutes, and one for a budget.
JOBS = """
    INSERT INTO enrichment_pipelinejob (workspace_id, run_id, lead_id, offer_id, mode, lane, steps, done, status, phase,
        priority, attempts, failures, rounds, requested_again, steps_requested_again, scored, skipped, waits_for,
        last_error, created_at, not_before)
    SELECT l.workspace_id, %(run)s, l.id, %(offer)s, 'full', 'fast', '{}', '{x_profile}',
        CASE WHEN l.id %% 4 = 3 THEN 'billing_paused' ELSE 'pending' END, 'profile', (ARRAY[10, 20, 50])[1 + l.id %% 3],
        0, '{}', '{}', false, '{}', true, '{}', 'LinkedIn is limited', '', now(),
        now() + CASE WHEN l.id %% 4 = 2 THEN interval '9 minutes' ELSE interval '9 hours' END
    FROM leads_lead l
"""
CALLS = """
    INSERT INTO calls_providercall (workspace_id, lead_id, owner_kind, key, status, provider, operation, purpose,
        source, calls, units, cost_usd, model, request_id, error, created_at)
    SELECT l.workspace_id, l.id, 'job', 'call ' || l.id, 'booked', 'x', 'users', 'X profile', '', 1, 1, 0.01,
        '', '', '', now()
    FROM leads_lead l WHERE l.id > %(known)s
"""
# A provider's window opens: all that waited for it becomes due at one moment.
COME = "UPDATE enrichment_pipelinejob SET not_before = now() - interval '1 second' WHERE status = 'pending'"
# An import that was just opened: every job is due, and asks a provider.
DUE = "UPDATE enrichment_pipelinejob SET status = 'pending', not_before = NULL"


def run(size):
    workspace = Workspace.objects.create(name="Team", slug="team")
    offer = Offer.objects.create(workspace=workspace, name="Scheduling", description="…", target_audience="Planners")
    fill(offer, FEW)
    few = measured(workspace)
    fill(offer, size - FEW)
    many = measured(workspace)
    for name, milliseconds in many.items():
        yield at_most(f"{name}: against {FEW:,}", milliseconds, "ms", limit=few[name], times=TIMES)
        yield at_most(name, milliseconds, "ms", limit=LIMIT)


def fill(offer, size):
    """So many leads more, a job for each of all, and a ledger line for each of the new ones."""
    run = PipelineRun.objects.create(workspace=offer.workspace, offer=offer, purpose="search", total=size)
    people = PEOPLE.replace("'made-up-'", f"'made-up-{run.pk}-'")
    params = {"workspace": offer.workspace_id, "offer": offer.pk, "run": run.pk, "size": size}
    params["known"] = Lead.objects.aggregate(known=Max("pk", default=0))["known"]
    with connection.cursor() as cursor:
        for statement in (people, JOBS, CALLS):
            cursor.execute(statement, params)
        cursor.execute("ANALYZE")


def measured(workspace):
    """Median milliseconds of each: with all jobs put off or paused, on the moment they become due, and in an import."""
    looks = {
        "claim to score": lambda: claim(lease=new_lease(), size=500, scoring_only=True),
        "claim of a suspect": lambda: claim(lease=new_lease(), size=1, suspects=True),
        "next moment": lambda: next_due("fast"),
        "banner": lambda: workspace_progress(workspace),
    }
    only_waiting = {
        "claim to ask": lambda: claim(lease=new_lease(), size=320, scoring_only=False),
        "spent this month": lambda: spent_this_month(workspace.pk),
    }
    found = {name: milliseconds(look) for name, look in (looks | only_waiting).items()}
    with connection.cursor() as cursor:
        cursor.execute(f"{COME}; ANALYZE")
    found["claim of 5 that have become due"] = milliseconds(
        lambda: claim(lease=new_lease(), size=5, scoring_only=False)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{DUE}; ANALYZE")
    found |= {f"{name}, in an import": milliseconds(look) for name, look in looks.items()}
    PipelineJob.objects.all().delete()
    return found


def milliseconds(look):
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        look()
        seconds.append(time.perf_counter() - started)
    return median(seconds) * 1000

"""What enriching costs by itself: answers come at once, and the reference is a bare loop of the same calls."""

import json
import os
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection

from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.bare_client import CREATE
from tests.benchmarks.enriching import WORKERS, cluster, database_url, open_jobs, sandbox
from tests.benchmarks.pipeline import measure

SIZE = 2_000
WARM_UP = 100
# Of the bare loop's rate: the ledger, the queue, storing, scoring and the pool cost the rest.
SHARE = 0.35


def measure_bare(provider, people):
    """Leads a second of as many bare loops as there are workers."""
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
    command = [sys.executable, "-m", "tests.benchmarks.bare_client", provider.url, str(settings.ENRICH_CONCURRENCY)]
    environment = os.environ | {"DATABASE_URL": database_url()}
    begun = time.perf_counter()
    loops = [
        subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, text=True)
        for _ in range(WORKERS)
    ]
    for number, loop in enumerate(loops):
        loop.stdin.writelines(
            json.dumps([person["slug"], person["handle"]]) + "\n" for person in people[number::WORKERS]
        )
        loop.stdin.close()
    failed = [loop.args for loop in loops if loop.wait()]
    if failed:
        raise RuntimeError(f"a bare loop failed: {failed}")
    return len(people) / (time.perf_counter() - begun)


def run(size):
    with sandbox() as provider:
        people = provider.people_on_both(WARM_UP + size)
        bare = measure_bare(provider, people[WARM_UP:])
        with cluster(provider) as running:
            measure(open_jobs(people[:WARM_UP]), running, provider, WORKERS)
            rate, calls = measure(open_jobs(people[WARM_UP:]), running, provider, WORKERS)
        yield observed("calls for each lead", calls, "calls")
        yield at_least(
            "leads, against a bare loop of the same calls", rate, "leads/s", limit=SHARE * bare, reference=bare
        )
        yield at_least("leads", rate, "leads/s", limit=150)
        yield at_most("memory of a worker", max(running.peak.values()), "MiB", limit=450)

"""Enriching leads on both platforms while every call takes a quarter of a second, with two worker processes."""

import time

from django.conf import settings

from enrichment.executor.loop import Executor
from enrichment.jobs import claiming
from enrichment.models import PipelineJob
from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.enriching import WORKERS, cluster, open_jobs, sandbox, wait_until_ready, wake

SIZE = 2_000
LATENCY = 0.25
ALONE = 100


def enrich_alone():
    """The task that works on one lead, one call after the other, with the very same steps."""
    executor = Executor(lane=PipelineJob.Lane.FAST, seconds=30, concurrency=1)
    with executor.sender:
        executor.take_on(claiming.claim(lease=executor.lease, size=1))
        executor.drain()


def measure(jobs, running, provider, tasks, task="enrichment.tasks.run_due_jobs"):
    """(leads a second, calls a lead)"""
    provider.ask("DELETE", "/calls")
    begun = time.perf_counter()
    wake(tasks, task)
    wait_until_ready(jobs, running)
    seconds = time.perf_counter() - begun
    return jobs.count() / seconds, provider.ask("GET", "/calls")["total"] / jobs.count()


def run(size):
    with sandbox(latency=LATENCY) as provider:
        people = provider.people_on_both(ALONE + size)
        # the sweep would work on the reference's leads as it does on any: many at once; and its workers are as many
        alone_settings = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.unscheduled", "WORKERS": str(WORKERS - 1)}
        with cluster(provider, **alone_settings) as running:
            jobs = open_jobs(people[:ALONE])
            alone, _ = measure(jobs, running, provider, ALONE, f"{__name__}.enrich_alone")
        with cluster(provider) as running:
            jobs = open_jobs(people[ALONE:])
            rate, calls = measure(jobs, running, provider, WORKERS)
        bound = WORKERS * settings.ENRICH_CONCURRENCY / (calls * LATENCY)
        yield observed(f"one task for each lead ({ALONE} leads)", alone, "leads/s")
        yield observed("calls for each lead", calls, "calls")
        yield at_least("leads", rate, "leads/s", limit=10 * alone, reference=alone)
        yield at_least("share of the bound set by latency", rate / bound, "", limit=0.7, reference=bound)
        yield at_most("memory of a worker", max(running.peak.values()), "MiB", limit=450)

"""The outside world for pipeline tests: one sandbox server for all of them, as new for each."""

import time
from datetime import timedelta

import pytest
from django.db import connection

from autoreach.calls import clients
from autoreach.sandbox import environment
from autoreach.sandbox.server import running
from enrichment.executor import lanes
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from leads.ingest import FoundProfile, ingest
from leads.models import Lead, Search
from tests.factories import OfferFactory, SearchFactory


@pytest.fixture(scope="session")
def outside():
    with running() as (url, app):
        yield url, app


@pytest.fixture
def sandbox(outside, settings):
    """The sandbox's application, with every provider of the project pointed at it."""
    url, app = outside
    settings.PROVIDERS, settings.ALLOWANCES = environment(url), {}
    clients.reset()
    yield app
    app.faults.set([])
    app.limits.set([])
    app.calls.clear()
    clients.reset()


@pytest.fixture
def offer():
    return OfferFactory(
        description="Production planning software", target_audience="Heads of production and plant managers"
    )


def add(offer, *people):
    """Leads of the offer, as (LinkedIn slug, X handle) each, with their jobs open. Returns the leads in that order."""
    search = SearchFactory(
        workspace=offer.workspace, offer=offer, kind=Search.Kind.MANUAL, status=Search.Status.COMPLETED
    )
    ingest(search=search, profiles=[FoundProfile(linkedin=slug, x=handle) for slug, handle in people])
    opening.open_search_jobs(search.run.pk)
    return list(Lead.objects.filter(sources__search=search).order_by("pk"))


def run():
    """Work until nothing is due."""
    lanes.run_due_jobs(seconds=5)


def later(**span):
    """Let so much time pass for what the queue has put off."""
    for job in PipelineJob.objects.exclude(not_before=None):
        job.not_before -= timedelta(**span)
        job.save(update_fields=["not_before"])


def apart(work, *arguments):
    """In a thread, with a connection of its own."""
    try:
        return work(*arguments)
    finally:
        connection.close()


def wait_until_blocking(other):
    """Until somebody waits for a lock that this connection holds, or ten seconds have passed."""
    waiting = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(500):
        if other.execute(waiting).rowcount:
            return
        time.sleep(0.02)


def job_of(lead):
    return PipelineJob.objects.get(lead=lead)


def asked(app, endpoint):
    """How often the outside world was asked for this."""
    return sum(count for name, count in app.calls.by_endpoint.items() if endpoint in name)

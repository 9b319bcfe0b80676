"""Enriching while workers are killed, the database goes away twice and a tenth of all calls fail: nothing is lost."""

import random
import signal
import threading
import time
from contextlib import contextmanager, suppress

import dj_database_url
import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models import Sum

from autoreach.calls.models import ProviderCall
from autoreach.serving import embedded_postgres
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from leads.models import Lead
from tests.benchmarks import at_most, observed
from tests.benchmarks.enriching import Cluster, describe, open_jobs, sandbox, wake

SIZE = 5_000
# Of so many leads, each of another company, the AI is asked too: it charges every call.
ASKING = 200
KILL_EVERY = 4
PATIENCE = 3600
# One call in a hundred each. LinkedIn's limit is not among them: it names no end, and half an hour is waited then.
FAULTS = (
    {"fault": "server_error"}, {"fault": "unavailable"}, {"fault": "gateway"}, {"fault": "timeout", "seconds": 2},
    {"fault": "slow", "seconds": 1}, {"fault": "truncated"}, {"fault": "malformed"}, {"fault": "empty"},
    {"fault": "reset"}, {"fault": "html"}, {"fault": "rate_limited", "seconds": 2, "provider": "x"},
)  # fmt: skip
TWICE = {
    "posts": "SELECT lead_id, platform, external_id FROM leads_post",
    "scores": "SELECT lead_id, offer_id FROM scoring_buyerscore",
    "pool profiles": "SELECT linkedin_slug, x_handle FROM pool_poolprofile",
    "calls booked": "SELECT split_part(key, '~', 1) FROM calls_providercall WHERE status = 'booked'",
}


@contextmanager
def own_server():
    """A database server of its own, as durable as an installation's; gives it and the database's address."""
    server = embedded_postgres.Cluster(settings.VAR_DIR / "soak-postgres")
    with server.in_use():
        connection.close()
        connection.settings_dict.update(dj_database_url.parse(server.url()))
        call_command("migrate", interactive=False, verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        yield server, server.url()
        connection.close()


class Trouble(threading.Thread):
    """Kills workers, and starts clusters that have ended again, as their supervisor does."""

    def __init__(self, clusters):
        super().__init__(daemon=True)
        self.clusters, self.over = clusters, threading.Event()
        self.killed = self.restarted = 0
        self.chance = random.Random(7)

    def run(self):
        while not self.over.wait(KILL_EVERY):
            for cluster in self.clusters:
                if cluster.process.poll() is not None:
                    cluster.start()
                    self.restarted += 1
            workers = [worker for cluster in self.clusters for worker in cluster.workers()]
            if workers:
                with suppress(psutil.NoSuchProcess):
                    self.chance.choice(workers).kill()
                    self.killed += 1


def restart(server):
    """As after a crash of the server: its connections lose what was not committed."""
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    psutil.Process(postmaster).send_signal(signal.SIGQUIT)
    while server.is_running():
        time.sleep(0.05)
    time.sleep(2)
    server.start()


def left(jobs):
    try:
        return jobs.exclude(status=PipelineJob.Status.READY).count()
    except DatabaseError:
        connection.close()
        return None


def endure(jobs, server, clusters):
    """Until all is done or patience is over. Returns (jobs left, the trouble made)."""
    total, restarts = jobs.count(), 0
    trouble = Trouble(clusters)
    trouble.start()
    deadline = time.monotonic() + PATIENCE
    try:
        while (remaining := left(jobs)) != 0 and time.monotonic() < deadline:
            if remaining is not None and restarts < 2 and remaining < total * (2 - restarts) / 3:
                restart(server)
                restarts += 1
            print(
                f"{remaining} left; {trouble.killed} killed, {trouble.restarted} hung, {restarts} restarts", flush=True
            )
            time.sleep(5)
    finally:
        trouble.over.set()
        trouble.join()
    return remaining, trouble


def run(size):
    with own_server() as (server, url), sandbox(latency=0.05) as provider:
        people = provider.people_on_both(size)
        jobs = open_jobs(people)
        first = jobs.select_related("offer", "workspace").first()
        slugs = list({person["company"]: person["slug"] for person in people}.values())[:ASKING]
        asking = Lead.objects.filter(linkedin_slug__in=slugs)
        opening.enrich(workspace=first.workspace, offer=first.offer, leads=asking, steps=["web"])
        provider.ask("POST", "/faults", [fault | {"rate": 0.01} for fault in FAULTS])
        clusters = [Cluster(provider, queue=queue, database=url, HEARTBEAT_SECONDS="15") for queue in (None, "slow")]
        begun = time.perf_counter()
        wake()
        wake(1, "enrichment.tasks.run_slow_jobs", queue="slow")
        try:
            remaining, trouble = endure(jobs, server, clusters)
        finally:
            for cluster in clusters:
                cluster.stop()
        if remaining:
            print(describe(jobs))
        yield observed("time", time.perf_counter() - begun, "s")
        yield observed("workers killed", trouble.killed, "workers")
        yield observed("clusters that hung and were started again", trouble.restarted, "clusters")
        yield at_most("leads that are not ready", remaining, "leads", limit=0)
        yield from accounts(provider, jobs)


def accounts(provider, jobs):
    log = provider.ask("GET", "/calls")
    yield observed("calls that failed", sum(log["by_fault"].values()) / log["total"] * 100, "%")
    yield at_most("charged again", log["charged_again"], "charges", limit=0)
    for what, rows in TWICE.items():
        yield at_most(f"{what} there twice", twice(rows), "rows", limit=0)
    known = (
        ProviderCall.objects.filter(provider="ai")
        .exclude(status=ProviderCall.Status.FAILED)
        .aggregate(calls=Sum("calls"))
    )
    unknown = log["charged_by"].get("openai", 0) - (known["calls"] or 0)
    yield at_most("charges the ledger does not know", max(0, unknown), "charges", limit=0)
    yield observed(
        "calls shown as uncertain", ProviderCall.objects.filter(status=ProviderCall.Status.UNCERTAIN).count(), "calls"
    )
    incomplete = Lead.objects.filter(pk__in=jobs.values("lead")).exclude(missing=[])
    yield observed("leads that name what is missing", incomplete.count(), "leads")


def twice(rows):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) - count(DISTINCT t) FROM ({rows}) AS t")
        return cursor.fetchone()[0]

"""What the benchmarks of enrichment share: a sandbox of its own, leads of its world, and real worker processes."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django_q.models import OrmQ

from autoreach.serving.workers import end
from autoreach.work.wakeups import enqueue
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from enrichment.receivers import note_new_leads
from leads.ingest import FoundProfile, ingest
from leads.models import Offer, Search, Workspace
from leads.signals import leads_added
from leads.sources.registry import CSV

WORKERS = 2
WAKE_UP = "enrichment.tasks.run_due_jobs"


class Sandbox:
    """A sandbox in a process of its own."""

    def __init__(self, *, latency=0.0):
        command = [sys.executable, "-m", "autoreach.sandbox", "--port", "0", "--latency", str(latency)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
        self.url = self.process.stdout.readline().split()[-1]

    def ask(self, method, path, body=None):
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/sandbox{path}", data=content, method=method)
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def people_on_both(self, count):
        """Ordinary people with an account on both platforms; the first of a world are its special cases."""
        found, start = [], 100
        while len(found) < count:
            page = self.ask("GET", f"/people?start={start}&limit=1000")["people"]
            found += [person for person in page if person["handle"] and person["slug"]]
            start += len(page)
        return found[:count]


@contextmanager
def sandbox(**options):
    running = Sandbox(**options)
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait()
        running.process.stdout.close()


def open_jobs(people):
    """A workspace with these people as leads for one offer, all waiting to be enriched; no worker is woken yet."""
    workspace = Workspace.objects.create(name="Benchmark", slug=f"benchmark-{people[0]['number']}")
    offer = Offer.objects.create(
        workspace=workspace,
        name="Planwise",
        description="Scheduling software that replans a factory in seconds.",
        target_audience="Plant managers and heads of production at machine builders. Not recruiters.",
        industries=["machinery"],
        locations=["Germany", "United Kingdom"],
        pain_points=["late deliveries because of manual planning in spreadsheets"],
    )
    search = Search.objects.create(workspace=workspace, offer=offer, kind=CSV, status="completed")
    leads_added.disconnect(note_new_leads)
    profiles = [FoundProfile(linkedin=each["slug"], x=each["handle"], full_name=each["name"]) for each in people]
    for start in range(0, len(profiles), 5000):
        ingest(search=search, profiles=profiles[start : start + 5000])
    opening.open_search_jobs(opening.note_new_leads(search))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return PipelineJob.objects.filter(workspace=workspace)


class Cluster:
    """`manage.py work`, as the supervisor of an installation runs it; `peak` is MiB resident by worker."""

    def __init__(self, sandbox, *, queue=None, database=None, **variables):
        own = {"SANDBOX_URL": sandbox.url, "WORKERS": str(WORKERS), "DATABASE_URL": database or database_url()}
        own |= {"Q_CLUSTER_NAME": queue} if queue else {}
        self.environment = os.environ | own | variables
        self.log = Path(tempfile.mkdtemp(prefix="autoreach-bench-")) / "work.log"
        self.peak = {}
        self.start()

    def start(self):
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "work"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=output,
            )

    def workers(self):
        """The processes that work on tasks, without those that look after them."""
        known = re.findall(r"ready for work at (\d+)", self.log.read_text())
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [process for process in family if str(process.pid) in known]

    def wait_for_workers(self):
        while len(self.workers()) < WORKERS:
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.05)

    def note_memory(self):
        for worker in self.workers():
            with suppress(psutil.NoSuchProcess):
                memory = worker.memory_info().rss / 2**20
                self.peak[worker.pid] = max(self.peak.get(worker.pid, 0), memory)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        end([psutil.Process(self.process.pid), *family])
        self.process.wait()


@contextmanager
def cluster(sandbox, **options):
    running = Cluster(sandbox, **options)
    try:
        running.wait_for_workers()
        # What workers begin with must not help with what is measured.
        while OrmQ.objects.exists():
            time.sleep(0.1)
        yield running
    finally:
        running.stop()


def database_url():
    details = connection.settings_dict
    host = (details["HOST"] or "").replace("/", "%2F")
    port = f":{details['PORT']}" if details["PORT"] else ""
    return f"postgres://{details['USER']}@{host}{port}/{details['NAME']}"


def wake(workers=WORKERS, task=WAKE_UP, queue=None):
    for _ in range(workers):
        enqueue(task, queue=queue)


def wait_until_ready(jobs, cluster, *, patience=600):
    """Until every job is ready; watches the workers' memory until then."""
    deadline = time.monotonic() + patience
    while jobs.exclude(status=PipelineJob.Status.READY).exists():
        if time.monotonic() > deadline or cluster.process.poll() is not None:
            raise TimeoutError(f"Not all are ready: {describe(jobs)}\n{cluster.log.read_text()[-3000:]}")
        cluster.note_memory()
        time.sleep(0.2)


def describe(jobs):
    fields = ("status", "phase", "waits_for", "not_before", "attempts", "failures", "last_error")
    return list(jobs.values_list(*fields).annotate(count=Count("pk")).order_by("-count")[:30])

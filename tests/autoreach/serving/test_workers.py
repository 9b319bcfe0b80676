import gc
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_q.conf import Conf
from django_q.models import OrmQ

from autoreach.serving import workers
from autoreach.serving.workers import Heartbeat, tasks_wait
from autoreach.work.leases import LEASE, new_lease
from autoreach.work.wakeups import enqueue
from enrichment.models import PipelineJob
from tests.factories import LeadFactory, PipelineRunFactory

# Far beyond what it takes, so that a machine with much to do passes too.
PATIENCE = 180
TASK = "leads.sources.csv.tasks.tend"


@pytest.fixture
def heartbeat():
    heartbeat = Heartbeat(seconds=0)
    yield heartbeat
    workers.pre_execute.disconnect(heartbeat.begin)
    workers.post_execute_in_worker.disconnect(heartbeat.end)


@pytest.fixture
def due_task(monkeypatch, transactional_db):
    monkeypatch.setattr(Conf, "SYNC", False)
    enqueue(TASK)


def test_a_task_that_no_worker_begins_is_noticed(heartbeat, due_task):
    assert (heartbeat.is_missing(), tasks_wait(3600)) == (True, False)


def test_a_task_for_another_queue_is_not_ours(heartbeat, monkeypatch, transactional_db):
    monkeypatch.setattr(Conf, "SYNC", False)
    enqueue(TASK, queue="slow")
    assert heartbeat.is_missing() is False


def test_a_worker_busy_within_its_time_is_no_hang(heartbeat, due_task, monkeypatch):
    workers.pre_execute.send(sender="test", func=None, task={})
    assert heartbeat.is_missing() is False
    monkeypatch.setattr(Conf, "TIMEOUT", -workers.MARGIN)
    workers.pre_execute.send(sender="test", func=None, task={})
    assert heartbeat.is_missing() is True


def test_a_worker_that_has_finished_or_died_is_not_busy(heartbeat, due_task):
    workers.pre_execute.send(sender="test", func=None, task={})
    workers.post_execute_in_worker.send(sender="test", func=None, task={})
    assert heartbeat.is_missing() is True
    child = os.fork()
    if child == 0:
        heartbeat.begin()
        os._exit(0)
    os.waitpid(child, 0)
    assert heartbeat.is_missing() is True


def test_tasks_fetched_before_a_start_are_due_again_and_those_fetched_since_are_not(transactional_db):
    start = timezone.now()
    retry = timedelta(seconds=Conf.RETRY)

    def waiting(lock, key=Conf.CLUSTER_NAME):
        return OrmQ.objects.create(key=key, payload="", lock=lock)

    earlier = waiting(start + retry - timedelta(seconds=1))
    others = [waiting(start + retry), waiting(start - retry), waiting(earlier.lock, key="slow")]
    locks = [row.lock for row in others]
    assert workers.release_tasks(before=start) == 1
    earlier.refresh_from_db()
    assert start <= earlier.lock <= timezone.now()
    assert [OrmQ.objects.get(pk=row.pk).lock for row in others] == locks


def test_a_database_that_does_not_answer_is_no_hang(heartbeat, monkeypatch, transactional_db):
    connection.close()
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "NAME", "nowhere")
        assert heartbeat.is_missing() is False


class Cluster:
    """`manage.py work` on the tests' database."""

    def __init__(self, log, heartbeat, **environment):
        details = connection.settings_dict
        host, port = details["HOST"].replace("/", "%2F"), details["PORT"] or 5432
        url = f"postgres://{details['USER']}@{host}:{port}/{details['NAME']}"
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "work"],
                cwd=settings.BASE_DIR,
                env=os.environ | {"DATABASE_URL": url, "HEARTBEAT_SECONDS": str(heartbeat)} | environment,
                stdout=output,
                stderr=output,
            )

    def workers(self):
        return [int(number) for number in re.findall(r"ready for work at (\d+)", self.log.read_text())]

    def begun(self, task):
        return re.findall(rf"processing \S+ '{re.escape(task)}'", self.log.read_text())

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self):
        if self.process.poll() is None:
            workers.end([psutil.Process(self.process.pid), *self.family()])
        self.process.wait()


def is_alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def held_job():
    """A job that a worker took a moment ago."""
    run = PipelineRunFactory()
    lead = LeadFactory(workspace=run.workspace)
    lease = {"lease": new_lease(), "lease_until": timezone.now() + LEASE}
    return PipelineJob.objects.create(
        workspace=run.workspace, run=run, offer=run.offer, lead=lead, status="processing", **lease
    )


def wait_until(is_so):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def start(tmp_path, due_task):
    """Starts clusters, and gives each when it has done the task and is idle."""
    started = []

    def start(log, heartbeat=PATIENCE, **environment):
        started.append(Cluster(tmp_path / log, heartbeat, **environment))
        wait_until(lambda: not OrmQ.objects.exists())
        time.sleep(0.5)
        return started[-1]

    yield start
    for cluster in started:
        cluster.stop()


@pytest.mark.slow
def test_workers_killed_while_idle_are_replaced_and_what_they_may_have_lost_is_done(start):
    cluster = start("work.log")
    for worker in cluster.workers():
        os.kill(worker, signal.SIGKILL)
    # More where the schedule, which is half a minute old by then, adds one of its own.
    wait_until(lambda: len(cluster.begun("enrichment.tasks.tend")) >= 2 * settings.Q_CLUSTER["workers"])
    wait_until(lambda: not OrmQ.objects.exists())
    assert cluster.process.poll() is None


@pytest.mark.slow
def test_a_cluster_that_hangs_is_ended_and_the_next_one_does_what_it_held(start):
    cluster = start("first.log", heartbeat=10)
    family = cluster.family()
    for worker in cluster.workers():
        os.kill(worker, signal.SIGSTOP)
    for _ in range(10):
        enqueue(TASK)
    assert cluster.process.wait(PATIENCE) == 1
    assert [process for process in family if is_alive(process)] == []
    assert (OrmQ.objects.count(), OrmQ.objects.filter(lock__gt=timezone.now()).exists()) == (10, True)
    job = held_job()
    successor = start("second.log", AUTOREACH_STARTED_AT=timezone.now().isoformat())
    job.refresh_from_db()
    assert job.lease_until is None or job.lease_until <= timezone.now()
    successor.process.terminate()
    assert successor.process.wait(PATIENCE) == 0


def test_what_is_loaded_before_workers_start_is_not_looked_through_by_their_garbage_collector():
    loaded = {"model": ["stays"]}
    workers.keep_what_is_loaded()
    assert (gc.get_freeze_count() > 0, any(each is loaded for each in gc.get_objects())) == (True, False)


def test_ending_processes_spares_those_beside_them():
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    parent = [sys.executable, "-c", f"import subprocess, time; subprocess.Popen({sleeper!r}); time.sleep(60)"]
    ended, spared = subprocess.Popen(parent), subprocess.Popen(sleeper)
    wait_until(lambda: psutil.Process(ended.pid).children())
    (child,) = psutil.Process(ended.pid).children()
    workers.end([psutil.Process(ended.pid)])
    ended.wait(PATIENCE)
    wait_until(lambda: not is_alive(child))
    assert spared.poll() is None
    spared.kill()
    spared.wait()

import math

import pytest
from django.utils.module_loading import import_string
from django_q.conf import Conf
from django_q.models import OrmQ, Schedule

from autoreach.work.wakeups import enqueue, enqueue_sweeps, sync_schedules


@pytest.mark.django_db
def test_the_schedules_are_those_of_the_settings(settings):
    settings.SCHEDULES = {"leads.sources.csv.tasks.tend": 1, "pool.tasks.tend": 5}
    sync_schedules()
    settings.SCHEDULES = {"leads.sources.csv.tasks.tend": 2, "enrichment.tasks.tend": 1}
    sync_schedules()
    assert list(Schedule.objects.order_by("name").values_list("name", "func", "minutes", "repeats")) == [
        ("enrichment.tasks.tend", "enrichment.tasks.tend", 1, -1),
        ("leads.sources.csv.tasks.tend", "leads.sources.csv.tasks.tend", 2, -1),
    ]


def test_every_schedule_names_a_task(settings):
    assert [callable(import_string(name)) for name in settings.SCHEDULES] == [True] * len(settings.SCHEDULES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("queue", "key"), [(None, "autoreach"), ("slow", "slow")])
def test_a_task_waits_in_the_queue_it_is_for(monkeypatch, queue, key):
    monkeypatch.setattr(Conf, "SYNC", False)
    # As in a worker of the slow queue.
    monkeypatch.setattr(Conf, "CLUSTER_NAME", "slow")
    enqueue("enrichment.tasks.open_search_jobs", 7, queue=queue)
    (waiting,) = OrmQ.objects.all()
    assert (waiting.key, waiting.task["func"], waiting.task["args"]) == (key, "enrichment.tasks.open_search_jobs", (7,))


@pytest.mark.django_db(transaction=True)
def test_what_runs_each_minute_is_enqueued_and_nothing_else(monkeypatch, settings):
    monkeypatch.setattr(Conf, "SYNC", False)
    settings.SCHEDULES = {"leads.sources.csv.tasks.tend": 1, "pool.tasks.tend": 5, "enrichment.tasks.tend": 1}
    enqueue_sweeps()
    assert [waiting.task["func"] for waiting in OrmQ.objects.order_by("pk")] == [
        "leads.sources.csv.tasks.tend",
        "enrichment.tasks.tend",
    ]


def test_a_task_is_not_handed_out_again_before_its_time_is_over(settings):
    common = settings.Q_CLUSTER
    for queue in (common, common | common["ALT_CLUSTERS"]["slow"]):
        waves = 1 + math.ceil((queue["queue_limit"] + queue["bulk"]) / queue["workers"])
        assert queue["retry"] > queue["timeout"] * waves

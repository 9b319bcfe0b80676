from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.work.leases import new_lease
from leads.models import Search
from leads.signals import search_completed
from leads.sources import runner
from leads.sources.tasks import tend
from tests.factories import SearchFactory

pytestmark = pytest.mark.django_db
QUEUE = runner.searches_of("webinar", task="django.utils.timezone.now", gives_up="No page could be read.")


@pytest.fixture
def running():
    search = SearchFactory(kind="webinar", status="pending")
    return QUEUE.claim(search.pk)


def test_a_queue_holds_the_searches_of_its_source_that_are_to_be_done(running):
    for kind, status in (("webinar", "completed"), ("webinar", "failed"), ("webinar", "undone"), ("csv", "running")):
        SearchFactory(kind=kind, status=status)
    waiting = SearchFactory(kind="webinar", status="pending")
    assert list(QUEUE.works().order_by("pk")) == [running, waiting]


def test_a_search_in_work_is_running_and_waits_again_when_its_worker_dies(running):
    assert running.status == "running"
    Search.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    QUEUE.recover()
    running.refresh_from_db()
    assert (running.status, running.lease, running.lease_until) == ("pending", None, None)


def test_a_search_that_ends_says_when_and_is_news(running):
    told = []

    def hear(sender, *, search, **kwargs):
        told.append(search.pk)

    search_completed.connect(hear)
    started = timezone.now() - timedelta(minutes=1)
    runner.complete(running, started_at=started)
    running.refresh_from_db()
    assert (running.status, running.lease, running.started_at, told) == ("completed", None, started, [running.pk])
    assert running.completed_at > started


def test_a_search_that_fails_too_often_ends_with_the_sentence_of_its_source(running):
    past = timezone.now() - timedelta(seconds=1)
    Search.objects.update(attempts=Search.MAX_ATTEMPTS, lease_until=past)
    QUEUE.recover()
    running.refresh_from_db()
    assert (running.status, running.error, running.lease) == ("failed", "No page could be read.", None)
    assert running.completed_at > past


def test_a_search_that_another_worker_has_does_not_fail(running):
    Search.objects.update(lease=new_lease())
    runner.fail(running, "Too late.")
    running.refresh_from_db()
    assert (running.status, running.error) == ("running", "")


def test_what_was_taken_back_is_undone(running):
    runner.undo(running)
    running.refresh_from_db()
    assert (running.status, running.lease) == ("undone", None)


@pytest.mark.parametrize("status", ["paused", "cancelled"])
def test_a_search_that_was_stopped_lets_go_of_the_lease_of_a_dead_worker(running, status):
    Search.objects.update(status=status)
    tend()
    running.refresh_from_db()
    assert running.lease is not None
    Search.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tend()
    running.refresh_from_db()
    assert (running.status, running.lease, running.lease_until) == (status, None, None)

"""A search of a later source: it brings its pages one by one, and its cursor says which is next."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from autoreach.work import claims
from autoreach.work.leases import LeaseLost, hold_one, new_lease
from autoreach.work.work_queue import WorkQueue
from leads.models import Search
from leads.sources.transitions import AT_WORK, CLAIM, COMPLETE, FAIL, FREE
from tests.factories import SearchFactory

pytestmark = pytest.mark.django_db
PAGES = 5


def bring_page(search):
    """One page of people, in the transaction that moves the cursor; the last one ends the search."""
    with transaction.atomic():
        search = hold_one(search)
        page = search.cursor.get("page", 0) + 1
        brought = [*search.parameters.get("brought", []), page]
        search.cursor, search.parameters, search.found, search.attempts = {"page": page}, {"brought": brought}, page, 0
        search.save(update_fields=["cursor", "parameters", "found", "attempts"])
        if page == PAGES:
            COMPLETE.write(Search.objects.filter(pk=search.pk), **claims.FREED)
    return page < PAGES


def give_up(search):
    FAIL.write(Search.objects.filter(pk=search.pk, lease=search.lease), **claims.FREED, error="Given up.")


QUEUE = WorkQueue(
    works=lambda: Search.objects.filter(kind="webinar", status__in=AT_WORK),
    # any task will do: wake-ups are run by hand here
    task="django.utils.timezone.get_fixed_timezone",
    give_up=give_up,
    claimed=CLAIM,
    freed=FREE,
)


def breaks(search):
    raise ValueError("no such page")


@pytest.fixture
def search():
    return SearchFactory(kind="webinar", status="pending")


def state():
    search = Search.objects.get()
    return search.status, search.cursor.get("page", 0), search.lease


def test_work_is_done_step_by_step_until_it_ends(search):
    QUEUE.run(search.pk, bring_page)
    assert state() == ("completed", PAGES, None)


def test_when_the_time_is_up_another_task_goes_on_where_this_one_stopped(search, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        QUEUE.run(search.pk, bring_page, seconds=1e-9)
    assert (state(), len(woken), Search.objects.get().attempts) == (("pending", 1, None), 1, 0)
    QUEUE.run(search.pk, bring_page)
    assert Search.objects.get().parameters == {"brought": [1, 2, 3, 4, 5]}


WORKER = """
import os, signal, sys
import django
django.setup()
from autoreach.work import leases
from leads.models import Search
from tests.autoreach.work import test_work_queue as source

def bring_two_and_die(search):
    if search.cursor:
        os.kill(os.getpid(), signal.SIGKILL)
    source.bring_page(search)
    search.refresh_from_db()
    return True

source.QUEUE.run(int(sys.argv[1]), bring_two_and_die)
"""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_costs_no_page(search, settings):
    """The worker is a process of its own, killed by the system between two pages."""
    to_database = connection.settings_dict
    url = f"postgresql://{to_database['USER']}@/{to_database['NAME']}?host={to_database['HOST']}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "autoreach.settings"}
    command = [sys.executable, "-c", WORKER, str(search.pk)]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    status, page, lease = state()
    assert (status, page, lease is None) == ("running", 1, False)

    QUEUE.run(search.pk, bring_page)
    assert state() == ("running", 1, lease)

    Search.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    QUEUE.recover()
    assert state() == ("pending", 1, None)
    QUEUE.run(search.pk, bring_page)
    assert (state(), Search.objects.get().parameters) == (("completed", PAGES, None), {"brought": [1, 2, 3, 4, 5]})


def test_an_error_puts_the_row_off_and_is_raised(search):
    before = timezone.now()
    with pytest.raises(ValueError, match="no such page"):
        QUEUE.run(search.pk, breaks)
    stored = Search.objects.get()
    assert (stored.status, stored.lease, stored.attempts, stored.last_error) == (
        "pending",
        None,
        1,
        "ValueError: no such page",
    )
    assert timedelta(seconds=30) <= stored.not_before - before < timedelta(seconds=40)
    QUEUE.run(search.pk, bring_page)
    assert state() == ("pending", 0, None)


def test_the_last_attempt_that_fails_gives_the_row_up(search):
    for _ in range(Search.MAX_ATTEMPTS):
        Search.objects.update(not_before=None)
        with pytest.raises(ValueError, match="no such page"):
            QUEUE.run(search.pk, breaks)
    assert (state(), Search.objects.get().error) == (("failed", 0, None), "Given up.")


def test_an_error_after_progress_is_a_first_attempt_again(search):
    Search.objects.update(attempts=Search.MAX_ATTEMPTS - 1)

    def bring_one_and_break(row):
        bring_page(row)
        raise ValueError("no such page")

    with pytest.raises(ValueError, match="no such page"):
        QUEUE.run(search.pk, bring_one_and_break)
    assert (state(), Search.objects.get().attempts) == (("pending", 1, None), 0)


def test_a_worker_that_lost_its_lease_leaves_the_row_to_the_other(search, caplog):
    other = new_lease()

    def lose(row):
        Search.objects.update(lease=other)
        raise LeaseLost

    QUEUE.run(search.pk, lose)
    assert (state(), [record.levelname for record in caplog.records]) == (("running", 0, other), ["WARNING"])


@pytest.mark.parametrize("error", [LeaseLost, IntegrityError])
def test_a_row_that_is_deleted_while_it_is_in_work_is_over(search, caplog, error):
    def lose(row):
        Search.objects.all().delete()
        raise error

    QUEUE.run(search.pk, lose)
    (record,) = caplog.records
    assert (record.levelname, record.getMessage()) == ("INFO", f"Search {search.pk} was deleted while it was in work")
    assert (record.exc_info and record.exc_info[0]) == (None if error is LeaseLost else error)


@pytest.mark.parametrize(
    ("fields", "woken"),
    [
        ({}, 1),
        ({"woken_at": timedelta(minutes=-1)}, 0),
        ({"woken_at": timedelta(minutes=-3)}, 1),
        ({"woken_at": timedelta(seconds=-2), "not_before": timedelta(seconds=-1)}, 1),
        ({"not_before": timedelta(minutes=1)}, 0),
        ({"status": "completed"}, 0),
        ({"kind": "csv"}, 0),
    ],
    ids=["never woken", "woken just now", "wake-up lost", "due since", "waits", "ended", "other work"],
)
def test_the_sweep_wakes_what_is_due_and_was_not_woken(search, fields, woken, django_capture_on_commit_callbacks):
    now = timezone.now()
    Search.objects.update(**{k: now + v if isinstance(v, timedelta) else v for k, v in fields.items()})
    with django_capture_on_commit_callbacks() as enqueued:
        QUEUE.sweep()
        QUEUE.sweep()
    assert len(enqueued) == woken


def test_what_a_dead_worker_had_is_woken_by_the_same_sweep(search, django_capture_on_commit_callbacks):
    QUEUE.claim(search.pk)
    past = timezone.now() - timedelta(seconds=1)
    Search.objects.update(woken_at=timezone.now() - timedelta(seconds=91), lease_until=past)
    with django_capture_on_commit_callbacks() as enqueued:
        QUEUE.sweep()
    assert (state(), len(enqueued)) == (("pending", 0, None), 1)


def test_work_rests_while_the_disk_has_no_room_and_goes_on_where_it_was(settings):
    search = SearchFactory(kind="webinar")

    def fill_the_disk(search):
        settings.LOW_DISK_MIB = 2**40
        return bring_page(search)

    QUEUE.run(search.pk, fill_the_disk)
    QUEUE.run(search.pk, bring_page)
    search.refresh_from_db()
    assert (search.cursor, search.attempts, search.lease) == ({"page": 1}, 0, None)
    settings.LOW_DISK_MIB = 0
    QUEUE.run(search.pk, bring_page)
    search.refresh_from_db()
    assert search.parameters["brought"] == [1, 2, 3, 4, 5]

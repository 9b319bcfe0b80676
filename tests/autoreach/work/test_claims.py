from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from autoreach.work import claims
from autoreach.work.leases import LEASE, hold_one, new_lease
from leads.models import Search
from leads.sources.transitions import CLAIM, FREE
from tests.concurrency import apart
from tests.factories import SearchFactory

pytestmark = pytest.mark.django_db


def searches(count, **fields):
    return SearchFactory.create_batch(count, status="pending", **fields)


def claimed(size=10, works=None):
    rows = (works or Search.objects).order_by("pk")
    return claims.claim(rows, lease=new_lease(), size=size, transition=CLAIM)


def test_a_claim_takes_the_lease_and_counts_the_attempt():
    first, _ = searches(2)
    lease, before = new_lease(), timezone.now()
    (mine,) = claims.claim(Search.objects.order_by("pk"), lease=lease, transition=CLAIM)
    assert (mine.pk, mine.lease, mine.attempts, mine.status) == (first.pk, lease, 1, "running")
    assert before + LEASE <= mine.lease_until <= timezone.now() + LEASE


def test_a_claim_takes_what_is_due_and_that_no_worker_has():
    now = timezone.now()
    waits, was_put_off, due = searches(3)
    Search.objects.filter(pk=waits.pk).update(not_before=now + timedelta(minutes=1))
    Search.objects.filter(pk=was_put_off.pk).update(not_before=now - timedelta(seconds=1))
    SearchFactory(status="pending", lease=new_lease())
    SearchFactory(status="completed")
    assert [(each.pk, each.not_before) for each in claimed()] == [(was_put_off.pk, None), (due.pk, None)]


def test_without_a_transition_a_claim_leaves_the_status_alone():
    searches(1)
    (mine,) = claims.claim(Search.objects.all(), lease=new_lease())
    assert (mine.status, mine.attempts) == ("pending", 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_row():
    rows = searches(30)

    def work(_):
        return [pk for batch in iter(lambda: [each.pk for each in claimed(7)], []) for pk in batch]

    with ThreadPoolExecutor(3) as workers:
        found = list(workers.map(lambda number: apart(work, number), range(3)))
    assert sorted(pk for pks in found for pk in pks) == [row.pk for row in rows]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_transaction_changes_is_passed_over():
    locked, free = searches(2)
    with transaction.atomic():
        Search.objects.filter(pk=locked.pk).update(label="being edited")
        with ThreadPoolExecutor(1) as worker:
            assert [row.pk for row in worker.submit(apart, claimed).result(timeout=60)] == [free.pk]


def test_what_waits_says_why_and_spends_no_attempt():
    searches(1)
    (mine,) = claimed()
    until = timezone.now() + timedelta(minutes=9)
    claims.put_off(mine, until=until, transition=FREE, waits_for="X is limited")
    stored = Search.objects.get()
    assert (stored.status, stored.not_before, stored.waits_for) == ("pending", until, "X is limited")
    assert (stored.lease, stored.lease_until, stored.attempts) == (None, None, 0)
    assert claimed() == []


def expired(**fields):
    (search,) = searches(1)
    past = timezone.now() - timedelta(seconds=1)
    Search.objects.filter(pk=search.pk).update(status="running", lease=new_lease(), lease_until=past, **fields)
    return search


def recover():
    given_up = []
    count = claims.recover(
        Search.objects.all(),
        put_back=lambda rows: FREE.write(rows, **claims.FREED),
        give_up=lambda search: given_up.append(search.pk),
    )
    return count, given_up


def test_a_lease_that_ran_out_is_taken_off_and_one_in_force_is_not():
    dead, alive = expired(attempts=1), expired(attempts=1)
    Search.objects.filter(pk=alive.pk).update(lease_until=timezone.now() + timedelta(seconds=30))
    assert recover() == (1, [])
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert [(each.status, each.lease is None) for each in (dead, alive)] == [("pending", True), ("running", False)]


def test_what_as_many_workers_as_may_try_did_not_end_is_given_up():
    tried = [expired(attempts=attempts) for attempts in (Search.MAX_ATTEMPTS - 1, Search.MAX_ATTEMPTS)]
    assert recover() == (2, [tried[1].pk])


@pytest.mark.django_db(transaction=True)
def test_a_row_that_its_worker_is_about_to_write_is_not_recovered():
    expired(attempts=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM leads_search FOR NO KEY UPDATE")
        with ThreadPoolExecutor(1) as worker:
            assert worker.submit(apart, recover).result(timeout=60) == (0, [])


def test_an_error_is_described_within_what_a_page_can_show():
    assert claims.describe(KeyError("jobs")) == "KeyError: 'jobs'"
    assert len(claims.describe(ValueError("x" * 900))) == 500


@pytest.mark.django_db(transaction=True)
def test_recovery_passes_over_an_exhausted_row_whose_worker_is_writing_it():
    search = SearchFactory(
        status=Search.Status.RUNNING,
        attempts=Search.MAX_ATTEMPTS,
        lease=new_lease(),
        lease_until=timezone.now() - timedelta(seconds=1),
    )
    given_up = []
    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        hold_one(search)
        searches = Search.objects.all()
        recover = partial(claims.recover, searches, put_back=QuerySet.count, give_up=given_up.append)
        assert thread.submit(apart, recover).result(timeout=60) == 0
    assert given_up == []


def test_a_failed_attempt_waits_at_least_until_the_next_one_and_counts():
    searches(1)
    (mine,) = claimed()
    claims.put_off(mine, until=timezone.now(), transition=FREE, failed=True)
    stored = Search.objects.get()
    assert (stored.attempts, stored.not_before > timezone.now() + timedelta(seconds=20)) == (1, True)

import threading
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import UUIDField, Value
from django.utils import timezone

from autoreach.work import leases
from enrichment.models import PipelineJob
from leads.models import Workspace
from tests.factories import LeadFactory, PipelineRunFactory
from tests.planner import as_if_large

pytestmark = pytest.mark.django_db


def job(**fields):
    run = PipelineRunFactory()
    lead = LeadFactory(workspace=run.workspace)
    return PipelineJob.objects.create(workspace=run.workspace, run=run, offer=run.offer, lead=lead, **fields)


def noting(lease):
    """Rows of a table that notes the lease under which something was begun."""
    return Workspace.objects.annotate(begun_under=Value(lease, output_field=UUIDField()))


def test_a_lease_is_held_as_long_as_a_row_carries_it():
    lease = leases.new_lease()
    job(status="processing", lease=lease, lease_until=timezone.now() - timedelta(seconds=1))
    assert (leases.is_held(lease), leases.is_held(leases.new_lease())) == (True, False)
    PipelineJob.objects.update(lease=None)
    assert leases.is_held(lease) is False


def test_a_table_finds_its_rows_begun_under_a_lease_that_is_not_held():
    lease = leases.new_lease()
    job(status="processing", lease=lease)
    assert noting(lease).filter(leases.held("begun_under")).count() == 1
    assert noting(lease).exclude(leases.held("begun_under")).count() == 0
    assert noting(leases.new_lease()).exclude(leases.held("begun_under")).count() == 1
    assert noting(None).exclude(leases.held("begun_under")).count() == 1


@pytest.mark.parametrize("model", leases.leased_models())
def test_the_condition_reads_an_index_of_every_kind_of_work(model):
    as_if_large(model._meta.db_table)
    plan = noting(leases.new_lease()).exclude(leases.held("begun_under")).explain()
    assert f"using {model.__name__.lower()}_lease on {model._meta.db_table}" in plan


def test_the_leases_of_before_a_start_end_and_recovery_finds_their_rows():
    start = timezone.now()
    earlier = job(lease=leases.new_lease(), lease_until=start + leases.LEASE - timedelta(seconds=1))
    later = job(lease=leases.new_lease(), lease_until=start + leases.LEASE)
    free = job()
    assert leases.expire(before=start) == 1
    ended = PipelineJob.objects.filter(lease_until__lte=timezone.now())
    assert (list(ended), PipelineJob.objects.get(pk=free.pk).lease_until) == ([earlier], None)
    later.refresh_from_db()
    assert later.lease_until == start + leases.LEASE


def test_renewing_extends_the_lease_of_each_row_that_carries_it_and_of_no_other():
    ours, theirs, soon = leases.new_lease(), leases.new_lease(), timezone.now() + timedelta(seconds=1)
    mine, other = job(lease=ours, lease_until=soon), job(lease=theirs, lease_until=soon)
    before = timezone.now()
    leases.renew(ours)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert before + leases.LEASE <= mine.lease_until <= timezone.now() + leases.LEASE
    assert other.lease_until == soon


def test_a_lease_outlives_two_renewals_that_fail():
    assert timedelta(seconds=90) == leases.LEASE == 3 * leases.RENEW_AFTER


def test_held_rows_are_those_that_still_carry_our_lease():
    ours = leases.new_lease()
    mine, lost, deleted = (job(lease=ours) for _ in range(3))
    PipelineJob.objects.filter(pk=lost.pk).update(lease=leases.new_lease())
    PipelineJob.objects.filter(pk=mine.pk).update(priority=7)
    PipelineJob.objects.filter(pk=deleted.pk).delete()
    assert [(row.pk, row.priority) for row in leases.hold([deleted, lost, mine])] == [(mine.pk, 7)]
    assert [row.pk for row in leases.hold_all([deleted, mine])] == [mine.pk]
    (part,) = leases.hold_all([mine], only=["priority"])
    assert (part.priority, part.lease, "attempts" in part.get_deferred_fields()) == (7, ours, True)
    assert leases.hold_one(mine) == mine
    for works in ([lost], [mine, lost]):
        with pytest.raises(leases.LeaseLost):
            leases.hold_all(works)
    for work in (lost, deleted):
        with pytest.raises(leases.LeaseLost):
            leases.hold_one(work)
    assert (leases.hold([]), leases.hold_all([])) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_held_row_is_locked_until_the_transaction_ends():
    mine = job(lease=leases.new_lease())
    with psycopg.connect(**connection.get_connection_params()) as other, transaction.atomic():
        leases.hold_one(mine)
        found = other.execute("SELECT id FROM enrichment_pipelinejob FOR NO KEY UPDATE SKIP LOCKED").fetchall()
    assert found == []


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_kept_while_one_step_takes_long_and_no_longer(monkeypatch):
    monkeypatch.setattr(leases, "RENEW_AFTER", timedelta(milliseconds=20))
    mine = job(lease=leases.new_lease(), lease_until=timezone.now())
    with leases.kept(mine.lease):
        renewed = until_renewed(mine)
        assert until_renewed(renewed).lease_until > renewed.lease_until
    assert [thread.name for thread in threading.enumerate() if thread.name == "lease"] == []


def until_renewed(job):
    for _ in range(5000):
        now = PipelineJob.objects.get(pk=job.pk)
        if now.lease_until != job.lease_until:
            break
        time.sleep(0.01)
    return now


@pytest.mark.django_db(transaction=True)
class TestContention:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch):
        monkeypatch.setattr(leases, "LOCK_TIMEOUT", "50ms")

    def test_a_write_that_waits_for_a_lock_keeps_its_lease_and_is_tried_again(self):
        mine, blocked = job(lease=leases.new_lease(), lease_until=timezone.now()), job()
        tries = []
        with psycopg.connect(**connection.get_connection_params()) as other:
            other.execute("UPDATE enrichment_pipelinejob SET priority = 1 WHERE id = %s", [blocked.pk])

            def write(priority):
                tries.append(priority)
                if len(tries) == 3:
                    other.rollback()
                PipelineJob.objects.filter(pk=blocked.pk).update(priority=priority)
                return "written"

            assert leases.retry_on_contention(mine.lease, write, 7) == "written"
        blocked.refresh_from_db()
        mine.refresh_from_db()
        assert (tries, blocked.priority) == ([7, 7, 7], 7)
        assert mine.lease_until > timezone.now() + leases.LEASE - timedelta(seconds=30)

    def test_a_write_that_never_has_its_lock_fails_after_five_times(self):
        blocked, tries = job(), []
        with psycopg.connect(**connection.get_connection_params()) as other:
            other.execute("UPDATE enrichment_pipelinejob SET priority = 1 WHERE id = %s", [blocked.pk])

            def write():
                tries.append(1)
                PipelineJob.objects.filter(pk=blocked.pk).update(priority=7)

            with pytest.raises(OperationalError):
                leases.retry_on_contention(leases.new_lease(), write)
        assert len(tries) == 5

    def test_another_error_of_the_database_is_not_tried_again(self):
        tries = []

        def write():
            tries.append(1)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(1)")

        with pytest.raises(OperationalError):
            leases.retry_on_contention(leases.new_lease(), write)
        assert len(tries) == 1

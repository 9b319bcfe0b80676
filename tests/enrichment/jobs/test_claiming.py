import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from enrichment.jobs.claiming import next_due
from enrichment.models import PipelineJob, PipelineRun
from tests.concurrency import apart
from tests.enrichment.pipeline import claim, queue
from tests.factories import LeadFactory, OfferFactory, SearchFactory
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
Status, Mode = PipelineJob.Status, PipelineJob.Mode
FEW, MANY = 5, 25


@pytest.mark.parametrize(
    "look",
    [
        lambda: claim(scoring_only=True),
        lambda: claim(scoring_only=False),
        lambda: claim(suspects=True),
        lambda: next_due("fast"),
    ],
    ids=["claim to score", "claim to ask", "claim a suspect", "next due"],
)
def test_jobs_that_are_put_off_cost_nothing_when_due_jobs_are_looked_for(open_run, look):
    queue(open_run, FEW, minutes=60)
    few = rows_read("enrichment_pipelinejob", look)
    queue(open_run, MANY, minutes=90)
    assert rows_read("enrichment_pipelinejob", look) == few


def test_a_claim_of_what_is_only_to_be_scored_looks_at_no_other_job_of_an_import(open_run):
    queue(open_run, MANY)
    assert rows_read("enrichment_pipelinejob", lambda: claim(scoring_only=True)) == 0
    assert rows_read("enrichment_pipelinejob", lambda: claim(suspects=True)) == 0
    queue(open_run, MANY, mode=Mode.SCORING_ONLY)
    PipelineJob.objects.exclude(mode=Mode.SCORING_ONLY).delete()
    assert rows_read("enrichment_pipelinejob", lambda: claim(scoring_only=False)) == 0


def test_a_job_is_due_from_its_moment_on(open_run):
    (job,) = queue(open_run, 1, minutes=1)
    assert claim() == []
    PipelineJob.objects.update(not_before=timezone.now())
    assert [(each.pk, each.not_before) for each in claim(scoring_only=False)] == [(job.pk, None)]


def test_of_many_that_become_due_together_the_most_urgent_go_first(open_run):
    queue(open_run, 3, minutes=-9, priority=50)
    urgent = queue(open_run, 2, minutes=-1, priority=20)
    assert [job.pk for job in claim(size=2)] == [job.pk for job in urgent]
    assert PipelineJob.objects.filter(status=Status.PENDING).exclude(not_before=None).count() == 3


def test_what_is_due_and_what_becomes_due_stand_in_one_line(open_run):
    later, first = queue(open_run, 1, minutes=-1, priority=50), queue(open_run, 1, priority=20)
    assert [job.pk for job in claim(size=1)] == [first[0].pk]
    assert [job.pk for job in claim(size=1)] == [later[0].pk]


def test_the_next_moment_is_the_earliest_of_all_priorities_and_of_the_lane_alone(open_run):
    queue(open_run, 1, minutes=90, priority=20)
    (soonest,) = queue(open_run, 1, minutes=30, priority=50)
    queue(open_run, 1, minutes=5, lane="slow")
    assert (next_due("fast"), next_due("unheard of")) == (soonest.not_before.timestamp(), float("inf"))
    queue(open_run, 1, mode=Mode.SCORING_ONLY)
    assert next_due("fast") == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_job_that_has_become_due(open_run):
    jobs = queue(open_run, 60, minutes=-1)

    def work(_):
        return list(iter(lambda: [job.pk for job in claim(size=7)], []))

    with ThreadPoolExecutor(3) as workers:
        claimed = workers.map(partial(apart, work), range(3))
    assert sorted(pk for batches in claimed for batch in batches for pk in batch) == [job.pk for job in jobs]


@pytest.mark.django_db(transaction=True)
def test_a_put_off_job_that_another_transaction_changes_is_passed_over(open_run):
    held, free = queue(open_run, 2, minutes=-1)
    with transaction.atomic():
        PipelineJob.objects.filter(pk=held.pk).update(priority=10)
        with ThreadPoolExecutor(1) as worker:
            assert [job.pk for job in worker.submit(apart, claim).result(timeout=60)] == [free.pk]
    assert [job.pk for job in claim()] == [held.pk]


def test_more_urgent_jobs_are_claimed_first(queued):
    PipelineJob.objects.filter(pk=queued[2].pk).update(priority=10)
    assert [job.pk for job in claim(size=2)] == [queued[2].pk, queued[0].pk]


def test_a_job_is_not_claimed_before_its_time(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=timezone.now() + timedelta(hours=1))
    assert [job.pk for job in claim()] == [queued[1].pk, queued[2].pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_job():
    offer = OfferFactory()
    search = SearchFactory(workspace=offer.workspace, offer=offer)
    run = PipelineRun.objects.create(workspace=offer.workspace, offer=offer, search=search, purpose="search")
    leads = LeadFactory.create_batch(60, workspace=offer.workspace)
    PipelineJob.objects.bulk_create(
        PipelineJob(workspace=offer.workspace, run=run, offer=offer, lead=lead) for lead in leads
    )
    claimed = []

    def work():
        while jobs := claim(size=7):
            claimed.extend(job.pk for job in jobs)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(claimed) == sorted(PipelineJob.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(("attempts", "alone"), [(2, False), (3, True)])
def test_a_job_that_three_workers_did_not_bring_to_an_end_is_claimed_alone(queued, attempts, alone):
    PipelineJob.objects.update(attempts=attempts)
    assert len(claim(size=10)) == (0 if alone else 3)
    assert len(claim(size=1, suspects=True)) == (1 if alone else 0)


def test_of_one_lead_one_job_at_a_time_makes_calls(queued, search):
    """Its jobs for two offers: the second waits, unless it only scores."""
    first = queued[0]
    other = OfferFactory(workspace=search.workspace)
    second = PipelineJob.objects.create(
        workspace=search.workspace, run=search.run, lead=first.lead, offer=other, priority=first.priority
    )
    assert [job.pk for job in claim()] == [job.pk for job in queued]
    second.refresh_from_db()
    assert (second.status, second.attempts) == (Status.PENDING, 0)
    assert claim() == []
    PipelineJob.objects.filter(pk=second.pk).update(mode=Mode.SCORING_ONLY)
    assert [job.pk for job in claim()] == [second.pk]


@pytest.mark.parametrize("mode", [Mode.FULL, Mode.RE_ENRICH, Mode.ENRICH_ONLY])
def test_a_job_in_work_that_makes_calls_keeps_another_of_its_lead_waiting(open_run, mode):
    (first,) = queue(open_run, 1, mode=mode)
    assert [job.pk for job in claim()] == [first.pk]
    other = OfferFactory(workspace=open_run.workspace)
    PipelineJob.objects.create(workspace=open_run.workspace, run=open_run, lead=first.lead, offer=other)
    assert claim() == []
    PipelineJob.objects.filter(pk=first.pk).update(status=Status.READY)
    assert [job.offer for job in claim()] == [other]


@pytest.mark.django_db(transaction=True)
def test_claimers_wait_for_each_other(open_run):
    queue(open_run, 1)
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        psycopg.connect(**connection.get_connection_params()) as other,
    ):
        other.execute("SELECT pg_advisory_xact_lock(hashtext('enrichment.claim'))")
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            claim()
        other.rollback()
        assert len(claim()) == 1


def test_a_claim_counts_the_attempt_and_remembers_what_was_put_off(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(waits_for="X is limited")
    jobs = claim()
    assert [(job.was_put_off, job.waits_for, job.attempts, job.status) for job in jobs] == [
        (True, "", 1, Status.PROCESSING),
        (False, "", 1, Status.PROCESSING),
        (False, "", 1, Status.PROCESSING),
    ]
    assert len({job.lease for job in jobs}) == 1


@pytest.mark.parametrize(("mode", "phase"), [("full", "profile"), ("scoring_only", "scoring")])
def test_a_claim_shows_the_phase_of_a_job_that_only_scores(queued, mode, phase):
    PipelineJob.objects.update(mode=mode)
    assert {(job.mode, job.phase) for job in claim()} == {(mode, phase)}
    assert set(PipelineJob.objects.values_list("mode", "phase")) == {(mode, phase)}


def test_a_claim_of_nothing_takes_nothing(queued):
    assert (claim(size=0), claim(size=-3)) == ([], [])

"""What waits in the queue costs those nothing who look for what is due, or at the banner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from autoreach.work import leases
from enrichment import banner
from enrichment.banner import workspace_progress
from enrichment.jobs import claiming
from enrichment.jobs.claiming import next_due
from enrichment.models import PipelineJob, PipelineRun
from tests.concurrency import apart
from tests.factories import LeadFactory, MembershipFactory, OfferFactory
from tests.pages import words
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
Status, Mode = PipelineJob.Status, PipelineJob.Mode
FEW, MANY = 5, 25


@pytest.fixture
def open_run():
    offer = OfferFactory()
    return PipelineRun.objects.create(workspace=offer.workspace, offer=offer, purpose="search", total=100)


def queue(run, count, *, minutes=None, **fields):
    """So many jobs of the run, put off for so many minutes."""
    if minutes is not None:
        fields["not_before"] = timezone.now() + timedelta(minutes=minutes)
    leads = LeadFactory.create_batch(count, workspace=run.workspace)
    return PipelineJob.objects.bulk_create(
        PipelineJob(workspace=run.workspace, run=run, offer=run.offer, lead=lead, **fields) for lead in leads
    )


def claim(size=500, **which):
    return claiming.claim(lease=leases.new_lease(), size=size, **which)


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
def test_what_is_put_off_costs_nobody_anything_who_looks_for_what_is_due(open_run, look):
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
    assert (next_due("fast"), next_due("nobody's")) == (soonest.not_before.timestamp(), float("inf"))
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
def test_a_put_off_job_that_somebody_else_changes_is_passed_over(open_run):
    held, free = queue(open_run, 2, minutes=-1)
    with transaction.atomic():
        PipelineJob.objects.filter(pk=held.pk).update(priority=10)
        with ThreadPoolExecutor(1) as worker:
            assert [job.pk for job in worker.submit(apart, claim).result(timeout=10)] == [free.pk]
    assert [job.pk for job in claim()] == [held.pk]


@pytest.fixture
def low_cap(monkeypatch):
    monkeypatch.setattr(banner, "COUNT_CAP", 3)


@pytest.mark.parametrize(
    "waits",
    [
        {},
        {"minutes": 0},
        {"minutes": 5},
        {"minutes": 90},
        {"status": Status.BILLING_PAUSED},
        {"status": Status.OUTSIDE_WINDOW},
    ],
    ids=["in line", "in line again", "for a provider", "for long", "for money", "for a window"],
)
def test_the_banner_counts_no_further_than_its_cap(open_run, low_cap, waits):
    def look():
        workspace_progress(open_run.workspace)

    queue(open_run, FEW, **waits)
    few = rows_read("enrichment_pipelinejob", look)
    queue(open_run, MANY, **waits)
    assert rows_read("enrichment_pipelinejob", look) == few


@pytest.mark.parametrize(("more", "said"), [(0, "3"), (1, "3+")])
def test_the_banner_says_where_it_counts_no_further(client, open_run, low_cap, more, said):
    client.force_login(MembershipFactory(workspace=open_run.workspace).user)
    queue(open_run, 1)
    queue(open_run, 3 + more, minutes=90)
    queue(open_run, 3 + more, status=Status.BILLING_PAUSED)
    rest = 100 if more else 97
    waits = "3+ wait for more than half an hour " if more else ""
    assert words(client.get(reverse("banner"))) == (
        f"Analyzing leads 0 of {rest} completed {waits}{said} paused because a budget or a provider's credit is spent"
    )


def test_a_banner_of_nothing_but_what_waits_for_long_is_none(open_run, low_cap):
    queue(open_run, FEW, minutes=90)
    assert workspace_progress(open_run.workspace).running is False


def test_the_banner_rests_while_all_that_is_left_is_paused(open_run, low_cap):
    queue(open_run, FEW, status=Status.OUTSIDE_WINDOW)
    found = workspace_progress(open_run.workspace)
    assert (found.running, found.at_rest) == (True, True)

"""Every state that a crash or a pause can leave, created by hand: the sweep finds and mends it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.models import ProviderCall
from autoreach.work import leases
from enrichment import tasks
from enrichment.jobs import claiming, opening, recovery
from enrichment.models import PipelineJob, PipelineRun
from leads.ingest import FoundProfile, ingest
from leads.models import BuyerState, Lead, Search
from scoring.models import BuyerScore
from tests.factories import OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


@pytest.fixture
def search():
    offer = OfferFactory()
    search = SearchFactory(workspace=offer.workspace, offer=offer, status=Search.Status.COMPLETED)
    people = [FoundProfile(linkedin=f"made-up-{n}", full_name=f"Nora {n}", title="Plant Manager") for n in range(2)]
    ingest(search=search, profiles=people)
    return search


@pytest.fixture
def jobs(search):
    opening.open_search_jobs(search.run.pk)
    return PipelineJob.objects.all()


@pytest.fixture
def done(jobs):
    tasks.run_due_jobs()
    return jobs


def statuses():
    return set(PipelineJob.objects.values_list("status", flat=True))


def all_is_well():
    run = PipelineRun.objects.get()
    return (
        statuses() == {Status.READY}
        and not Lead.objects.filter(enriched_at=None).exists()
        and not BuyerScore.objects.filter(score=None).exists()
        and (run.completed, run.finished_at is not None) == (run.total, True)
    )


def test_stuck_a_worker_died_with_the_jobs_in_hand(jobs):
    claiming.claim(lease=leases.new_lease(), size=2)
    jobs.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.tend()
    assert all_is_well()


def test_a_worker_that_is_alive_is_left_to_work(jobs):
    claiming.claim(lease=leases.new_lease(), size=2)
    tasks.tend()
    assert statuses() == {Status.PROCESSING}


def test_interrupted_between_two_stages(jobs):
    claiming.claim(lease=leases.new_lease(), size=2)
    jobs.update(lease_until=timezone.now() - timedelta(seconds=1), phase="activity", done=["x_profile"])
    tasks.tend()
    assert all_is_well()
    assert set(jobs.values_list("attempts", flat=True)) == {2}


def test_never_started_the_wake_up_for_new_leads_was_lost(search):
    assert PipelineJob.objects.count() == 0
    tasks.tend()
    assert all_is_well()


def test_never_started_nobody_even_noted_that_leads_came(search):
    PipelineRun.objects.all().delete()
    tasks.tend()
    assert all_is_well()


def test_scored_but_not_finalised(done):
    Lead.objects.update(enriched_at=None)
    tasks.tend()
    assert all_is_well()


def test_ready_but_unscored(done):
    BuyerScore.objects.update(state=BuyerState.NOT_SCORED, score=None, scored_at=None)
    tasks.tend()
    assert all_is_well()


def test_a_lead_whose_score_failed_for_good_is_not_tried_for_ever(done):
    BuyerScore.objects.update(state=BuyerState.NOT_SCORED, score=None, scored_at=None)
    Lead.objects.update(missing=["score"])
    assert recovery.score_ended() == 0


def test_billing_paused_until_a_moment_that_has_come(jobs):
    jobs.update(status=Status.BILLING_PAUSED, not_before=timezone.now() - timedelta(seconds=1))
    tasks.tend()
    assert all_is_well()


def test_billing_paused_until_a_moment_that_has_not_come(jobs):
    jobs.update(status=Status.BILLING_PAUSED, not_before=timezone.now() + timedelta(minutes=9))
    tasks.tend()
    assert statuses() == {Status.BILLING_PAUSED}


def test_a_budget_that_was_raised_resumes_at_once(jobs):
    next_month = timezone.now() + timedelta(days=20)
    jobs.update(status=Status.BILLING_PAUSED, not_before=next_month, waits_for="the monthly budget is spent")
    tasks.tend()
    assert all_is_well()


def test_no_more_jobs_resume_than_the_rest_of_a_budget_could_pay_for(search, jobs):
    next_month = timezone.now() + timedelta(days=20)
    jobs.update(status=Status.BILLING_PAUSED, not_before=next_month, waits_for="the monthly budget is spent")
    for cap, resumed in (("0", 0), ("0.01", 1), ("0.05", 1)):
        budget.set_monthly_cap(search.workspace_id, Decimal(cap))
        assert recovery.resume_paused() == resumed


def test_where_a_call_is_free_all_that_were_paused_go_on(jobs, settings, tmp_path):
    table = tmp_path / "prices.toml"
    table.write_text("[x]\npost = 0\nuser = 0\ncount = 0\n")
    settings.PROVIDERS = {"PRICES_FILE": str(table)}
    jobs.update(status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent")
    budget.set_monthly_cap(jobs.first().workspace_id, 1)
    assert recovery.resume_paused() == jobs.count()


def test_a_call_nobody_waits_for_any_more_is_uncertain(jobs):
    lease = leases.new_lease()
    (job, _) = claiming.claim(lease=lease, size=2)
    ProviderCall.objects.create(
        workspace=job.workspace, key="k", provider="ai", purpose="p", status="started", lease=lease
    )
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert ledger.mark_lost_calls() == 0
    jobs.update(lease_until=timezone.now() - timedelta(seconds=1))
    recovery.recover()
    assert ProviderCall.objects.get().status == "uncertain"


def test_a_job_that_several_workers_did_not_bring_to_an_end_is_claimed_alone(jobs):
    jobs.update(attempts=claiming.SUSPECT)
    assert claiming.claim(lease=leases.new_lease(), size=10) == []
    assert len(claiming.claim(lease=leases.new_lease(), size=1, suspects=True)) == 1

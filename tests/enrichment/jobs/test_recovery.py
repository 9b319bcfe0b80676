"""Every state that a crash or a pause can leave, created by hand: a sweep finds it and puts it right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from decimal import Decimal

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.models import KeptAnswer, ProviderCall
from autoreach.work import leases
from enrichment import tasks
from enrichment.banner import workspace_progress
from enrichment.jobs import claiming, opening, recovery
from enrichment.models import PipelineJob, PipelineRun
from leads.ingest import ingest
from leads.models import BuyerState, Lead, Search, Workspace
from scoring.models import BuyerScore
from scoring.scores import set_state, write_scores
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import EAGER, add, claim, expire, job_of, later, people, queue, run
from tests.planner import rows_read
from tests.scoring.test_scores import card

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


@pytest.fixture
def arrived(search):
    """Leads that came in, and whose jobs are not open yet."""
    ingest(search=search, profiles=people(3))
    return search


@pytest.fixture
def jobs(queued):
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
    claim()
    expire()
    tasks.tend()
    assert all_is_well()


def test_a_worker_that_is_alive_is_left_to_work(jobs):
    claim()
    tasks.tend()
    assert statuses() == {Status.PROCESSING}


def test_interrupted_between_two_stages(jobs):
    claim()
    jobs.update(lease_until=timezone.now() - timedelta(seconds=1), phase="activity", done=["x_profile"])
    tasks.tend()
    assert all_is_well()
    assert set(jobs.values_list("attempts", flat=True)) == {2}


def test_never_started_the_wake_up_for_new_leads_was_lost(arrived):
    assert PipelineJob.objects.count() == 0
    tasks.tend()
    assert all_is_well()


def test_never_started_the_news_that_leads_came_was_lost(arrived):
    PipelineRun.objects.all().delete()
    tasks.tend()
    assert all_is_well()


def test_never_started_and_of_a_kind_that_no_source_describes(arrived):
    Search.objects.update(kind="webinar")
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


def test_ready_but_without_the_score_that_was_chosen_with_other_steps(done):
    BuyerScore.objects.update(state=BuyerState.NOT_SCORED, score=None, scored_at=None)
    done.update(mode="re_enrich", steps=["profile"])
    assert recovery.score_ended() == 0
    done.update(steps=["profile", "scoring"])
    tasks.tend()
    assert all_is_well()


@pytest.mark.django_db(transaction=True)
def test_a_job_is_reopened_together_with_the_count_of_its_run(done):
    Lead.objects.update(enriched_at=None)
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SELECT FROM enrichment_pipelinerun FOR NO KEY UPDATE")
        reopening = thread.submit(apart, recovery.finalize_ended)
        wait_until_blocking(other)
        before = other.execute("SELECT count(*) FROM enrichment_pipelinejob WHERE status = 'ready'").fetchone()
        other.commit()
        assert (before, reopening.result()) == ((3,), 3)
    opening.recount_runs(PipelineRun.objects.get().workspace_id)
    assert PipelineRun.objects.values_list("total", "completed").get() == (3, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("for_offer", [True, False])
def test_jobs_are_reopened_beside_one_who_opens_a_job_for_the_same_lead(done, for_offer):
    if not for_offer:
        done.update(offer=None, mode="enrich_only")
        PipelineRun.objects.update(offer=None)
    Lead.objects.update(enriched_at=None)
    first = done.earliest("pk")
    scores = "SELECT pg_advisory_xact_lock(hashtext('scoring.scores'), offer_id::int) FROM enrichment_pipelinerun"
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        # as `opening.open_search_jobs` takes them
        other.execute(scores)
        other.execute("SELECT FROM enrichment_pipelinerun FOR UPDATE")
        reopening = thread.submit(apart, recovery.finalize_ended)
        wait_until_blocking(other)
        other.execute(
            "CREATE TEMP TABLE opened ON COMMIT DROP AS SELECT * FROM enrichment_pipelinejob WHERE id = %s", [first.pk]
        )
        other.execute("UPDATE opened SET id = id + 1000, status = 'pending'")
        other.execute("INSERT INTO enrichment_pipelinejob SELECT * FROM opened")
        other.commit()
        assert reopening.result() == 2
    assert list(done.filter(status=Status.READY)) == [first]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_a_deletion_holds_is_not_waited_for(done):
    Lead.objects.update(enriched_at=None)
    held = done.earliest("pk")
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SELECT FROM enrichment_pipelinejob WHERE id = %s FOR UPDATE", [held.pk])
        assert thread.submit(apart, recovery.finalize_ended).result(timeout=30) == 2
        # a deletion goes from jobs to their runs
        other.execute("SELECT FROM enrichment_pipelinerun FOR UPDATE")
    assert list(done.filter(status=Status.READY)) == [held]


def test_a_lead_whose_score_failed_for_good_is_not_tried_again(done):
    BuyerScore.objects.update(state=BuyerState.NOT_SCORED, score=None, scored_at=None)
    Lead.objects.update(missing=["score"])
    assert recovery.score_ended() == 0


def test_a_lead_that_nothing_will_score_is_not_analyzing_for_ever(done, search):
    never, before, by_note = Lead.objects.order_by("pk")
    PipelineRun.objects.update(created_at=timezone.now() - timedelta(hours=2))
    Lead.objects.filter(pk=never.pk).update(missing=["score"])
    write_scores(offer=search.offer, scorecards=[card(before, score=40, state=BuyerState.MONITOR)])
    write_scores(offer=search.offer, scorecards=[card(by_note, score=40, state=BuyerState.DISQUALIFIED)])
    BuyerScore.objects.filter(lead=never).update(score=None, scored_at=None)
    set_state(offer=search.offer, lead_ids=[never.pk, before.pk, by_note.pk], state=BuyerState.NOT_SCORED)

    tasks.tend()

    states = BuyerScore.objects.order_by("lead").values_list("lead", "state", "score")
    assert list(states) == [(before.pk, "monitor", 40), (by_note.pk, "disqualified", 40)]
    best = Lead.objects.order_by("pk").values_list("best_state", flat=True)
    assert list(best) == ["not_scored", "monitor", "disqualified"]
    scheduled = BuyerScore.objects.get(lead=before).rescore_at - timezone.now()
    assert timedelta(hours=23) < scheduled <= timedelta(days=1)


def test_looking_for_such_leads_reads_no_score_that_is_under_way(queued, search):
    assert rows_read("scoring_buyerscore", recovery.settle_not_scored) == 0
    assert set(BuyerScore.objects.values_list("state", flat=True)) == {"not_scored"}


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
    for cap, resumed in (("0", 0), ("0.01", 1), ("0.05", 2)):
        budget.set_monthly_cap(search.workspace_id, Decimal(cap))
        assert recovery.resume_paused() == resumed


def test_where_a_call_is_free_all_that_were_paused_go_on(jobs, settings, tmp_path):
    table = tmp_path / "prices.toml"
    table.write_text("[x]\npost = 0\nuser = 0\ncount = 0\n")
    settings.PROVIDERS = {"PRICES_FILE": str(table)}
    jobs.update(status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent")
    budget.set_monthly_cap(jobs.first().workspace_id, 1)
    assert recovery.resume_paused() == jobs.count()


def closed_window():
    """One hour long, on the day after tomorrow."""
    day = timezone.now() + timedelta(days=2)
    return {"linkedin_in_window_only": True, "outreach_days": [day.isoweekday()], "outreach_until": time(1)}


@pytest.mark.parametrize(("window", "resumed"), [({}, 3), (closed_window(), 0)], ids=["opened", "closed"])
def test_jobs_outside_the_outreach_window_resume_once_it_is_opened(jobs, window, resumed):
    Workspace.objects.update(**{"outreach_from": time(0)} | window)
    jobs.update(status=Status.OUTSIDE_WINDOW, not_before=timezone.now() + timedelta(days=2))
    assert recovery.resume_paused() == resumed
    assert jobs.filter(status=Status.PENDING, not_before=None).count() == resumed


@pytest.mark.parametrize("says", ["X is out of credits", "X refuses the key; LinkedIn is limited", "X does not answer"])
def test_jobs_that_wait_for_a_provider_resume_when_it_works_again(jobs, says):
    until = timezone.now() + timedelta(minutes=9)
    jobs.update(status=Status.BILLING_PAUSED, not_before=until, waits_for=says)
    PipelineJob.objects.filter(pk=jobs.earliest("pk").pk).update(waits_for="X is limited")
    assert (recovery.resume_waiting_for("linkedin"), recovery.resume_waiting_for("x")) == (0, 2)
    assert jobs.filter(status=Status.PENDING, not_before=None).count() == 2


def test_three_jobs_try_whether_a_provider_works_again_beside_all_that_wait_for_an_answer(open_run):
    refused = queue(open_run, 5, minutes=9, waits_for="X refuses the key")
    unanswered = queue(open_run, 5, minutes=9, waits_for="X does not answer")
    queue(open_run, 1, minutes=9, waits_for="LinkedIn refuses the key")
    assert recovery.resume_to_try("x") == 8
    due = PipelineJob.objects.filter(not_before=None).order_by("pk")
    assert list(due) == [*refused[:3], *unanswered]


LONG_AGO = timezone.now() - timedelta(hours=2)


@pytest.mark.parametrize(
    "fields", [{"created_at": LONG_AGO}, {"status": "undone"}, {"status": "failed"}, {"created": 0, "updated": 0}]
)
def test_a_search_is_not_announced_after_an_hour_nor_where_it_left_no_lead(arrived, fields):
    PipelineRun.objects.all().delete()
    Search.objects.update(**fields)
    assert recovery.note_unannounced_searches() == 0


def test_jobs_of_a_run_are_not_reopened_after_an_hour(done):
    PipelineRun.objects.update(created_at=LONG_AGO)
    Lead.objects.update(enriched_at=None)
    assert recovery.finalize_ended() == 0


def test_a_job_is_not_reopened_while_another_of_its_lead_is_open(done):
    Lead.objects.update(enriched_at=None)
    job = done.latest("pk")
    job.pk, job.status = None, Status.PENDING
    job.save()
    assert recovery.finalize_ended() == 2


def test_a_call_whose_lease_ran_out_is_uncertain(jobs):
    lease = leases.new_lease()
    job, *_ = claiming.claim(lease=lease, size=3)
    ProviderCall.objects.create(
        workspace=job.workspace, key="k", provider="ai", purpose="p", status="started", lease=lease
    )
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert ledger.mark_lost_calls() == 0
    expire()
    recovery.recover()
    assert ProviderCall.objects.get().status == "uncertain"


def test_a_sweep_that_fails_is_logged_and_does_not_stop_those_behind_it(arrived, settings, caplog):
    """Jobs of a workspace with a budget cannot be resumed while the table of prices cannot be read."""
    opening.open_search_jobs(arrived.run.pk)
    budget.set_monthly_cap(arrived.workspace_id, 1)
    PipelineJob.objects.update(status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent")
    settings.PROVIDERS = {"PRICES_FILE": "/nowhere/prices.toml"}
    ingest(search=arrived, profiles=people(5))
    recovery.recover()
    (record,) = [record for record in caplog.records if record.name == "autoreach.work.sweeps"]
    assert (record.args[0], record.exc_info[0]) == (recovery.resume_paused, FileNotFoundError)
    assert PipelineJob.objects.filter(status=Status.PENDING).count() == 2


def test_the_jobs_of_a_dead_worker_are_done_by_another(queued):
    claim()
    assert claim() == []
    expire()
    tasks.tend()
    assert list(PipelineJob.objects.values_list("status", "attempts")) == [(Status.READY, 2)] * 3


def test_jobs_that_outlive_every_worker_end_ready_with_what_is_missing(queued):
    PipelineJob.objects.update(
        status=Status.PROCESSING,
        attempts=PipelineJob.MAX_ATTEMPTS,
        lease="5f1c2a70-0000-4000-8000-000000000000",
        lease_until=timezone.now() - timedelta(seconds=1),
    )
    tasks.tend()
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.READY] * 3
    assert list(Lead.objects.values_list("missing", flat=True)) == [["score"]] * 3
    assert PipelineRun.objects.get().finished_at is not None


def test_a_run_whose_leads_were_deleted_is_over(queued, search):
    Lead.objects.all().delete()
    tasks.tend()
    assert workspace_progress(search.workspace).running is False


def spent(offer):
    budget.set_monthly_cap(offer.workspace.pk, 0)


def test_a_lead_that_waits_for_a_limit_and_the_budget_is_paused_and_goes_on_when_the_cap_is_raised(sandbox, offer):
    spent(offer)
    sandbox.faults.set([{"fault": "rate_limited", "provider": "unipile", "seconds": 600}])
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.waits_for) == (
        Status.BILLING_PAUSED,
        "LinkedIn is limited; the monthly budget is spent",
    )
    budget.set_monthly_cap(offer.workspace.pk, None)
    recovery.recover()
    run()
    assert "x_profile" in job_of(lead).done


def test_a_paused_lead_takes_up_what_is_due_earlier(sandbox, offer):
    spent(offer)
    sandbox.faults.set([{"fault": "rate_limited", "provider": "unipile", "seconds": 600}])
    (lead,) = add(offer, EAGER)
    run()
    sandbox.faults.set([])
    later(minutes=31)
    recovery.recover()
    assert job_of(lead).status == Status.PENDING


def test_answers_go_with_jobs_that_were_deleted_and_stay_for_those_that_are_open(jobs):
    first, *others = jobs.order_by("pk")
    for job in (first, *others):
        KeptAnswer.objects.create(
            workspace=job.workspace, owner_kind="job", owner_id=job.pk, key=f"job:{job.pk}", answer="paid"
        )
    gone = first.pk
    first.delete()
    assert recovery.forget_answers_of_ended_jobs() == 1
    assert not KeptAnswer.objects.filter(owner_id=gone).exists()
    assert list(KeptAnswer.objects.values_list("owner_id", flat=True)) == [job.pk for job in others]

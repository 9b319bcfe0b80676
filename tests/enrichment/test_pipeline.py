import threading
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from autoreach.calls.models import ProviderCall
from autoreach.work import leases
from enrichment import tasks
from enrichment.banner import workspace_progress
from enrichment.executor import lanes
from enrichment.executor.completion import finish_works
from enrichment.executor.state import LeadWork
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import claiming, opening, recovery, releasing
from enrichment.models import PipelineJob, PipelineRun
from leads.ingest import FoundProfile, ingest
from leads.models import BuyerState, Lead, Search
from pool.models import PoolProfile
from scoring.models import BuyerScore, StateCount
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


def people(count):
    return [
        FoundProfile(linkedin=f"made-up-{n}", full_name=f"Nora {n}", title="Plant Manager", company_name="Works")
        for n in range(count)
    ]


def claim(size=500):
    return claiming.claim(lease=leases.new_lease(), size=size)


def finish(jobs):
    finish_works([LeadWork(subject) for subject in load_subjects(jobs)])


@pytest.fixture
def search():
    offer = OfferFactory()
    return SearchFactory(workspace=offer.workspace, offer=offer, status=Search.Status.COMPLETED)


@pytest.fixture
def queued(search):
    """Three leads whose jobs are open and not begun."""
    ingest(search=search, profiles=people(3))
    opening.open_search_jobs(search.run.pk)
    return list(PipelineJob.objects.order_by("id"))


def test_new_leads_end_ready_scored_and_in_the_pool(search, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ingest(search=search, profiles=people(3))
    assert list(PipelineJob.objects.values_list("status", "attempts")) == [(Status.READY, 1)] * 3
    assert BuyerScore.objects.exclude(state=BuyerState.NOT_SCORED).filter(scored_at__isnull=False).count() == 3
    assert PoolProfile.objects.count() == 3
    assert Lead.objects.filter(enriched_at=None).count() == 0
    assert ProviderCall.objects.get().units == 3
    search.run.refresh_from_db()
    assert (search.run.total, search.run.completed, search.run.finished_at is not None) == (3, 3, True)


def test_phases_without_a_provider_are_recorded_as_skipped(queued):
    lanes.run_due_jobs()
    assert PipelineJob.objects.first().skipped == [
        "X profile: no X account known",
        "LinkedIn profile: no provider configured",
        "LinkedIn posts: no LinkedIn profile",
        "LinkedIn comments: no LinkedIn profile",
        "X posts: no X profile that can be read",
    ]


def test_leads_of_a_search_without_an_offer_are_stored_unscored(search):
    Search.objects.filter(pk=search.pk).update(offer=None)
    search.refresh_from_db()
    ingest(search=search, profiles=people(2))
    opening.open_search_jobs(search.run.pk)
    lanes.run_due_jobs()
    assert BuyerScore.objects.count() == 0
    assert PoolProfile.objects.count() == 2
    assert PipelineJob.objects.first().skipped[0] == "Scoring: no offer"


def test_leads_of_a_workspace_that_does_not_contribute_stay_out_of_the_pool(search):
    search.workspace.contributes_to_pool = False
    search.workspace.save()
    ingest(search=search, profiles=people(2))
    opening.open_search_jobs(search.run.pk)
    lanes.run_due_jobs()
    assert PoolProfile.objects.count() == 0


def test_opening_jobs_twice_opens_them_once(search):
    ingest(search=search, profiles=people(2))
    assert opening.open_search_jobs(search.run.pk) == 2
    PipelineRun.objects.update(opening=True)
    assert opening.open_search_jobs(search.run.pk) == 0
    assert PipelineJob.objects.count() == 2


def test_a_second_batch_of_the_same_search_gets_jobs_too(search):
    ingest(search=search, profiles=people(2))
    opening.open_search_jobs(search.run.pk)
    lanes.run_due_jobs()
    ingest(search=search, profiles=people(5)[2:])
    search.run.refresh_from_db()
    assert search.run.finished_at is None
    assert opening.open_search_jobs(search.run.pk) == 3


def test_a_lost_wake_up_is_made_good_by_the_sweep(search):
    ingest(search=search, profiles=people(2))
    assert PipelineJob.objects.count() == 0
    tasks.tend()
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.READY] * 2


def test_more_urgent_jobs_are_claimed_first(queued):
    PipelineJob.objects.filter(pk=queued[2].pk).update(priority=10)
    assert [job.pk for job in claim(size=2)] == [queued[2].pk, queued[0].pk]


def test_a_job_is_not_claimed_before_its_time(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=timezone.now() + timedelta(hours=1))
    assert [job.pk for job in claim()] == [queued[1].pk, queued[2].pk]


def test_the_jobs_of_a_dead_worker_are_done_by_another(queued):
    claim()
    assert claim() == []
    PipelineJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.tend()
    assert list(PipelineJob.objects.values_list("status", "attempts")) == [(Status.READY, 2)] * 3


def test_a_worker_that_lost_its_lease_writes_nothing(queued):
    jobs = claim()
    PipelineJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    recovery.recover_expired_leases()
    finish(jobs)
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.PENDING] * 3
    assert BuyerScore.objects.filter(scored_at__isnull=False).count() == 0
    assert ProviderCall.objects.count() == 0


def test_a_lead_deleted_in_mid_batch_does_not_hold_up_the_others(queued):
    jobs = claim()
    Lead.objects.filter(pk=jobs[0].lead_id).delete()
    finish(jobs)
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.READY] * 2
    assert PipelineRun.objects.get().finished_at is not None


def test_a_run_whose_leads_were_deleted_is_over(queued, search):
    Lead.objects.all().delete()
    tasks.tend()
    assert workspace_progress(search.workspace).running is False


def test_a_lead_asked_for_while_it_is_in_work_is_done_once_more(queued, search):
    jobs = claim()
    Lead.objects.filter(pk=jobs[0].lead_id).update(title="Nurse")
    leads = Lead.objects.filter(pk=jobs[0].lead_id)
    assert opening.rescore(workspace=search.workspace, offer=search.offer, leads=leads) == 1
    finish(jobs)
    assert list(PipelineJob.objects.order_by("id").values_list("status", flat=True)) == [
        Status.PENDING,
        Status.READY,
        Status.READY,
    ]
    lanes.run_due_jobs()
    search.run.refresh_from_db()
    assert (search.run.completed, search.run.finished_at is not None) == (3, True)


def test_a_waiting_rescore_becomes_a_full_job_when_a_search_finds_the_lead_again(search):
    lead = LeadFactory(workspace=search.workspace, linkedin_slug="made-up-0")
    opening.rescore(workspace=search.workspace, offer=search.offer, leads=Lead.objects.filter(pk=lead.pk))
    ingest(search=search, profiles=people(1))
    opening.open_search_jobs(search.run.pk)
    assert list(PipelineJob.objects.values_list("mode", "priority")) == [("full", opening.RESCORE_PRIORITY)]


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


@pytest.mark.parametrize(("again", "left"), [("scoring_only", ["profile"]), ("full", [])])
def test_what_giving_up_named_as_missing_is_missing_no_more_once_it_is_there(queued, again, left):
    claim()
    for job, scored in zip(queued, (False, True, True), strict=True):
        job.refresh_from_db()
        job.scored = scored
        releasing.give_up(job, "broken off")
    assert list(Lead.objects.order_by("pk").values_list("missing", flat=True)) == [["score"], ["profile"], ["profile"]]
    PipelineJob.objects.update(status=Status.PENDING, attempts=0, mode=again)
    lanes.run_due_jobs()
    assert list(Lead.objects.order_by("pk").values_list("missing", flat=True)) == [[], left, left]


def test_one_lead_that_cannot_be_scored_does_not_hold_up_the_others(queued):
    """A database rule refuses this one score: the others of its batch are written all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE scoring_buyerscore ADD CONSTRAINT refused "
            f"CHECK (lead_id <> {queued[1].lead_id} OR score IS NULL)"
        )
    for _ in range(PipelineJob.MAX_ATTEMPTS):
        PipelineJob.objects.update(not_before=None)
        lanes.run_due_jobs()
    assert list(PipelineJob.objects.order_by("id").values_list("status", "attempts")) == [
        (Status.READY, 1),
        (Status.READY, 5),
        (Status.READY, 1),
    ]
    assert Lead.objects.get(pk=queued[1].lead_id).missing == ["score"]
    assert "refused" in PipelineJob.objects.get(pk=queued[1].pk).last_error


def test_rescoring_leaves_manual_leads_alone():
    manual = BuyerScoreFactory(state=BuyerState.MANUAL)
    offer, workspace = manual.offer, manual.workspace
    other = LeadFactory(workspace=workspace)
    assert opening.rescore(workspace=workspace, offer=offer, leads=Lead.objects.filter(workspace=workspace)) == 1
    lanes.run_due_jobs()
    manual.refresh_from_db()
    assert (manual.state, manual.score) == (BuyerState.MANUAL, None)
    assert BuyerScore.objects.get(lead=other).score is not None


def test_rescoring_cannot_reach_another_workspace():
    offer, stranger = OfferFactory(), LeadFactory()
    assert opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=stranger.pk)) == 0
    assert PipelineJob.objects.count() == 0


def test_a_lead_already_queued_is_not_queued_twice(queued, search):
    leads = Lead.objects.filter(workspace=search.workspace)
    assert opening.rescore(workspace=search.workspace, offer=search.offer, leads=leads) == 0
    assert PipelineRun.objects.count() == 1


def test_progress_counts_leads_in_work_and_done(queued, search):
    claim(size=1)
    progress = workspace_progress(search.workspace)
    assert (progress.total, progress.completed, progress.enriching, progress.scoring, progress.waiting) == (
        3,
        0,
        1,
        0,
        2,
    )
    PipelineJob.objects.update(status=Status.PENDING)
    lanes.run_due_jobs()
    assert workspace_progress(search.workspace).running is False


def test_progress_of_another_workspace_is_not_shown(queued):
    assert workspace_progress(OfferFactory().workspace).total == 0


def test_state_counts_follow_every_write(queued, search):
    lanes.run_due_jobs()
    counted = {row.state: row.count for row in StateCount.objects.filter(offer=search.offer) if row.count}
    stored = {}
    for state in BuyerScore.objects.values_list("state", flat=True):
        stored[state] = stored.get(state, 0) + 1
    assert counted == stored
    BuyerScore.objects.all().delete()
    assert sum(StateCount.objects.values_list("count", flat=True)) == 0


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


def test_what_waits_for_a_provider_is_named_apart_from_what_is_in_line(queued, search):
    soon = timezone.now() + timedelta(minutes=5)
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=soon)
    progress = workspace_progress(search.workspace)
    assert (progress.put_off, progress.put_off_until, progress.waiting, progress.at_rest) == (1, soon, 2, False)
    PipelineJob.objects.update(not_before=soon)
    assert workspace_progress(search.workspace).at_rest is True


def test_what_waits_for_hours_is_not_kept_before_everybodys_eyes(queued, search):
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=timezone.now() + timedelta(hours=6))
    progress = workspace_progress(search.workspace)
    assert (progress.total, progress.put_off, progress.waiting) == (2, 0, 2)
    PipelineJob.objects.update(not_before=timezone.now() + timedelta(hours=6))
    assert workspace_progress(search.workspace).running is False


def test_a_worker_waits_for_what_is_put_off_by_a_moment_and_not_for_more(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=timezone.now() + timedelta(seconds=1))
    PipelineJob.objects.filter(pk=queued[1].pk).update(not_before=timezone.now() + timedelta(seconds=90))
    assert lanes.run_due_jobs(seconds=3) is False
    assert list(PipelineJob.objects.order_by("pk").values_list("status", flat=True)) == ["ready", "pending", "ready"]


def test_people_of_the_example_are_scored_and_never_asked_for_outside():
    offer = OfferFactory()
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=Search.Kind.EXAMPLE)
    ingest(search=search, profiles=people(1))
    opening.open_search_jobs(search.run.pk)
    assert PipelineJob.objects.get().mode == PipelineJob.Mode.SCORING_ONLY


@pytest.mark.django_db(transaction=True)
def test_one_worker_is_left_to_other_tasks_while_the_rest_wait_for_providers(queued):
    PipelineJob.objects.update(status=Status.PENDING, done=[])
    with psycopg.connect(**connection.get_connection_params()) as others:
        lane, cursor = PipelineJob.Lane.FAST, others.cursor()
        for number in range(settings.WORKERS):
            assert lanes.try_lock(cursor, lanes.cluster_of(lane), number)
        assert lanes.run_due_jobs() is False
        assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.PENDING}
    lanes.run_due_jobs()
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.READY}

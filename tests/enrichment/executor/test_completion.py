from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls.models import Allowance, ProviderCall
from autoreach.calls.waits import Cause, Wait
from enrichment.executor import lanes
from enrichment.executor.completion import cause_of, finish_works, locate, reasons_of
from enrichment.executor.state import LeadWork
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import opening
from enrichment.models import AIReading, PipelineJob, PipelineRun
from leads.ingest import ingest
from leads.models import BuyerState, Lead, Offer, Workspace
from pool.models import PoolProfile
from scoring.models import BuyerScore, StateCount
from tests.enrichment.pipeline import EAGER, add, claim, job_of, later, people, run

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


def finish(jobs):
    finish_works([LeadWork(subject) for subject in load_subjects(jobs)])


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
        "LinkedIn profile: LinkedIn is not configured",
        "LinkedIn posts: LinkedIn is not configured",
        "LinkedIn comments: LinkedIn is not configured",
        "X posts: no X profile that can be read",
    ]


def test_leads_of_a_workspace_that_does_not_contribute_stay_out_of_the_pool(search):
    search.workspace.contributes_to_pool = False
    search.workspace.save()
    ingest(search=search, profiles=people(2))
    opening.open_search_jobs(search.run.pk)
    lanes.run_due_jobs()
    assert PoolProfile.objects.count() == 0


def test_a_lead_deleted_in_mid_batch_does_not_hold_up_the_others(queued):
    jobs = claim()
    Lead.objects.filter(pk=jobs[0].lead_id).delete()
    finish(jobs)
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.READY] * 2
    assert PipelineRun.objects.get().finished_at is not None


def test_jobs_whose_offer_was_deleted_are_over_without_an_error(queued, caplog):
    jobs = claim()
    Offer.objects.all().delete()
    finish(jobs)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("INFO", f"offer {jobs[0].offer_id} was deleted with its jobs, of which 3 were in work")
    ]


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
        lanes.run_due_jobs(seconds=20)
    assert list(PipelineJob.objects.order_by("id").values_list("status", "attempts")) == [
        (Status.READY, 1),
        (Status.READY, 5),
        (Status.READY, 1),
    ]
    assert Lead.objects.get(pk=queued[1].lead_id).missing == ["score"]
    assert "refused" in PipelineJob.objects.get(pk=queued[1].pk).last_error


def test_state_counts_follow_every_write(queued, search):
    lanes.run_due_jobs()
    counted = {row.state: row.count for row in StateCount.objects.filter(offer=search.offer) if row.count}
    stored = {}
    for state in BuyerScore.objects.values_list("state", flat=True):
        stored[state] = stored.get(state, 0) + 1
    assert counted == stored
    BuyerScore.objects.all().delete()
    assert sum(StateCount.objects.values_list("count", flat=True)) == 0


def test_a_lead_of_which_nothing_is_known_yet_is_not_scored(sandbox, offer):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    (lead,) = add(offer, ("", EAGER[1]))
    run()
    assert (BuyerScore.objects.get().state, job_of(lead).scored) == ("not_scored", False)
    sandbox.faults.set([])
    later(minutes=11)
    Allowance.objects.update(blocked_until=None)
    run()
    assert (BuyerScore.objects.get().state, job_of(lead).status) == ("poor_fit", Status.READY)


def test_a_place_is_written_though_the_first_transaction_was_taken_back(sandbox, offer):
    offer.locations = ["Germany"]
    offer.save()
    (lead,) = add(offer, EAGER)
    run()
    Lead.objects.update(location="Bergen, Norway", city="", region="", country="")
    subjects = load_subjects([job_of(lead)])
    with transaction.atomic():
        locate(subjects)
        transaction.set_rollback(True)
    locate(subjects)
    lead.refresh_from_db()
    assert (lead.city, lead.country) == ("Bergen", "NO")


def test_a_place_that_was_corrected_meanwhile_gets_no_city_of_the_former_one(offer):
    offer.locations = ["Norway"]
    offer.save()
    (lead,) = add(offer, EAGER)
    Lead.objects.update(location="Bergen, Norway")
    subjects = load_subjects(PipelineJob.objects.all())
    Lead.objects.update(location="Oslo, Norway")
    locate(subjects)
    lead.refresh_from_db()
    assert (lead.city, lead.country) == ("", "")


def test_places_are_told_apart_where_an_offer_targets_them(sandbox, offer):
    offer.locations = ["Germany"]
    offer.save()
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert (lead.city, lead.country) == ("Munich", "DE")


def test_a_job_that_waits_goes_on_with_the_first_of_what_it_waits_for(queued):
    first, last = timezone.now() + timedelta(minutes=5), timezone.now() + timedelta(days=9)
    (subject, *_) = load_subjects(claim())
    waits = {
        "x_profile": Wait(last, "the monthly budget is spent", Cause.BILLING),
        "x_posts": Wait(last, "the monthly budget is spent", Cause.BILLING),
        "linkedin_profile": Wait(first, "LinkedIn did not answer", failed="linkedin"),
    }
    finish_works([LeadWork(subject, waits=waits, skipped=["Web intelligence: no AI provider configured"])])
    job = PipelineJob.objects.get(pk=subject.job.pk)
    assert (job.status, job.not_before, job.failures) == (Status.BILLING_PAUSED, first, {"linkedin": 1})
    assert job.waits_for == "LinkedIn did not answer; the monthly budget is spent"
    assert job.skipped == ["Web intelligence: no AI provider configured"]
    assert BuyerScore.objects.get(lead=job.lead_id).scored_at is not None


def test_the_ai_reads_leads_that_wait_for_nothing_and_that_it_may_be_asked_about(sandbox, offer):
    Workspace.objects.update(scorer="ai")
    add(offer, *((f"made-up-{number}", "") for number in range(3)))
    Lead.objects.update(title="Plant Manager")
    plain, waiting, not_asked = (LeadWork(subject) for subject in load_subjects(claim()))
    waiting.waits = {"linkedin_profile": Wait(timezone.now() + timedelta(minutes=5), "LinkedIn is limited")}
    PipelineJob.objects.filter(pk=not_asked.job.pk).update(asks_ai=False)
    not_asked.job.asks_ai = False
    finish_works([plain, waiting, not_asked])
    assert BuyerScore.objects.exclude(score=None).count() == 3
    assert list(AIReading.objects.values_list("lead", "wanted")) == [(plain.job.lead_id, True)]


def test_the_latest_reason_of_a_step_replaces_the_earlier_one(queued):
    (subject, *_) = load_subjects(queued)
    subject.job.skipped = ["X profile: it did not answer", "X posts: no X profile"]
    work = LeadWork(subject, skipped=["X profile: the platform has suspended it"])
    assert reasons_of(work) == ["X profile: the platform has suspended it", "X posts: no X profile"]


@pytest.mark.parametrize(
    ("purpose", "job", "cause"),
    [
        ("offer", {}, "Rescored for the offer"),
        ("rescore", {}, "Rescored by hand"),
        ("profile", {}, "A profile was added or taken away"),
        ("schedule", {"priority": 90}, "Rescored by schedule"),
        ("schedule", {"priority": 10}, None),
        ("schedule", {"priority": 10, "mode": "re_enrich"}, "Enriched"),
        ("search", {"mode": "full"}, "Enriched"),
        ("pool", {}, None),
    ],
)
def test_the_cause_of_a_score_is_what_is_known_of_its_job(purpose, job, cause):
    found = cause_of(PipelineJob(**{"mode": "scoring_only"} | job), purpose)
    assert (found and found.label) == cause

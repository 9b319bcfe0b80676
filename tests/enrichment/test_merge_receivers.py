"""What becomes of jobs, findings and facts when two leads become one, and two again."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction

from enrichment.models import PipelineJob, ProfileFinding, WebFact
from leads.models import Lead, LeadMerge
from leads.people.merging import merge_leads, undo_merge
from leads.signals import leads_to_lock
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import find_and_merge
from tests.factories import LeadFactory, OfferFactory, PipelineRunFactory

pytestmark = pytest.mark.django_db
Decision, Status = ProfileFinding.Decision, PipelineJob.Status


@pytest.fixture
def kept():
    return LeadFactory(x_handle="")


@pytest.fixture
def gone(kept):
    return LeadFactory(workspace=kept.workspace, linkedin_slug="", x_handle="gone")


def job(lead, **fields):
    run = PipelineRunFactory(workspace=lead.workspace, offer=OfferFactory(workspace=lead.workspace))
    return PipelineJob.objects.create(workspace=lead.workspace, run=run, offer=run.offer, lead=lead, **fields)


def ask(lead, platform, *candidates):
    return ProfileFinding.objects.create(
        workspace=lead.workspace, lead=lead, platform=platform, decision=Decision.ASKED, candidates=list(candidates)
    )


def fact(lead, value):
    return WebFact.objects.create(
        workspace=lead.workspace, lead=lead, kind="news", value=value, source_url="https://a.example", confidence=1
    )


def jobs_of(lead):
    return list(PipelineJob.objects.filter(lead=lead).order_by("pk").values_list("pk", "status", "lease"))


def test_a_rejected_candidate_stays_rejected_after_a_merge(two_leads, offer, django_capture_on_commit_callbacks):
    candidate = {"handle": "another-sbx", "band": "ask", "rejected": True}
    ask(two_leads[1], "linkedin", candidate)
    finding = find_and_merge(offer, two_leads[0], django_capture_on_commit_callbacks)
    refused = ProfileFinding.objects.refused_handles([two_leads[0].pk], "linkedin")
    assert (finding.merge.gone_id, refused) == (two_leads[1].pk, {two_leads[0].pk: {"another-sbx"}})


def test_open_jobs_of_the_lead_that_goes_move_and_go_back_with_an_undo(kept, gone):
    lease = "5f1c2a70-0000-4000-8000-000000000000"
    ours, ended = job(kept), job(gone, status=Status.READY)
    waiting, in_work = job(gone, status=Status.BILLING_PAUSED), job(gone, status=Status.PROCESSING, lease=lease)
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert jobs_of(kept) == [
        (ours.pk, Status.PENDING, None),
        (ended.pk, Status.READY, None),
        (waiting.pk, Status.BILLING_PAUSED, None),
        (in_work.pk, Status.PENDING, None),
    ]
    undo_merge(merge)
    assert jobs_of(kept) == [(ours.pk, Status.PENDING, None)]
    assert jobs_of(gone) == [
        (ended.pk, Status.READY, None),
        (waiting.pk, Status.BILLING_PAUSED, None),
        (in_work.pk, Status.PENDING, None),
    ]


def test_one_job_does_the_work_of_two_for_the_same_offer(kept, gone):
    ours = job(kept, mode="scoring_only", priority=40)
    theirs = PipelineJob.objects.create(
        workspace=kept.workspace, run=ours.run, offer=ours.offer, lead=gone, mode="full", steps=["web"], lane="slow",
        priority=30,
    )  # fmt: skip
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    work = PipelineJob.objects.values_list("pk", "lead", "mode", "steps", "lane", "priority")
    assert list(work) == [(ours.pk, kept.pk, "full", ["web"], "slow", 30)]
    undo_merge(merge)
    assert jobs_of(gone) == [(theirs.pk, Status.PENDING, None)]


def test_the_score_that_one_of_two_jobs_was_for_is_not_lost(kept, gone):
    ours = job(kept, mode="re_enrich", steps=["profile"])
    PipelineJob.objects.create(workspace=kept.workspace, run=ours.run, offer=ours.offer, lead=gone, mode="scoring_only")
    merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    work = PipelineJob.objects.get()
    assert (work.mode, work.steps, work.is_scored) == ("re_enrich", ["profile", "scoring"], True)


@pytest.mark.parametrize("asks", [(True, False), (False, True), (False, False)])
def test_what_the_ai_was_to_read_for_one_of_two_jobs_it_reads_for_both(kept, gone, asks):
    ours = job(kept, mode="scoring_only", asks_ai=asks[0])
    theirs = {"workspace": kept.workspace, "run": ours.run, "offer": ours.offer, "lead": gone, "mode": "scoring_only"}
    PipelineJob.objects.create(**theirs, asks_ai=asks[1])
    merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert PipelineJob.objects.get().asks_ai == any(asks)


def test_jobs_without_an_offer_are_one_too(kept, gone):
    run = PipelineRunFactory(workspace=kept.workspace)
    for lead in (kept, gone):
        PipelineJob.objects.create(workspace=kept.workspace, run=run, lead=lead, mode="enrich_only")
    merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert PipelineJob.objects.get().lead == kept


def test_questions_that_the_merge_answers_end_and_come_back_with_an_undo(kept, gone):
    answered, open_here = ask(kept, "x", {"handle": "gone", "band": "ask"}), ask(gone, "linkedin")
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert ProfileFinding.objects.count() == 0
    undo_merge(merge)
    assert dict(ProfileFinding.objects.values_list("pk", "lead")) == {answered.pk: kept.pk, open_here.pk: gone.pk}


def test_decisions_and_facts_move_and_equal_facts_stay_once(kept, gone):
    done = ProfileFinding.objects.create(
        workspace=kept.workspace, lead=gone, platform="x", decision=Decision.UNDONE, handle="wrong"
    )
    same, own = fact(kept, "New site in Oslo"), fact(gone, "New site in Bergen")
    fact(gone, "New site in Oslo")
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert list(ProfileFinding.objects.values_list("pk", "lead")) == [(done.pk, kept.pk)]
    assert set(WebFact.objects.values_list("pk", "lead")) == {(same.pk, kept.pk), (own.pk, kept.pk)}
    undo_merge(merge)
    assert ProfileFinding.objects.get().lead == gone
    assert sorted(WebFact.objects.values_list("lead", "value")) == [
        (kept.pk, "New site in Oslo"),
        (gone.pk, "New site in Bergen"),
        (gone.pk, "New site in Oslo"),
    ]


@pytest.mark.django_db(transaction=True)
def test_jobs_are_locked_before_their_leads(kept):
    job(kept)

    def lock_leads():
        with transaction.atomic():
            leads_to_lock.send(LeadMerge, lead_ids=[kept.pk])
            return list(Lead.objects.select_for_update().values_list("pk", flat=True))

    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        other.execute("SELECT FROM enrichment_pipelinejob FOR NO KEY UPDATE")
        locking = thread.submit(apart, lock_leads)
        wait_until_blocking(other)
        other.execute("SELECT FROM leads_lead FOR UPDATE NOWAIT")
        other.commit()
        assert locking.result() == [kept.pk]

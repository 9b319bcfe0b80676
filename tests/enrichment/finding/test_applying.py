from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from enrichment.finding import decisions
from enrichment.finding.applying import apply_finding, apply_waiting
from enrichment.models import PipelineJob, ProfileFinding
from leads.models import Lead, LeadMerge
from scoring.scores import lock_scores
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import find, find_and_merge, find_x
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db

Decision = ProfileFinding.Decision


def test_what_was_found_names_the_finder_as_its_source(sandbox, offer):
    lead, finding = find_x(offer, "ann-oneil-sbx")
    assert lead.provenance["x_handle"] == ["finder", finding.applied_at.date().isoformat()]


def test_a_candidate_that_is_another_lead_by_now_is_merged(question, offer):
    handle = question.candidates[0]["handle"]
    other = LeadFactory(workspace=offer.workspace, linkedin_slug=handle)
    decisions.accept(finding=question, handle=handle, user=UserFactory())
    question.refresh_from_db()
    assert (question.merge.gone_id, question.merge.user) == (other.pk, question.decided_by)


def test_a_found_profile_that_is_another_lead_makes_the_two_one(two_leads, offer, django_capture_on_commit_callbacks):
    kept, gone = two_leads
    finding = find_and_merge(offer, kept, django_capture_on_commit_callbacks)
    kept.refresh_from_db()
    assert (kept.x_handle, Lead.objects.count()) == ("annoneil_sbx", 1)
    assert (finding.merge.gone_id, finding.decision) == (gone.pk, Decision.ACCEPTED)
    assert {profile.platform for profile in kept.profiles.all()} == {"linkedin", "x"}
    assert not PipelineJob.objects.exclude(status="ready").exists()


def test_a_lost_wake_up_is_found_by_the_sweep(two_leads, offer):
    (finding,) = find([two_leads[0]], offer, ["find_x"])
    assert (finding.decision, finding.applied_at, Lead.objects.count()) == (Decision.ACCEPTED, None, 2)
    assert apply_waiting() == 1
    finding.refresh_from_db()
    assert (finding.merge.gone_id, apply_waiting()) == (two_leads[1].pk, 0)
    apply_finding(finding.pk)
    assert LeadMerge.objects.count() == 1


def test_a_lead_of_another_workspace_is_left_alone(sandbox, offer):
    stranger = LeadFactory(linkedin_slug="", x_handle="annoneil_sbx")
    lead, finding = find_x(offer, "ann-oneil-sbx")
    assert (lead.x_handle, finding.merge) == ("annoneil_sbx", None)
    stranger.refresh_from_db()
    assert stranger.x_handle == "annoneil_sbx"


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_apply_the_same_finding_merge_once():
    offer = OfferFactory()
    kept, gone = (LeadFactory(workspace=offer.workspace, linkedin_slug=slug) for slug in ("ann", ""))
    Lead.objects.filter(pk=gone.pk).update(x_handle="ann")
    for lead in (kept, gone):
        BuyerScoreFactory(lead=lead, offer=offer)
    finding = ProfileFinding.objects.create(
        workspace=offer.workspace, lead=kept, platform="x", decision=Decision.ACCEPTED, handle="ann"
    )
    both = Barrier(4)

    def work():
        both.wait()
        apply_finding(finding.pk)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(apart, work) for _ in range(4)]:
            done.result()
    assert list(Lead.objects.values_list("linkedin_slug", "x_handle")) == [("ann", "ann")]
    finding.refresh_from_db()
    assert (finding.decision, finding.merge, finding.applied_at is None) == (
        Decision.ACCEPTED,
        LeadMerge.objects.get(),
        False,
    )


@pytest.mark.django_db(transaction=True)
def test_applying_locks_the_scores_of_both_leads_in_the_order_of_all_writers():
    """The profile's holder is scored for an offer older than the one the finder ran for."""
    older, newer = OfferFactory(), None
    newer = OfferFactory(workspace=older.workspace)
    kept, gone = (LeadFactory(workspace=older.workspace, linkedin_slug=slug) for slug in ("ann", ""))
    Lead.objects.filter(pk=gone.pk).update(x_handle="ann")
    BuyerScoreFactory(lead=kept, offer=newer)
    BuyerScoreFactory(lead=gone, offer=older)
    finding = ProfileFinding.objects.create(
        workspace=older.workspace, lead=kept, offer=newer, platform="x", decision=Decision.ACCEPTED, handle="ann"
    )
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        lock_scores(other, older.pk)
        settling = thread.submit(apart, apply_finding, finding.pk)
        wait_until_blocking(other)
        lock_scores(other, newer.pk)
        other.commit()
        settling.result()
    assert Lead.objects.get().x_handle == "ann"


def accepted(lead, handle="ann", **fields):
    return ProfileFinding.objects.create(
        workspace=lead.workspace, lead=lead, platform="x", decision=Decision.ACCEPTED, handle=handle, **fields
    )


def test_a_profile_that_the_lead_has_by_now_needs_no_finding():
    lead = LeadFactory(x_handle="ann")
    apply_finding(accepted(lead).pk)
    assert (ProfileFinding.objects.count(), PipelineJob.objects.count()) == (0, 0)


def test_a_lead_that_has_another_profile_by_now_keeps_it():
    lead = LeadFactory(x_handle="another_ann")
    finding = accepted(lead)
    apply_finding(finding.pk)
    finding.refresh_from_db()
    lead.refresh_from_db()
    assert (finding.decision, finding.note, lead.x_handle) == (
        Decision.REJECTED,
        "The lead has another profile by now",
        "another_ann",
    )


def test_a_lead_is_enriched_for_the_offer_of_its_finder_and_rescored_for_its_others():
    lead = LeadFactory()
    first, second, third = (OfferFactory(workspace=lead.workspace) for _ in range(3))
    for offer in (first, second, third):
        BuyerScoreFactory(lead=lead, offer=offer)
    apply_finding(accepted(lead, offer=second).pk)
    jobs = PipelineJob.objects.order_by("offer").values_list("offer", "mode")
    assert list(jobs) == [
        (first.pk, "scoring_only"),
        (second.pk, "re_enrich"),
        (third.pk, "scoring_only"),
    ]
    assert set(PipelineJob.objects.values_list("run__purpose", flat=True)) == {"profile"}


def test_a_lead_without_an_offer_is_enriched_and_not_scored():
    lead = LeadFactory()
    apply_finding(accepted(lead).pk)
    job = PipelineJob.objects.get()
    assert (job.offer, job.steps) == (None, ["profile", "activity"])


def test_a_finding_that_was_applied_is_not_applied_again():
    lead = LeadFactory()
    apply_finding(accepted(lead, applied_at=timezone.now()).pk)
    lead.refresh_from_db()
    assert (lead.x_handle, PipelineJob.objects.count()) == ("", 0)

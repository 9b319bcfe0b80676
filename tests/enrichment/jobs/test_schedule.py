from datetime import timedelta

import pytest
from django.utils import timezone

from enrichment import tasks
from enrichment.jobs.schedule import PRIORITY, forget_rescored, rescore_due
from enrichment.models import PipelineJob, PipelineRun
from leads.models import BuyerState
from scoring.models import BuyerScore, ScoreChange
from scoring.scores import set_state
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db
TABLES = {"jobs": "INSERT INTO enrichment_pipelinejob", "scores": "UPDATE scoring_buyerscore"}


def scored(offer, state, **fields):
    fields = {"rescore_at": timezone.now() - timedelta(minutes=1), "score": 45} | fields
    return BuyerScoreFactory(lead=LeadFactory(workspace=offer.workspace), offer=offer, state=state, **fields)


def test_what_is_due_is_scored_again_and_never_what_is_disqualified_or_manual():
    offer = OfferFactory()
    due = [scored(offer, state) for state in (BuyerState.ACTIVE, BuyerState.MONITOR, BuyerState.POOR_FIT)]
    scored(offer, BuyerState.DISQUALIFIED)
    scored(offer, BuyerState.MANUAL)
    scored(offer, BuyerState.MONITOR, rescore_at=timezone.now() + timedelta(hours=1))
    assert (rescore_due(), rescore_due()) == (3, 0)
    assert list(PipelineRun.objects.values_list("offer", "purpose", "total")) == [(offer.pk, "schedule", 3)]
    leads = sorted(score.lead_id for score in due)
    assert sorted(PipelineJob.objects.values_list("lead", flat=True)) == leads
    assert set(PipelineJob.objects.values_list("mode", "priority", "asks_ai")) == {("scoring_only", PRIORITY, False)}
    tasks.run_due_jobs()
    assert set(ScoreChange.objects.values_list("lead", "cause")) == {(lead, "schedule") for lead in leads}
    assert not BuyerScore.objects.filter(lead__in=leads, rescore_at__lt=timezone.now() + timedelta(days=4)).exists()


def test_a_state_set_by_hand_is_not_put_back_by_schedule():
    score = scored(OfferFactory(), BuyerState.DISQUALIFIED)
    set_state(offer=score.offer, lead_ids=[score.lead_id], state=BuyerState.ACTIVE)
    assert rescore_due() == 0


def test_the_scores_are_locked_after_jobs_and_leads(django_assert_max_num_queries):
    scored(OfferFactory(), BuyerState.MONITOR)
    with django_assert_max_num_queries(40) as queries:
        rescore_due()
    statements = [query["sql"] for query in queries.captured_queries]
    written = [table for sql in statements for table in TABLES if TABLES[table] in sql]
    assert written == ["jobs", "scores"]


def test_offers_that_are_not_in_use_are_left_alone():
    unused, archived = OfferFactory(is_active=False), OfferFactory(archived_at=timezone.now())
    for offer in (unused, archived):
        scored(offer, BuyerState.MONITOR)
    assert rescore_due() == 0


def test_what_was_rescored_is_forgotten_after_a_day_and_nothing_else():
    offer = OfferFactory()
    score = scored(offer, BuyerState.MONITOR)
    asked = PipelineRun.objects.create(workspace=offer.workspace, offer=offer, purpose="rescore")
    PipelineJob.objects.create(workspace=offer.workspace, run=asked, offer=offer, lead=LeadFactory(), status="ready")
    rescore_due()
    tasks.run_due_jobs()
    assert (forget_rescored(), PipelineJob.objects.filter(lead=score.lead).count()) == (0, 1)
    PipelineRun.objects.update(finished_at=timezone.now() - timedelta(days=1, minutes=1))
    assert (forget_rescored(), forget_rescored()) == (1, 0)
    assert list(PipelineRun.objects.all()) == [asked] == [job.run for job in PipelineJob.objects.all()]

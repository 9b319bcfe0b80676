from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leads.models import BuyerState, Lead
from scoring.local import score_leads
from scoring.models import BuyerScore, Signal, StateCount
from scoring.scorecard import FoundSignal, ReceiptLine, Scorecard
from scoring.scores import Written, ensure_scores, set_state, write_scores
from scoring.snapshot import load_snapshots
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db


SAID = FoundSignal("hiring", "medium", "We are hiring", "notes", happened_at=datetime(2026, 11, 1, tzinfo=UTC))


def card(lead, score=70, state=BuyerState.ACTIVE, signals=(), reason="Role in the audience"):
    return Scorecard(
        lead_id=lead.pk,
        fit=80,
        intent=50,
        timing=40,
        score=score,
        state=state,
        rule="",
        lines=[ReceiptLine(80, "fit", reason, "Plant Manager", "title")],
        signals=list(signals),
        scorer="test",
    )


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def lead(offer):
    return LeadFactory(workspace=offer.workspace)


def test_a_scorecard_becomes_a_score_with_its_receipt(offer, lead):
    assert write_scores(offer=offer, scorecards=[card(lead, signals=[SAID])]) == Written(scored=1, signals=1)
    score = BuyerScore.objects.get()
    assert (score.lead, score.offer, score.workspace) == (lead, offer, offer.workspace)
    assert (score.score, score.fit, score.intent, score.timing, score.state) == (70, 80, 50, 40, "active")
    assert score.receipt == {
        "rule": "",
        "lines": [
            {
                "points": 80,
                "dimension": "fit",
                "reason": "Role in the audience",
                "quote": "Plant Manager",
                "source": "title",
                "url": "",
                "date": "",
                "kind": "",
                "sure": None,
            }
        ],
    }
    assert (score.top_reason, score.scorer) == ("Role in the audience", "test")
    assert score.newest_signal_at == SAID.happened_at
    assert score.scored_at is not None


def test_scoring_again_replaces_the_score_and_its_signals(offer, lead):
    other = FoundSignal("funding", "strong", "We raised", "notes")
    write_scores(offer=offer, scorecards=[card(lead, signals=[SAID, other])])
    write_scores(offer=offer, scorecards=[card(lead, score=20, state=BuyerState.POOR_FIT, signals=[SAID])])
    assert list(BuyerScore.objects.values_list("score", "state")) == [(20, "poor_fit")]
    assert list(Signal.objects.values_list("kind", "quote")) == [("hiring", "We are hiring")]


@pytest.mark.parametrize(
    ("score", "days"), [(75, 5), (50, 5), (49, 10), (40, 10), (39, 14), (30, 14), (29, 21), (0, 21)]
)
def test_the_lower_a_score_the_later_it_is_due_again(offer, lead, score, days):
    for first_or_again in (60, score):
        write_scores(offer=offer, scorecards=[card(lead, score=first_or_again)])
    written = BuyerScore.objects.get()
    assert written.rescore_at - written.scored_at == timedelta(days=days)


def test_signals_are_counted_where_they_are_new_or_say_something_else(offer, lead):
    other = FoundSignal("hiring", "medium", "We hire two planners", "notes")
    written = [write_scores(offer=offer, scorecards=[card(lead, signals=[said])]) for said in (SAID, SAID, other)]
    assert [each.signals for each in written] == [1, 0, 1]
    assert list(Signal.objects.values_list("quote", "happened_at")) == [("We hire two planners", None)]


def test_signals_for_another_offer_stay(offer, lead):
    other = OfferFactory(workspace=offer.workspace)
    write_scores(offer=other, scorecards=[card(lead, signals=[SAID])])
    write_scores(offer=offer, scorecards=[card(lead)])
    assert list(Signal.objects.values_list("offer", "kind")) == [(other.pk, "hiring")]


def test_signals_from_elsewhere_stay(offer, lead):
    Signal.objects.create(
        workspace=offer.workspace, lead=lead, offer=offer, kind="funding", strength="strong", source="news:7"
    )
    write_scores(offer=offer, scorecards=[card(lead, signals=[SAID])])
    assert sorted(Signal.objects.values_list("source", flat=True)) == ["news:7", "notes"]


def test_a_manual_state_survives_every_scoring(offer, lead):
    BuyerScoreFactory(lead=lead, offer=offer, state=BuyerState.MANUAL)
    assert write_scores(offer=offer, scorecards=[card(lead)]) == Written(left_alone=1)
    assert list(BuyerScore.objects.values_list("state", "score", "receipt")) == [("manual", None, {})]
    lead.refresh_from_db()
    assert lead.best_state == BuyerState.MANUAL


def test_a_lead_of_another_workspace_gets_no_score(offer):
    stranger = LeadFactory()
    assert write_scores(offer=offer, scorecards=[card(stranger, signals=[SAID])]) == Written(left_alone=1, signals=0)
    assert (BuyerScore.objects.count(), Signal.objects.count()) == (0, 0)


def test_a_lead_carries_its_best_score_over_all_offers(offer, lead):
    second = OfferFactory(workspace=offer.workspace)
    write_scores(offer=offer, scorecards=[card(lead, score=45, state=BuyerState.MONITOR)])
    write_scores(offer=second, scorecards=[card(lead, score=12, state=BuyerState.POOR_FIT)])
    lead.refresh_from_db()
    assert (lead.best_score, lead.best_state) == (45, BuyerState.MONITOR)
    write_scores(offer=offer, scorecards=[card(lead, score=5, state=BuyerState.DISQUALIFIED)])
    lead.refresh_from_db()
    assert (lead.best_score, lead.best_state) == (12, BuyerState.POOR_FIT)


def test_one_write_notes_the_best_score_and_the_end_of_the_first_enrichment(offer, lead):
    other = LeadFactory(workspace=offer.workspace)
    with CaptureQueriesContext(connection) as captured:
        write_scores(offer=offer, scorecards=[card(lead), card(other)], enriched=[lead.pk])
    assert sum("UPDATE leads_lead" in query["sql"] for query in captured) == 1
    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.best_score, lead.enriched_at is None, other.enriched_at) == (70, False, None)
    first = lead.enriched_at
    write_scores(offer=offer, scorecards=[card(lead, score=45), card(other)], enriched=[lead.pk, other.pk])
    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.best_score, lead.enriched_at, other.enriched_at is None) == (45, first, False)


def test_a_state_set_by_hand_stands_above_the_scores(offer, lead):
    second = OfferFactory(workspace=offer.workspace)
    write_scores(offer=offer, scorecards=[card(lead, score=45, state=BuyerState.MONITOR)])
    assert set_state(offer=second, lead_ids=[lead.pk], state=BuyerState.MANUAL) == 1
    lead.refresh_from_db()
    assert (lead.best_score, lead.best_state) == (None, BuyerState.MANUAL)
    assert set_state(offer=second, lead_ids=[lead.pk], state=BuyerState.NOT_SCORED) == 1
    lead.refresh_from_db()
    assert (lead.best_score, lead.best_state) == (45, BuyerState.MONITOR)


def test_no_schedule_scores_what_was_set_by_hand(offer, lead):
    write_scores(offer=offer, scorecards=[card(lead)])
    set_state(offer=offer, lead_ids=[lead.pk], state=BuyerState.DISQUALIFIED)
    assert list(BuyerScore.objects.values_list("state", "rescore_at")) == [("disqualified", None)]


def test_a_state_is_set_under_the_locks_of_every_writer_in_their_order(offer, lead):
    with CaptureQueriesContext(connection) as captured:
        set_state(offer=offer, lead_ids=[lead.pk], state=BuyerState.MANUAL)
    locks = {"offer": "pg_advisory_xact_lock", "leads": "FROM leads_lead WHERE id = ANY", "scores": "UPDATE scoring_"}
    taken = [name for query in captured for name, sql in locks.items() if sql in query["sql"]]
    assert list(dict.fromkeys(taken)) == ["offer", "leads", "scores"]


def test_set_state_reaches_no_lead_of_another_workspace(offer):
    stranger = LeadFactory()
    assert set_state(offer=offer, lead_ids=[stranger.pk], state=BuyerState.MANUAL) == 0
    assert BuyerScore.objects.count() == 0


def counted(offer):
    return dict(StateCount.objects.filter(offer=offer).values_list("state", "count"))


def test_state_counts_follow_every_way_of_writing(offer):
    leads = LeadFactory.create_batch(3, workspace=offer.workspace)
    ids = [lead.pk for lead in leads]
    assert [ensure_scores(offer=offer, params={"leads": wanted}) for wanted in (ids[:1], ids, ids)] == [1, 2, 0]
    assert counted(offer) == {"not_scored": 3}
    write_scores(offer=offer, scorecards=[card(leads[0]), card(leads[1], score=10, state=BuyerState.POOR_FIT)])
    set_state(offer=offer, lead_ids=ids[2:], state=BuyerState.MANUAL)
    assert counted(offer) == {"not_scored": 0, "active": 1, "poor_fit": 1, "manual": 1}
    set_state(offer=offer, lead_ids=ids[1:], state=BuyerState.ACTIVE)
    assert counted(offer) == {"not_scored": 0, "active": 3, "poor_fit": 0, "manual": 0}
    leads[0].delete()
    assert counted(offer) == {"not_scored": 0, "active": 2, "poor_fit": 0, "manual": 0}


def test_writing_takes_as_many_queries_for_many_leads_as_for_one(offer, django_assert_num_queries):
    leads = LeadFactory.create_batch(20, workspace=offer.workspace)
    cards = [card(lead, signals=[SAID]) for lead in leads]
    write_scores(offer=offer, scorecards=cards[:1])
    with django_assert_num_queries(13):
        write_scores(offer=offer, scorecards=cards[:1])
    with django_assert_num_queries(13):
        write_scores(offer=offer, scorecards=cards)


def test_a_lead_is_loaded_scored_and_written(offer):
    lead = LeadFactory(workspace=offer.workspace, title="Head of Production")
    write_scores(offer=offer, scorecards=score_leads(load_snapshots(lead_ids=[lead.pk], offer=offer), offer))
    score = BuyerScore.objects.get()
    lead.refresh_from_db()
    assert score.fit >= 85
    assert lead.best_score == score.score
    assert Lead.objects.filter(best_state=score.state).count() == 1

from datetime import UTC, datetime

import pytest

from leads.models import BuyerState, Lead
from leads.people.merging import merge_leads, undo_merge
from scoring.models import BuyerScore, Signal
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db


def day(number):
    return datetime(2026, 1, number, tzinfo=UTC)


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def pair(offer):
    kept = LeadFactory(workspace=offer.workspace)
    return kept, LeadFactory(workspace=offer.workspace, linkedin_slug="")


@pytest.mark.parametrize(
    ("ours", "theirs", "score"),
    [
        ({"scored_at": day(1)}, {"scored_at": day(2)}, 20),
        ({"scored_at": day(2)}, {"scored_at": day(1)}, 10),
        ({"scored_at": None}, {"scored_at": day(1)}, 20),
        ({"scored_at": day(1)}, {"scored_at": None}, 10),
        ({"scored_at": None}, {"scored_at": None}, 10),
        ({"scored_at": day(1), "state": BuyerState.MANUAL}, {"scored_at": day(2)}, 10),
        ({"scored_at": day(2)}, {"scored_at": day(1), "state": BuyerState.MANUAL}, 20),
        (
            {"scored_at": day(1), "state": BuyerState.MANUAL},
            {"scored_at": day(2), "state": BuyerState.MANUAL},
            10,
        ),
    ],
)
def test_of_two_scores_a_manual_state_stays_and_else_the_newer(offer, pair, ours, theirs, score):
    kept, gone = pair
    BuyerScoreFactory(lead=kept, offer=offer, **{"score": 10, "state": BuyerState.POOR_FIT} | ours)
    BuyerScoreFactory(lead=gone, offer=offer, **{"score": 20, "state": BuyerState.POOR_FIT} | theirs)
    merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert list(BuyerScore.objects.values_list("lead", "score")) == [(kept.pk, score)]


def signal(lead, offer, quote, **fields):
    known = {"kind": "hiring", "strength": "weak", "source": "news:1"}
    return Signal.objects.create(workspace=offer.workspace, lead=lead, offer=offer, quote=quote, **known | fields)


def test_signals_are_carried_and_given_back(offer, pair):
    kept, gone = pair
    signal(kept, offer, "ours")
    signal(gone, offer, "theirs")
    signal(gone, offer, "another kind", kind="funding")
    signal(gone, OfferFactory(workspace=offer.workspace), "another offer")
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert sorted(kept.signals.values_list("quote", flat=True)) == ["another kind", "another offer", "ours"]
    undo_merge(merge)
    assert sorted(gone.signals.values_list("quote", flat=True)) == ["another kind", "another offer", "theirs"]
    assert list(kept.signals.values_list("quote", flat=True)) == ["ours"]


def test_the_best_score_is_that_of_all_scores_and_two_again_after_an_undo(offer, pair):
    kept, gone = pair
    BuyerScoreFactory(lead=kept, offer=offer, score=40, state=BuyerState.MONITOR)
    other = OfferFactory(workspace=offer.workspace)
    BuyerScoreFactory(lead=gone, offer=other, score=80, state=BuyerState.ACTIVE)
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert list(Lead.objects.values_list("best_score", "best_state")) == [(80, "active")]
    undo_merge(merge)
    assert list(Lead.objects.order_by("pk").values_list("best_score", "best_state")) == [
        (40, "monitor"),
        (80, "active"),
    ]


def test_a_state_set_by_hand_after_the_merge_stays_after_its_undo(offer, pair):
    kept, gone = pair
    BuyerScoreFactory(lead=kept, offer=offer, score=40, state=BuyerState.MONITOR, scored_at=day(2))
    BuyerScoreFactory(lead=gone, offer=offer, score=80, state=BuyerState.ACTIVE, scored_at=day(1))
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    kept.scores.update(state=BuyerState.MANUAL)
    undo_merge(merge)
    assert (kept.scores.get().state, gone.scores.get().state) == (BuyerState.MANUAL, BuyerState.ACTIVE)

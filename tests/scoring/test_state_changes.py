import pytest

from leads.models import BuyerState, Lead
from scoring.models import BuyerScore, StateChange
from scoring.state_changes import change_state, standing, undo
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def leads(offer):
    """One that is Ready, one that is Emerging, and one without a score."""
    scored = [
        BuyerScoreFactory(offer=offer, lead=LeadFactory(workspace=offer.workspace), score=score, state=state).lead
        for score, state in ((70, BuyerState.ACTIVE), (45, BuyerState.MONITOR))
    ]
    return [*scored, LeadFactory(workspace=offer.workspace)]


def changed(offer, leads, state=BuyerState.MANUAL, user=None):
    return change_state(
        offer=offer, leads=Lead.objects.filter(pk__in=[lead.pk for lead in leads]), state=state, user=user
    )


def states(leads):
    found = dict(BuyerScore.objects.filter(lead__in=leads).values_list("lead", "state"))
    return [found.get(lead.pk) for lead in leads]


def test_a_change_remembers_the_states_before_it(offer, leads):
    user = UserFactory()
    change = changed(offer, leads, user=user)
    ready, emerging, unscored = (lead.pk for lead in leads)
    assert (change.user, change.state, change.size) == (user, "manual", 3)
    assert StateChange.objects.get().before == {"active": [ready], "monitor": [emerging], "unasked": [unscored]}
    assert states(leads) == ["manual"] * 3


def test_leads_in_the_state_already_are_no_part_of_a_change(offer, leads):
    assert standing(offer, [leads[0].pk], BuyerState.ACTIVE) == {}
    assert changed(offer, leads[:2], BuyerState.ACTIVE).before == {"monitor": [leads[1].pk]}


def test_another_offer_s_scores_stay(offer, leads):
    other = BuyerScoreFactory(lead=leads[0], offer=OfferFactory(workspace=offer.workspace), state=BuyerState.ACTIVE)
    changed(offer, leads)
    other.refresh_from_db()
    assert other.state == BuyerState.ACTIVE


def test_an_undo_gives_every_lead_its_state_back_once(offer, leads):
    change = changed(offer, leads)
    assert (undo(change), states(leads)) == (3, ["active", "monitor", None])
    changed(offer, leads)
    assert (undo(change), states(leads)) == (0, ["manual"] * 3)


def test_an_undo_leaves_leads_that_have_moved_since(offer, leads):
    change = changed(offer, leads)
    changed(offer, leads[:1], BuyerState.DISQUALIFIED)
    assert (undo(change), states(leads)) == (2, ["disqualified", "monitor", None])


def test_the_best_state_of_the_leads_follows(offer, leads):
    change = changed(offer, leads)
    assert set(Lead.objects.values_list("best_state", flat=True)) == {"manual"}
    undo(change)
    assert list(Lead.objects.order_by("pk").values_list("best_state", flat=True)) == ["active", "monitor", "not_scored"]

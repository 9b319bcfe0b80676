import pytest

from enrichment.ai_scoring.wanted import note_wanted
from enrichment.models import AIReading
from leads.models import BuyerState
from tests.factories import BuyerScoreFactory, LeadFactory

pytestmark = pytest.mark.django_db


def test_a_lead_whose_state_was_set_by_hand_is_not_to_be_read(offer):
    by_hand, other, unscored = LeadFactory.create_batch(3, workspace=offer.workspace)
    BuyerScoreFactory(offer=offer, lead=by_hand, state=BuyerState.MANUAL)
    BuyerScoreFactory(offer=offer, lead=other, state=BuyerState.MONITOR)
    assert note_wanted(offer, [lead.pk for lead in (by_hand, other, unscored)]) == 1
    assert list(AIReading.objects.values_list("lead", "wanted")) == [(other.pk, True)]

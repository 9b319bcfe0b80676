from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import budget
from autoreach.calls.prices import reserved_for_scoring
from autoreach.calls.waits import NO_ROOM
from enrichment.ai_scoring import batches
from enrichment.models import AIBatch
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(priced):
    """With five batches that wait for the budget."""
    offer = OfferFactory()
    waits = {"waits_for": NO_ROOM, "not_before": timezone.now() + timedelta(days=9)}
    for number in range(5):
        AIBatch.objects.create(workspace=offer.workspace, offer=offer, lead_ids=[number], **waits)
    return offer


@pytest.mark.parametrize(("affordable", "resumed"), [(0, 0), (Decimal("0.9"), 0), (Decimal("2.5"), 2), (99, 5)])
def test_no_more_batches_go_on_than_the_budget_might_pay_for(offer, affordable, resumed):
    budget.set_monthly_cap(offer.workspace_id, affordable * reserved_for_scoring())
    assert batches.resume_in_budget() == resumed
    assert AIBatch.objects.filter(not_before=None).count() == resumed


def test_all_batches_go_on_where_no_budget_is_set_any_more(offer):
    assert batches.resume_in_budget() == 5

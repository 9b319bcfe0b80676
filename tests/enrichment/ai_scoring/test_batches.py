from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import budget
from autoreach.calls.prices import reserved_for_scoring
from autoreach.calls.waits import NO_ROOM
from autoreach.work import leases
from enrichment.ai_scoring import batches
from enrichment.models import AIBatch, AIReading
from tests.factories import LeadFactory, OfferFactory

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


def test_nothing_is_read_for_an_archived_offer_until_it_is_restored(offer):
    AIBatch.objects.filter(lead_ids=[0]).update(not_before=None)
    lead = LeadFactory(workspace=offer.workspace)
    AIReading.objects.create(workspace=offer.workspace, offer=offer, lead=lead, wanted=True)

    def claimed():
        return [batch.lead_ids for batch in batches.claim(lease=leases.new_lease(), size=3)]

    offer.archive()
    assert (batches.are_due(), claimed()) == (False, [])
    offer.restore()
    assert (batches.are_due(), claimed()) == (True, [[0], [lead.pk]])


def test_a_lead_that_could_not_be_read_is_wanted_again_another_day_and_three_times_at_most(offer):
    a_day_ago = timezone.now() - timedelta(days=1)
    for tries, tried_at in ((2, a_day_ago), (2, a_day_ago + timedelta(minutes=5)), (3, a_day_ago)):
        lead, failed = LeadFactory(workspace=offer.workspace), {"wanted": False, "trouble": "it did not answer"}
        AIReading.objects.create(
            workspace=offer.workspace, offer=offer, lead=lead, tries=tries, tried_at=tried_at, **failed
        )
    assert batches.try_again() == 1
    wanted = AIReading.objects.order_by("pk").values_list("wanted", "trouble")
    assert list(wanted) == [(True, ""), (False, "it did not answer"), (False, "it did not answer")]

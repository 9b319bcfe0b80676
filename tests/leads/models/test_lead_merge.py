import pytest

from leads.models import LeadMerge
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def test_the_newest_merge_into_a_lead_that_was_not_undone_can_be_undone():
    lead, other = LeadFactory.create_batch(2)
    first, second = (
        LeadMerge.objects.create(workspace=lead.workspace, lead=lead, gone_id=number, gone_name="") for number in (1, 2)
    )
    LeadMerge.objects.create(workspace=other.workspace, lead=other, gone_id=3, gone_name="")
    assert [merge.is_newest for merge in (first, second)] == [False, True]
    second.undone_at = lead.created_at
    second.save()
    assert [merge.is_newest for merge in (first, second)] == [True, False]

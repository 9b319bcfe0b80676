import pytest

from leads.people.merging import merge_leads, undo_merge
from pool.models import PoolMatch
from tests.factories import LeadFactory, OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db


def test_matches_are_carried_once_for_each_offer_and_given_back():
    offer = OfferFactory()
    workspace = offer.workspace
    other = OfferFactory(workspace=workspace)
    search = SearchFactory(workspace=workspace)
    kept, gone = LeadFactory(workspace=workspace), LeadFactory(workspace=workspace, linkedin_slug="")
    known = {"workspace": workspace, "search": search}
    PoolMatch.objects.create(**known, offer=offer, lead=kept, fit=60)
    PoolMatch.objects.create(**known, offer=offer, lead=gone, fit=70)
    PoolMatch.objects.create(**known, offer=other, lead=gone, fit=80)
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    assert sorted(PoolMatch.objects.values_list("lead", "fit")) == [(kept.pk, 60), (kept.pk, 80)]
    undo_merge(merge)
    assert sorted(PoolMatch.objects.values_list("fit", "lead")) == [
        (60, kept.pk),
        (70, gone.pk),
        (80, gone.pk),
    ]

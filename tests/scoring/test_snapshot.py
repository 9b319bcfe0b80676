from datetime import date

import pytest

from leads.models import Post
from scoring.snapshot import load_snapshots
from tests.factories import LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def lead(offer):
    return LeadFactory(workspace=offer.workspace)


def test_snapshots_hold_what_the_lead_brought_in_two_queries(offer, django_assert_num_queries):
    leads = [
        LeadFactory(workspace=offer.workspace, notes="Asked for a quote", role_started_on=date(2026, 10, 1)),
        LeadFactory(workspace=offer.workspace),
        LeadFactory(),
    ]
    Post.objects.create(
        workspace=offer.workspace, lead=leads[0], platform="x", external_id="1", text="Hello", url="https://x.com/1"
    )
    with django_assert_num_queries(2):
        first, second = load_snapshots(lead_ids=[lead.pk for lead in leads], offer=offer)
    assert (first.lead_id, first.title, first.notes) == (leads[0].pk, "Plant Manager", "Asked for a quote")
    assert [(post.text, post.url) for post in first.posts] == [("Hello", "https://x.com/1")]
    assert (second.lead_id, second.posts) == (leads[1].pk, ())

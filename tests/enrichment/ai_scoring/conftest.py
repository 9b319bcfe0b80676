import pytest
from django.utils import timezone

from enrichment.jobs import opening
from leads.models import Lead, Post
from tests.enrichment.pipeline import run
from tests.factories import LeadFactory, OfferFactory, WorkspaceFactory

LEAVING = "We are leaving Shiftly next month, it was down again."
BUS = "Lovely weather in Leipzig today."


@pytest.fixture
def offer(sandbox):
    return OfferFactory(workspace=WorkspaceFactory(scorer="ai"), competitors=["Shiftly"])


@pytest.fixture
def scored(offer):
    """Scores leads who posted these texts, each a lead, as a search would have them scored. Returns the leads."""

    def score(*texts):
        leads = [lead_with(offer, text, number) for number, text in enumerate(texts)]
        rescore(offer)
        return leads

    return score


def lead_with(offer, text, number=0):
    lead = LeadFactory(workspace=offer.workspace)
    if text:
        Post.objects.create(
            workspace=offer.workspace,
            lead=lead,
            platform="linkedin",
            external_id=str(number),
            text=text,
            posted_at=timezone.now(),
        )
    return lead


def rescore(offer):
    opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(workspace=offer.workspace))
    run()

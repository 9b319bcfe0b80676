import pytest

from enrichment.models import ProfileFinding
from tests.enrichment.pipeline import find_and_merge

pytestmark = pytest.mark.django_db

Decision = ProfileFinding.Decision


def test_a_rejected_candidate_stays_rejected_after_a_merge(two_leads, offer, django_capture_on_commit_callbacks):
    candidate = {"handle": "somebody-sbx", "band": "ask", "rejected": True}
    ProfileFinding.objects.create(
        workspace=offer.workspace, lead=two_leads[1], platform="linkedin", decision="asked", candidates=[candidate]
    )
    finding = find_and_merge(offer, two_leads[0], django_capture_on_commit_callbacks)
    refused = ProfileFinding.objects.refused_handles([two_leads[0].pk], "linkedin")
    assert (finding.merge.gone_id, refused) == (two_leads[1].pk, {two_leads[0].pk: {"somebody-sbx"}})

import pytest

from enrichment.jobs import opening
from enrichment.models import PipelineJob
from leads.models import Lead
from tests.enrichment.pipeline import EAGER, add, run

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status


def test_chosen_steps_are_done_again_and_nothing_else(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    sandbox.calls.clear()
    leads = Lead.objects.filter(pk=lead.pk)
    assert opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=["profile"]) == 1
    run()
    assert sorted(sandbox.calls.by_endpoint) == ["unipile profile", "x users"]

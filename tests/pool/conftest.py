import pytest

from pool.profiles import store_leads
from tests.factories import LeadFactory, WorkspaceFactory


@pytest.fixture
def pool_of_ten():
    """Eight plant managers and two nurses, finished in another workspace."""
    workspace = WorkspaceFactory()
    leads = LeadFactory.create_batch(8, workspace=workspace, industry="Machinery", location="Munich, Germany")
    leads += LeadFactory.create_batch(2, workspace=workspace, title="Nurse", industry="Hospital & Health Care")
    store_leads(lead_ids=[lead.pk for lead in leads])
    return leads

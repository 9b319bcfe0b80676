import pytest

from tests.factories import LeadFactory


@pytest.fixture
def pair():
    """Two leads of one workspace that may be one person."""
    kept = LeadFactory(linkedin_slug="nora-one", full_name="Nora", title="", company_name="")
    return kept, LeadFactory(workspace=kept.workspace, linkedin_slug="", full_name="Nora", title="", company_name="")

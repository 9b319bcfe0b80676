import pytest

from tests.factories import LeadFactory, OfferFactory
from tests.leads.workspaces.test_page_guard import ADDRESSES

NO_PAGES = {"health", "export-buyers", "export-leads", "chrome-extension"}


@pytest.fixture
def shown(north):
    """A lead and an offer, both with the number that the addresses name."""
    return LeadFactory(pk=1, workspace=north.workspace), OfferFactory(pk=1, workspace=north.workspace)


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - NO_PAGES))
def test_every_address_opened_directly_is_a_page(north, shown, name):
    """What htmx loads leads to the page that shows it, and one that only takes forms says so."""
    response = north.client.get(ADDRESSES[name], follow=True)
    assert response.content.lstrip().startswith(b"<!DOCTYPE html>")

import pytest

from leads.ingest import FoundProfile
from leads.models import Company, Lead
from tests.factories import SearchFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db


def test_companies_are_shared_by_their_people():
    search = SearchFactory()
    add(
        search,
        FoundProfile(full_name="Nora", company_name="Works GmbH"),
        FoundProfile(full_name="Paul", company_name="WORKS"),
    )
    assert Company.objects.count() == 1
    assert set(Lead.objects.values_list("company__name", flat=True)) == {"Works GmbH"}

import pytest
from django.db import connection

from leads.ingest import FoundProfile
from leads.ingest.companies import create_missing_companies
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


def test_a_company_takes_what_its_first_person_brought():
    add(
        SearchFactory(),
        FoundProfile(x="@nora", company_name="Works GmbH", company_domain="works.example", industry="Retail"),
        FoundProfile(x="@paul", company_name="Works", company_domain="other.example", company_size="11-50"),
    )
    assert list(Company.objects.values_list("name", "name_key", "domain", "industry", "size")) == [
        ("Works GmbH", "works", "works.example", "Retail", "")
    ]


def test_a_company_of_another_workspace_is_another_company():
    for search in (SearchFactory(), SearchFactory()):
        add(search, FoundProfile(x="@nora", company_name="Works"))
    assert sorted(Company.objects.values_list("workspace", flat=True)) == sorted(
        Lead.objects.values_list("company__workspace", flat=True)
    )
    assert Company.objects.count() == 2


def test_only_companies_that_are_missing_are_created():
    search = SearchFactory()
    held = Company.objects.create(workspace=search.workspace, name="WORKS", name_key="works", domain="old.example")
    rows = "(VALUES (1, 'works', 'Works'), (2, 'dairy', 'Dairy'), (3, 'dairy', 'DAIRY'), (4, '', '')) AS named"
    columns = "(row, company_key, company_name)"
    texts = "CROSS JOIN (SELECT '' AS company_domain, '' AS industry, '' AS company_size, '' AS company_location) AS t"
    with connection.cursor() as cursor:
        create_missing_companies(cursor, search.workspace_id, f"{rows}{columns} {texts} WHERE TRUE")
    assert list(Company.objects.order_by("pk").values_list("name", "domain")) == [
        (held.name, "old.example"),
        ("Dairy", ""),
    ]

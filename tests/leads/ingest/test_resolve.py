from datetime import date

import psycopg
import pytest
from django.db import connection, transaction

from leads.ingest import FoundProfile, Ingested
from leads.ingest.records import record_of
from leads.ingest.resolve import resolve
from leads.ingest.tables import copy_records, staging
from leads.models import FormerAddress, Lead
from tests.factories import LeadFactory, SearchFactory, WorkspaceFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db


def names(workspace):
    return list(Lead.objects.filter(workspace=workspace).order_by("id").values_list("full_name", flat=True))


def test_one_person_arriving_by_two_keys_is_one_lead_with_a_source_for_each():
    search = SearchFactory()
    result = add(
        search,
        FoundProfile(linkedin="https://de.linkedin.com/in/Nora-Sample/?trk=1", full_name="Nora Sample", reference="a"),
        FoundProfile(email="Nora@Sample.example", title="Plant Manager", reference="b"),
        FoundProfile(email="nora@sample.example", linkedin="linkedin.com/in/nora-sample", reference="c"),
    )
    lead = Lead.objects.get()
    assert result == Ingested(found=3, created=1, updated=0, duplicates=2)
    assert (lead.linkedin_slug, lead.email_key, lead.full_name, lead.title) == (
        "nora-sample", "nora@sample.example", "Nora Sample", "Plant Manager",
    )  # fmt: skip
    assert sorted(lead.sources.values_list("reference", flat=True)) == ["a", "b", "c"]


def test_keys_join_people_over_any_number_of_steps():
    search = SearchFactory()
    add(
        search,
        FoundProfile(x="@nora", full_name="Nora"),
        FoundProfile(x="https://twitter.com/Nora", email="n@one.example"),
        FoundProfile(email="n@one.example", linkedin="nora-one"),
        FoundProfile(linkedin="https://www.linkedin.com/in/nora-one"),
    )
    assert names(search.workspace) == ["Nora"]


def test_a_link_into_sales_navigator_joins_rows_but_no_people_with_different_names():
    link = "https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7g,NAME_SEARCH,{}"
    search = SearchFactory()
    add(search, FoundProfile(linkedin=link.format("one"), full_name="Nora Sample", company_name="Works"))
    add(search, FoundProfile(linkedin=link.format("two"), full_name="Nora Sample-Lee", company_name="Mills"))
    lead = Lead.objects.get()
    assert (lead.full_name, lead.sales_navigator_id, lead.linkedin_slug) == ("Nora Sample", "ACwAAB1xQ2kBq7g", "")

    add(
        search,
        FoundProfile(linkedin=f"{link} linkedin.com/in/paul-one", full_name="Paul"),
        FoundProfile(linkedin=f"{link} linkedin.com/in/ruth-two", full_name="Ruth"),
    )
    assert names(search.workspace) == ["Nora Sample", "Paul", "Ruth"]


def test_namesakes_at_one_company_stay_two_by_their_links_into_sales_navigator():
    link = "https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7{}"
    search = SearchFactory()
    for number in (1, 2):
        add(search, FoundProfile(linkedin=link.format(number), full_name="Nora Sample", company_name="Works"))
    assert names(search.workspace) == ["Nora Sample", "Nora Sample"]


def test_an_office_address_does_not_merge_two_people():
    search = SearchFactory()
    add(
        search,
        FoundProfile(linkedin="nora-one", email="info@works.example", full_name="Nora"),
        FoundProfile(linkedin="paul-two", email="info@works.example", full_name="Paul"),
    )
    assert list(Lead.objects.order_by("id").values_list("full_name", "email_key")) == [
        ("Nora", "info@works.example"),
        ("Paul", ""),
    ]


def test_an_office_address_does_not_merge_two_people_known_by_their_handles():
    search = SearchFactory()
    add(
        search,
        FoundProfile(x="@nora", email="info@works.example", full_name="Nora"),
        FoundProfile(x="@paul", email="info@works.example", full_name="Paul"),
    )
    assert list(Lead.objects.order_by("id").values_list("full_name", "email_key")) == [
        ("Nora", "info@works.example"),
        ("Paul", ""),
    ]


def test_a_chain_of_weaker_keys_does_not_merge_two_profiles():
    search = SearchFactory()
    add(
        search,
        FoundProfile(linkedin="nora-one", x="@nora", full_name="Nora"),
        FoundProfile(x="@nora", email="info@works.example"),
        FoundProfile(linkedin="paul-two", email="info@works.example", full_name="Paul"),
    )
    assert list(Lead.objects.order_by("id").values_list("linkedin_slug", "x_handle", "email_key")) == [
        ("nora-one", "nora", "info@works.example"),
        ("paul-two", "", ""),
    ]


def test_an_office_address_of_a_stored_lead_does_not_merge_two_people():
    stored = LeadFactory(linkedin_slug="nora-one", email_key="info@works.example", email="info@works.example")
    search = SearchFactory(workspace=stored.workspace)
    add(search, FoundProfile(linkedin="paul-two", email="info@works.example", full_name="Paul"))
    assert Lead.objects.get(full_name="Paul").email_key == ""


def test_the_same_person_in_another_workspace_is_another_lead():
    search, other = SearchFactory(), SearchFactory()
    add(search, FoundProfile(linkedin="nora-one", full_name="Nora"))
    add(other, FoundProfile(linkedin="nora-one", full_name="Nora"))
    assert (names(search.workspace), names(other.workspace)) == (["Nora"], ["Nora"])


def test_namesakes_without_any_key_are_told_apart_by_company():
    search = SearchFactory()
    add(
        search,
        FoundProfile(full_name="Nora Sample", company_name="Works GmbH"),
        FoundProfile(full_name="Nora Sample", company_name="Works"),
        FoundProfile(full_name="Nora Sample", company_name="Dairy"),
    )
    assert list(Lead.objects.order_by("id").values_list("company_name", flat=True)) == ["Works GmbH", "Dairy"]


def test_two_rows_that_match_one_stored_lead_by_different_keys_are_one_person():
    lead = LeadFactory(linkedin_slug="nora-one", email="n@one.example", email_key="n@one.example")
    search = SearchFactory(workspace=lead.workspace)
    result = add(search, FoundProfile(linkedin="nora-one"), FoundProfile(email="n@one.example", bio="Hello"))
    lead.refresh_from_db()
    assert (result.created, result.duplicates, lead.bio, lead.sources.count()) == (0, 2, "Hello", 2)


def test_a_former_address_leads_to_the_lead_unless_another_has_it_now():
    lead = LeadFactory(linkedin_slug="nora-new")
    workspace = lead.workspace
    for handle in ("nora-old", "nora-taken"):
        FormerAddress.objects.create(workspace=workspace, lead=lead, platform="linkedin", handle=handle)
    taken = LeadFactory(workspace=workspace, linkedin_slug="nora-taken")
    elsewhere = SearchFactory()

    for slug in ("nora-old", "nora-taken"):
        add(SearchFactory(workspace=workspace), FoundProfile(linkedin=slug))
    add(elsewhere, FoundProfile(linkedin="nora-old"))

    assert (lead.sources.count(), taken.sources.count()) == (1, 1)
    assert list(Lead.objects.filter(workspace=elsewhere.workspace).values_list("linkedin_slug", flat=True)) == [
        "nora-old"
    ]


def test_a_stronger_key_decides_which_lead_a_row_is():
    by_slug = LeadFactory(linkedin_slug="nora-one", x_handle="")
    by_handle = LeadFactory(workspace=by_slug.workspace, linkedin_slug="", x_handle="nora")
    search = SearchFactory(workspace=by_slug.workspace)

    result = add(search, FoundProfile(linkedin="nora-one", x="@nora", email="n@one.example"))

    by_slug.refresh_from_db()
    by_handle.refresh_from_db()
    assert (result.created, by_slug.x_handle, by_slug.email) == (0, "", "n@one.example")
    assert (by_handle.x_handle, by_handle.sources.count()) == ("nora", 0)


def test_a_weaker_key_does_not_match_a_lead_that_a_stronger_key_contradicts():
    stored = LeadFactory(linkedin_slug="", x_handle="nora", email="n@one.example", email_key="n@one.example")
    add(SearchFactory(workspace=stored.workspace), FoundProfile(x="@paul", email="n@one.example"))
    new = Lead.objects.exclude(pk=stored.pk).get()
    assert (new.x_handle, new.email_key, stored.sources.count()) == ("paul", "", 0)


def test_a_person_s_first_row_has_the_first_known_value_of_each_field_and_the_earliest_date():
    add(
        SearchFactory(),
        FoundProfile(linkedin="nora-one", title="", role_started_on=date(2024, 1, 1)),
        FoundProfile(linkedin="nora-one", title="CEO", company_name="Works", role_started_on=date(2023, 1, 1)),
        FoundProfile(linkedin="nora-one", title="COO", company_name="Dairy"),
    )
    lead = Lead.objects.get()
    assert (lead.title, lead.company_name, lead.company.name_key, lead.role_started_on) == (
        "CEO", "Works", "works", date(2023, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize(("distinct", "rows"), [(False, 2), (True, 0)])
def test_rows_said_to_be_distinct_are_not_compared(distinct, rows):
    workspace = WorkspaceFactory()
    found = [FoundProfile(email="n@works.example"), FoundProfile(email="n@works.example")]
    with transaction.atomic(), staging(workspace.pk) as cursor:
        copy_records(cursor, [record_of(row, profile) for row, profile in enumerate(found)])
        assert resolve(cursor, workspace.pk, distinct=distinct) == rows


def test_rows_said_to_be_distinct_are_compared_where_a_former_address_makes_them_one():
    lead = LeadFactory(linkedin_slug="nora-new")
    FormerAddress.objects.create(workspace=lead.workspace, lead=lead, platform="linkedin", handle="nora-old")
    found = [FoundProfile(linkedin="nora-new"), FoundProfile(linkedin="nora-old")]
    with transaction.atomic(), staging(lead.workspace_id) as cursor:
        copy_records(cursor, [record_of(row, profile) for row, profile in enumerate(found)])
        assert resolve(cursor, lead.workspace_id, distinct=True) == 2
        cursor.execute("SELECT person, lead_id FROM incoming ORDER BY row")
        assert cursor.fetchall() == [(0, lead.pk), (0, None)]


@pytest.mark.django_db(transaction=True)
def test_a_known_lead_cannot_be_deleted_before_its_new_sources_are_stored():
    known = LeadFactory(linkedin_slug="nora-one")
    other = LeadFactory(workspace=known.workspace)
    params = connection.get_connection_params()
    with transaction.atomic(), staging(known.workspace_id) as cursor, psycopg.connect(**params) as another:
        copy_records(cursor, [record_of(0, FoundProfile(linkedin="nora-one"))])
        resolve(cursor, known.workspace_id)
        assert another.execute("SELECT id FROM leads_lead FOR UPDATE SKIP LOCKED").fetchall() == [(other.pk,)]

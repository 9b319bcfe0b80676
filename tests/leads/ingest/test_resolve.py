import pytest

from leads.ingest import FoundProfile, Ingested
from leads.models import Lead
from tests.factories import LeadFactory, SearchFactory
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

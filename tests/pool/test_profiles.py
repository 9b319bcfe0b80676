from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from leads.models import Lead, LeadSource, PlatformProfile
from leads.sources.registry import CSV, EXAMPLE
from pool import tasks
from pool.describing import DESCRIPTION_COLUMNS, description_model
from pool.models import PoolProfile, PoolVector
from pool.origins import COPIED
from pool.profiles import LOCK, MERGED_TEXTS, redescribe, store, store_leads, write_descriptions
from pool.removal import drop_expired
from tests.factories import LeadFactory, SearchFactory, WorkspaceFactory
from tests.pool.profiles import matched, stored

pytestmark = pytest.mark.django_db


def test_a_profile_holds_the_professional_part_of_a_lead_alone():
    lead = LeadFactory(
        bio="Runs plants. Write to nora@works.example or call +49 170 1234567!",
        email="nora@works.example",
        email_key="nora@works.example",
        phone="+44 113 496 0000",
        notes="Met at the fair",
        best_score=88,
    )
    assert store_leads(lead_ids=[lead.pk]) == 1
    profile = PoolProfile.objects.get()
    assert profile.bio == "Runs plants. Write to  or call !"
    texts = " ".join(str(value) for value in PoolProfile.objects.values().get().values())
    assert not any(secret in texts for secret in ("works.example", "1234567", "496 0000", "fair", lead.workspace.name))


@pytest.mark.parametrize(
    ("fields", "people"),
    [({}, 1), ({"title": ""}, 1), ({"bio": ""}, 1), ({"title": "", "bio": ""}, 0)],
)
def test_a_lead_without_title_and_bio_is_not_stored(fields, people):
    lead = LeadFactory(**{"title": "COO", "bio": "Runs plants."} | fields)
    assert (store_leads(lead_ids=[lead.pk]), PoolProfile.objects.count()) == (people, people)


def test_leads_of_a_workspace_that_does_not_contribute_are_not_stored():
    lead = LeadFactory(workspace=WorkspaceFactory(contributes_to_pool=False))
    assert (store_leads(lead_ids=[lead.pk]), PoolProfile.objects.count()) == (0, 0)


@pytest.mark.parametrize(("kind", "people"), [(EXAMPLE, 0), (CSV, 1)])
def test_made_up_leads_of_an_example_are_not_stored(kind, people):
    lead = LeadFactory()
    search = SearchFactory(workspace=lead.workspace, kind=kind)
    LeadSource.objects.create(workspace=lead.workspace, lead=lead, search=search, kind=kind)
    assert (store_leads(lead_ids=[lead.pk]), PoolProfile.objects.count()) == (people, people)


def test_what_the_web_said_for_one_workspace_is_not_shared():
    lead = LeadFactory(
        industry="Machinery",
        company_size="201-500",
        provenance={"industry": ["linkedin", "2026-01-01"], "company_size": ["web", "2026-01-02"]},
    )
    store_leads(lead_ids=[lead.pk])
    profile = PoolProfile.objects.get()
    assert (profile.industry, profile.company_size) == ("Machinery", "")


def protected_on_x(lead, **linkedin):
    now, workspace = timezone.now(), lead.workspace
    PlatformProfile.objects.create(workspace=workspace, lead=lead, platform="x", state="protected", fetched_at=now)
    if linkedin:
        PlatformProfile.objects.create(workspace=workspace, lead=lead, platform="linkedin", fetched_at=now, **linkedin)


def test_a_profile_shown_to_approved_people_alone_is_never_shared():
    lead = LeadFactory(linkedin_slug="", x_handle="nora", title="COO", bio="Runs plants.")
    protected_on_x(lead)
    assert (store_leads(lead_ids=[lead.pk]), PoolProfile.objects.count()) == (0, 0)


def test_of_a_person_protected_on_x_the_pool_keeps_what_linkedin_shows():
    lead = LeadFactory(
        linkedin_slug="nora-one", x_handle="nora", title="COO", bio="Runs plants.",
        provenance={"bio": ["x", "2026-01-01"], "title": ["linkedin", "2026-01-01"]},
    )  # fmt: skip
    protected_on_x(lead, handle="nora-one")
    store_leads(lead_ids=[lead.pk])
    profile = PoolProfile.objects.get()
    assert (profile.linkedin_slug, profile.x_handle, profile.role, profile.bio) == ("nora-one", "", "COO", "")


def read_as(state, lead):
    now = timezone.now()
    PlatformProfile.objects.create(
        workspace=lead.workspace, lead=lead, platform="linkedin", state=state, handle=lead.linkedin_slug, fetched_at=now
    )


@pytest.mark.parametrize("state", ["not_found", "suspended"])
def test_a_person_whose_account_does_not_exist_is_known_by_name(state):
    lead = LeadFactory(linkedin_slug="nora-one", full_name="Nora Sample", title="COO", company_name="Works")
    read_as(state, lead)
    store_leads(lead_ids=[lead.pk])
    profile = PoolProfile.objects.get()
    assert (profile.full_name, profile.role, profile.has_public_key) == ("Nora Sample", "COO", False)


def test_a_person_of_whom_nothing_may_be_said_is_not_stored():
    said = {"title": ["linkedin", "2026-01-01"]}
    lead = LeadFactory(linkedin_slug="nora-one", title="COO", bio="", company_name="Works", provenance=said)
    read_as("not_found", lead)
    assert (store_leads(lead_ids=[lead.pk]), PoolProfile.objects.count()) == (0, 0)


def test_every_text_of_a_profile_is_cleaned_of_contact_ways():
    stored(
        linkedin_slug="nora-one",
        full_name="nora@works.example",
        role="Call me +49 170 1234567",
        company="Works <office@works.example>",
        company_size="1001-5000",
        industry="Machinery, 0170/1234567",
        location="Leeds (0113) 496 0000",
        bio="2015-2019 plant manager, " + "a" * 20_000 + "@works.example",
        skills="Planning; n.o-ra+x@mail.works.example; SQL",
        keywords="x" * 30_000,
    )
    profile = PoolProfile.objects.values().get()
    assert {name: profile[name] for name in ("full_name", "role", "company", "company_size", "industry")} == {
        "full_name": "",
        "role": "Call me",
        "company": "Works",
        "company_size": "1001-5000",
        "industry": "Machinery",
    }
    assert (profile["location"], profile["bio"]) == ("Leeds", "2015-2019 plant manager")
    assert (profile["skills"], len(profile["keywords"])) == ("Planning; ; SQL", 2000)
    assert profile["person_key"] == ""


def test_who_is_known_by_an_address_alone_is_not_stored():
    assert stored(full_name="nora@works.example", company="Works", role="Planner") == 0


def test_a_poorer_contribution_takes_nothing_away():
    rich = {"full_name": "Nora Sample", "company": "Works", "industry": "Machinery", "bio": "Runs plants."}
    stored(linkedin_slug="nora-one", role="Nurse", location="Leeds, United Kingdom", **rich)
    stored(linkedin_slug="nora-one", role="Plant Manager", full_name="Nora Other")
    stored(linkedin_slug="all-at-once", role="Plant Manager", location="Leeds, United Kingdom", **rich)
    texts = ("role", "company", "industry", "bio", "location")
    columns = [f"vector__{name}" for name in ("model", *DESCRIPTION_COLUMNS)]
    merged, whole = PoolProfile.objects.order_by("pk").values(*texts, "embedding_model", *columns)
    assert merged == whole
    assert (merged["role"], merged["embedding_model"]) == ("Plant Manager", description_model())


def test_the_same_person_twice_in_a_batch_keeps_what_either_says():
    blank = dict.fromkeys(COPIED.values(), "")
    store(
        profiles=[
            blank | {"linkedin_slug": "nora-one", "role": "Planner", "industry": "Machinery"},
            blank | {"linkedin_slug": "nora-one", "role": "COO"},
        ]
    )
    assert list(PoolProfile.objects.values_list("role", "industry")) == [("COO", "Machinery")]


def test_two_profiles_that_become_one_keep_what_either_says():
    stored(linkedin_slug="nora-one", role="COO")
    stored(x_handle="nora", industry="Machinery", location="Oslo, Norway")
    stored(linkedin_slug="nora-one", x_handle="nora")
    assert list(PoolProfile.objects.values_list("role", "industry", "vector__country", "embedding_model")) == [
        ("COO", "Machinery", "NO", description_model())
    ]


def test_a_description_of_text_that_has_changed_since_is_not_written():
    stored(linkedin_slug="nora-one", role="Plant Manager")
    PoolProfile.objects.update(embedding_model="older")
    read_before = PoolProfile.objects.values("pk", "refreshed_at", *MERGED_TEXTS).get()
    PoolProfile.objects.update(role="Nurse", refreshed_at="2030-01-01T00:00Z")
    with connection.cursor() as cursor:
        assert write_descriptions(cursor, [read_before]) == 0
    assert PoolProfile.objects.get().embedding_model == "older"
    assert redescribe(limit=10) == 1


def test_a_person_from_two_workspaces_is_one_profile_with_what_either_states():
    first = LeadFactory(linkedin_slug="nora-one", title="Plant Manager", industry="")
    second = LeadFactory(linkedin_slug="nora-one", title="COO", x_handle="nora", industry="Machinery")
    store_leads(lead_ids=[first.pk])
    store_leads(lead_ids=[second.pk])
    columns = ("linkedin_slug", "x_handle", "role", "industry")
    assert list(PoolProfile.objects.values_list(*columns)) == [("nora-one", "nora", "Plant Manager", "Machinery")]


def test_a_workspace_corrects_what_it_stated_itself():
    lead = LeadFactory(linkedin_slug="nora-one", title="Plant Manager")
    store_leads(lead_ids=[lead.pk])
    Lead.objects.filter(pk=lead.pk).update(title="COO")
    store_leads(lead_ids=[lead.pk])
    assert PoolProfile.objects.get().role == "COO"


def read_on_linkedin(lead, **columns):
    PlatformProfile.objects.create(
        workspace=lead.workspace, lead=lead, platform="linkedin", handle=lead.linkedin_slug, fetched_at=timezone.now(),
        **columns,
    )  # fmt: skip


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("poisoned_first", [True, False])
def test_what_a_file_states_never_takes_the_place_of_what_a_platform_said(together, poisoned_first):
    told = {"title": ["linkedin", "2026-01-01"], "company_name": ["linkedin", "2026-01-01"]}
    read = LeadFactory(linkedin_slug="nora-one", title="COO", company_name="Works", bio="Runs plants.", provenance=told)
    read_on_linkedin(read, name="Nora Sample", bio="Runs plants.")
    poison = LeadFactory(
        linkedin_slug="nora-one", full_name="Buy at evil", title="Fraud", company_name="Evil", bio="Sells lies."
    )
    order = [poison.pk, read.pk] if poisoned_first else [read.pk, poison.pk]
    for batch in [order] if together else [[pk] for pk in order]:
        store_leads(lead_ids=batch)
    columns = ("full_name", "role", "company", "bio")
    assert list(PoolProfile.objects.values_list(*columns)) == [("Nora Sample", "COO", "Works", "Runs plants.")]


def test_a_newer_reading_takes_the_place_of_an_older_one():
    for title in ("Plant Manager", "COO"):
        lead = LeadFactory(linkedin_slug="nora-one", title=title, provenance={"title": ["linkedin", "2026-01-01"]})
        read_on_linkedin(lead, name="Nora Sample")
        store_leads(lead_ids=[lead.pk])
    assert list(PoolProfile.objects.values_list("full_name", "role")) == [("Nora Sample", "COO")]


def test_the_key_of_a_merged_profile_is_of_its_own_name_and_company():
    stored(linkedin_slug="nora-one", full_name="Nora Sample", role="COO", origins={"full_name": "linkedin"})
    stored(linkedin_slug="nora-one", full_name="Somebody Else", company="Works", role="COO")
    stored(linkedin_slug="all-at-once", full_name="Nora Sample", company="Works", role="COO")
    one, other = PoolProfile.objects.order_by("pk").values_list("person_key", flat=True)
    assert one == other != ""


def test_a_file_makes_no_two_stored_people_one():
    stored(linkedin_slug="nora-one", full_name="Nora Sample", role="COO")
    stored(x_handle="paul", full_name="Paul Other", role="Nurse")
    lead = LeadFactory(linkedin_slug="nora-one", x_handle="paul", full_name="Nora Sample", title="COO")
    store_leads(lead_ids=[lead.pk])
    keys = PoolProfile.objects.order_by("pk").values_list("linkedin_slug", "x_handle", "full_name")
    assert list(keys) == [("nora-one", "", "Nora Sample"), ("", "paul", "Paul Other")]


def test_a_file_joins_profiles_of_one_name_and_a_finder_any():
    for name, provenance in (("Nora Sample", {}), ("N. S.", {"x_handle": ["finder", "2026-01-01"]})):
        PoolProfile.objects.all().delete()
        stored(linkedin_slug="nora-one", full_name="Nora Sample", role="COO")
        stored(x_handle="nora", full_name=name, role="COO")
        lead = LeadFactory(linkedin_slug="nora-one", x_handle="nora", full_name="Nora Sample", provenance=provenance)
        store_leads(lead_ids=[lead.pk])
        assert list(PoolProfile.objects.values_list("linkedin_slug", "x_handle")) == [("nora-one", "nora")]


@pytest.mark.parametrize(("age", "days"), [(timedelta(), 365), (timedelta(days=1000), 95)])
def test_a_refreshed_profile_is_kept_for_a_year_and_for_three_years_at_most(age, days):
    stored(linkedin_slug="nora-one", role="COO")
    PoolProfile.objects.update(created_at=timezone.now() - age)
    stored(linkedin_slug="nora-one", role="CEO")
    assert round((PoolProfile.objects.get().expires_at - timezone.now()) / timedelta(days=1)) == days


def test_three_years_after_it_was_stored_a_profile_is_dropped_however_often_it_was_refreshed(settings):
    for slug, age in (("nora-one", 1094), ("paul-two", 1096)):
        stored(linkedin_slug=slug, role="COO")
        stored_at = timezone.now() - timedelta(days=age)
        PoolProfile.objects.filter(linkedin_slug=slug).update(created_at=stored_at, expires_at="2100-01-01T00:00Z")
    tasks.tend()
    assert list(PoolProfile.objects.values_list("linkedin_slug", flat=True)) == ["nora-one"]
    settings.POOL_PROFILE_MAX_DAYS = 1000
    tasks.tend()
    assert PoolProfile.objects.count() == 0


def test_joined_profiles_are_as_old_as_the_older():
    stored(x_handle="nora", role="COO")
    PoolProfile.objects.update(created_at="2024-01-01T00:00Z")
    stored(linkedin_slug="nora-one", role="COO")
    stored(linkedin_slug="nora-one", x_handle="nora")
    assert PoolProfile.objects.get().created_at.year == 2024


def test_two_profiles_that_turn_out_to_be_one_person_become_one():
    stored(linkedin_slug="nora-one", full_name="Nora")
    stored(x_handle="nora", full_name="Another Nora")
    match = matched(PoolProfile.objects.get(x_handle="nora"))
    stored(linkedin_slug="nora-one", x_handle="nora", full_name="Nora Sample")
    assert list(PoolProfile.objects.values_list("full_name", "linkedin_slug", "x_handle")) == [
        ("Nora Sample", "nora-one", "nora")
    ]
    match.refresh_from_db()
    assert match.profile == PoolProfile.objects.get()


def test_a_handle_that_belongs_to_another_profile_stays_there():
    stored(linkedin_slug="paul-two", x_handle="nora", full_name="Paul")
    stored(linkedin_slug="nora-one", x_handle="nora", full_name="Nora")
    assert list(PoolProfile.objects.order_by("id").values_list("full_name", "x_handle")) == [
        ("Paul", "nora"),
        ("Nora", ""),
    ]


def test_who_has_no_public_key_is_known_by_name_and_company():
    stored(full_name="Nora Sample", company="Works GmbH", role="Planner")
    stored(full_name="Nora Sample", company="Works", role="Head of Planning")
    stored(full_name="Nora Sample", company="Dairy", role="Planner")
    assert sorted(PoolProfile.objects.values_list("company", "role")) == [
        ("Dairy", "Planner"),
        ("Works", "Head of Planning"),
    ]


def test_a_public_key_is_added_to_who_was_known_by_name_and_company():
    stored(full_name="Nora Sample", company="Works", role="Planner")
    stored(full_name="Nora Sample", company="Works", role="Planner", linkedin_slug="nora-one")
    assert list(PoolProfile.objects.values_list("linkedin_slug", flat=True)) == ["nora-one"]


def test_a_nameless_contribution_never_overwrites_a_public_profile():
    stored(full_name="Nora Sample", company="Works", role="COO", linkedin_slug="nora-one")
    stored(full_name="Nora Sample", company="Works", role="Something else")
    assert list(PoolProfile.objects.values_list("role", flat=True)) == ["COO"]


def test_the_same_person_twice_in_a_batch_is_stored_once():
    lead = LeadFactory(linkedin_slug="nora-one")
    Lead.objects.filter(pk=lead.pk).update(x_handle="nora")
    other = LeadFactory(linkedin_slug="", x_handle="nora", workspace=WorkspaceFactory())
    store_leads(lead_ids=[lead.pk, other.pk])
    assert PoolProfile.objects.filter(x_handle="nora").count() == 1


def test_profiles_described_by_an_older_taxonomy_are_described_again():
    stored(full_name="Nora Sample", company="Works", role="Plant Manager")
    described = PoolProfile.objects.values("vector__seniority", "vector__functions", "embedding_model")
    fresh = described.get()
    PoolProfile.objects.update(embedding_model="older")
    PoolVector.objects.update(functions=[], seniority=0)
    tasks.tend()
    assert described.get() == fresh
    assert fresh["embedding_model"] == description_model()


@pytest.mark.django_db(transaction=True)
def test_no_profile_is_stored_or_dropped_while_two_become_one():
    stored(linkedin_slug="nora-one", role="COO")
    PoolProfile.objects.update(expires_at="2020-01-01T00:00Z")
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        psycopg.connect(**connection.get_connection_params()) as other,
    ):
        other.execute(LOCK)
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            stored(linkedin_slug="pia-two", role="Nurse")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            drop_expired(limit=10)
        other.rollback()
        assert (stored(linkedin_slug="pia-two", role="Nurse"), drop_expired(limit=10)) == (1, 1)

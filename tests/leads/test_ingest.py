import threading
from dataclasses import fields
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from leads.ingest import FILL, OVERWRITE, SKIP, FoundPost, FoundProfile, Ingested, ingest
from leads.models import Company, Lead, LeadSource, Post, Search, Workspace
from leads.sources.registry import POOL
from tests.factories import LeadFactory, SearchFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


def add(search, *profiles, policy=FILL):
    return ingest(search=search, profiles=profiles, policy=policy)


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


@pytest.mark.parametrize(
    ("policy", "title", "bio", "updated"),
    [(SKIP, "Plant Manager", "", 0), (FILL, "Plant Manager", "New", 1), (OVERWRITE, "COO", "New", 1)],
)
def test_the_policy_decides_what_a_known_person_takes_over(policy, title, bio, updated):
    lead = LeadFactory(linkedin_slug="nora-one")
    search = SearchFactory(workspace=lead.workspace)
    result = add(search, FoundProfile(linkedin="nora-one", title="COO", bio="New"), policy=policy)
    lead.refresh_from_db()
    assert (lead.title, lead.bio, result.updated, result.created) == (title, bio, updated, 0)


@pytest.mark.parametrize(
    ("policy", "noted"),
    [(SKIP, set()), (FILL, {"x_handle", "bio"}), (OVERWRITE, {"x_handle", "bio", "title", "role_started_on"})],
)
def test_what_a_known_person_takes_over_names_its_source(policy, noted):
    read = {name: ["linkedin", "2026-01-31"] for name in ("title", "company_name", "role_started_on")}
    lead = LeadFactory(
        linkedin_slug="nora-one", company_name="Works", role_started_on=date(2020, 1, 1), provenance=read
    )
    brought = FoundProfile(
        linkedin="nora-one",
        x="nora",
        title="COO",
        company_name="Works",
        bio="New",
        role_started_on=date(2024, 1, 1),
    )
    add(SearchFactory(workspace=lead.workspace, kind=POOL), brought, policy=policy)
    lead.refresh_from_db()
    today = timezone.now().date().isoformat()
    assert lead.provenance == read | {name: ["pool", today] for name in noted}


def test_a_known_person_who_brings_nothing_new_is_not_updated():
    lead = LeadFactory(linkedin_slug="nora-one")
    result = add(SearchFactory(workspace=lead.workspace), FoundProfile(linkedin="nora-one", title="COO"))
    assert result == Ingested(found=1, created=0, updated=0, duplicates=1)


def test_two_rows_that_match_one_stored_lead_by_different_keys_are_one_person():
    lead = LeadFactory(linkedin_slug="nora-one", email="n@one.example", email_key="n@one.example")
    search = SearchFactory(workspace=lead.workspace)
    result = add(search, FoundProfile(linkedin="nora-one"), FoundProfile(email="n@one.example", bio="Hello"))
    lead.refresh_from_db()
    assert (result.created, result.duplicates, lead.bio, lead.sources.count()) == (0, 2, "Hello", 2)


def test_nobody_is_rejected_and_counted():
    search = SearchFactory()
    assert add(search, FoundProfile(title="CEO"), FoundProfile(full_name="Nora")) == Ingested(
        found=1, created=1, updated=0, duplicates=0, rejected=1
    )
    search.refresh_from_db()
    assert (search.found, search.created, search.rejected) == (2, 1, 1)


def test_what_the_database_cannot_store_is_cut_at_the_door():
    add(SearchFactory(), FoundProfile(full_name="No\x00ra \ud800Sample" + "x" * 500, bio="a\x00b"))
    lead = Lead.objects.get()
    assert (lead.full_name[:11], len(lead.full_name), lead.bio) == ("Nora Sample", 200, "ab")


def test_no_value_is_too_long_for_its_column():
    texts = [item.name for item in fields(FoundProfile) if item.name not in ("posts", "role_started_on", "linkedin")]
    search = SearchFactory()
    post = FoundPost(text="ﷺ" * 30_000, external_id="9" * 101, url="https://" + "u" * 600)
    links = ("linkedin.com/in/ACoAA" + "b" * 300, "https://linkedin.com/in/nora-" + "c" * 300)
    profiles = [
        FoundProfile(**dict.fromkeys(texts, letter * 30_000) | {"linkedin": link}, posts=[post])
        for letter in ("ß", "ﷺ", "İ", "a\0")
        for link in ("", f"{letter}-one", *links)
    ]

    assert add(search, *profiles, policy=OVERWRITE).found == 16
    assert max(map(len, Company.objects.values_list("name_key", flat=True))) == 200
    assert list(Lead.objects.exclude(x_user_id="").values_list("x_user_id")) == []


@pytest.mark.parametrize(("length", "kept"), [(20, "7" * 20), (21, "")])
def test_an_identity_too_long_is_none_rather_than_half_of_it(length, kept):
    add(SearchFactory(), FoundProfile(x_user_id="7" * length, full_name="Nora"))
    assert Lead.objects.get().x_user_id == kept


def test_companies_are_shared_by_their_people():
    search = SearchFactory()
    add(
        search,
        FoundProfile(full_name="Nora", company_name="Works GmbH"),
        FoundProfile(full_name="Paul", company_name="WORKS"),
    )
    assert Company.objects.count() == 1
    assert set(Lead.objects.values_list("company__name", flat=True)) == {"Works GmbH"}


def test_a_post_is_stored_once():
    search = SearchFactory()
    found = FoundProfile(linkedin="nora-one", posts=[FoundPost(text="We are hiring"), FoundPost(text="We are hiring")])
    add(search, found)
    add(SearchFactory(workspace=search.workspace), found)
    assert list(Post.objects.values_list("text", flat=True)) == ["We are hiring"]


def test_running_the_same_search_again_doubles_nothing():
    search = SearchFactory()
    found = FoundProfile(linkedin="nora-one", reference="7")
    add(search, found)
    add(search, found)
    assert (Lead.objects.count(), LeadSource.objects.count()) == (1, 1)


def test_a_batch_that_fails_leaves_nothing_behind():
    search = SearchFactory()
    found = [FoundProfile(linkedin="nora-one"), FoundProfile(linkedin="paul-two", role_started_on="not a date")]
    with pytest.raises(Exception, match="not a date"):
        ingest(search=search, profiles=found)
    assert Lead.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_bringing_the_same_people_at_once_make_each_one_lead():
    workspace = WorkspaceFactory()
    searches = [SearchFactory(workspace=workspace) for _ in range(3)]
    people = [FoundProfile(linkedin=f"made-up-{n}", email=f"m{n}@one.example") for n in range(200)]

    def bring(search):
        ingest(search=search, profiles=people)
        connection.close()

    threads = [threading.Thread(target=bring, args=[search]) for search in searches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Lead.objects.filter(workspace=workspace).count() == 200
    assert sorted(Search.objects.values_list("created", flat=True)) == [0, 0, 200]


@pytest.mark.parametrize("referred_to", ["workspace", "company", "lead"])
def test_nothing_is_deleted_that_rows_still_refer_to(referred_to):
    search = SearchFactory()
    add(search, FoundProfile(email="n@works.example", company_name="Works"))
    lead = Lead.objects.get()
    row = {"workspace": lead.workspace, "company": lead.company, "lead": lead}[referred_to]
    with pytest.raises(IntegrityError, match="still referenced"), transaction.atomic():
        type(row).objects.filter(pk=row.pk)._raw_delete("default")
    assert (LeadSource.objects.get().lead, lead.company.workspace) == (lead, search.workspace)


def test_nobody_enters_a_workspace_that_is_gone():
    search = SearchFactory()
    search.workspace_id = 0
    with pytest.raises(Workspace.DoesNotExist):
        add(search, FoundProfile(email="n@works.example"))
    assert not Lead.objects.exists()

from datetime import date

import pytest
from django.utils import timezone

from leads.ingest import FILL, OVERWRITE, SKIP, FoundPost, FoundProfile, Ingested
from leads.models import BuyerState, Lead, LeadSource, Post
from leads.people.merging import merge_leads
from leads.sources.registry import POOL
from tests.factories import LeadFactory, SearchFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("known", "brought", "connection"),
    [
        (None, date(2025, 6, 13), "connected"),
        (None, None, "not_connected"),
        ("pending_sent", date(2025, 6, 13), "connected"),
        ("pending_sent", None, "pending_sent"),
    ],
)
def test_the_day_of_a_connection_says_that_there_is_one(known, brought, connection):
    search = SearchFactory()
    if known:
        LeadFactory(workspace=search.workspace, linkedin_slug="nora-one", connection=known)
    add(search, FoundProfile(linkedin="nora-one", full_name="Nora", connected_on=brought))
    lead = Lead.objects.get()
    assert (lead.connection, lead.connected_on) == (connection, brought)


def test_a_phone_number_is_filled_once_and_carried_by_a_merge():
    lead = LeadFactory(linkedin_slug="nora-one", phone="")
    add(SearchFactory(workspace=lead.workspace), FoundProfile(linkedin="nora-one", phone="+1 555 0100"))
    add(SearchFactory(workspace=lead.workspace), FoundProfile(linkedin="nora-one", phone="+1 555 0199"))
    lead.refresh_from_db()
    assert (lead.phone, "phone" in lead.provenance) == ("+1 555 0100", True)
    gone = LeadFactory(workspace=lead.workspace, linkedin_slug="", x_handle="nora_o", phone="+1 555 0111")
    LeadFactory(workspace=lead.workspace, linkedin_slug="paul-two", phone="")
    kept = Lead.objects.get(linkedin_slug="paul-two")
    merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    kept.refresh_from_db()
    assert kept.phone == "+1 555 0111"


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


def test_a_new_lead_has_no_provenance_of_its_own_and_is_not_scored():
    add(SearchFactory(), FoundProfile(linkedin="nora-one", title="COO", company_name="Works"))
    lead = Lead.objects.get()
    assert (lead.provenance, lead.best_state, lead.connection, lead.company.name) == (
        {}, BuyerState.NOT_SCORED, Lead.Connection.UNKNOWN, "Works",
    )  # fmt: skip


@pytest.mark.parametrize("policy", [FILL, OVERWRITE])
def test_keys_and_e_mail_are_only_ever_filled(policy):
    lead = LeadFactory(linkedin_slug="nora-one", x_handle="", email="n@one.example", email_key="n@one.example")
    brought = FoundProfile(linkedin="nora-one", x="@nora", email="n@two.example")
    add(SearchFactory(workspace=lead.workspace), brought, policy=policy)
    lead.refresh_from_db()
    assert (lead.x_handle, lead.email, lead.email_key) == ("nora", "n@one.example", "n@one.example")


@pytest.mark.parametrize(("policy", "company", "started"), [(FILL, "Old", 2020), (OVERWRITE, "New", 2024)])
def test_the_policy_decides_about_the_company_and_the_start_of_the_role_too(policy, company, started):
    search = SearchFactory()
    for name, year in (("Old", 2020), ("New", 2024)):
        add(search, FoundProfile(x="@nora", company_name=name, role_started_on=date(year, 1, 1)), policy=policy)
    lead = Lead.objects.get()
    assert (lead.company.name, lead.role_started_on.year) == (company, started)


def test_every_row_of_a_person_is_a_source_with_its_evidence():
    search = SearchFactory(kind=POOL)
    rows = [FoundProfile(x="@nora", reference=f"row {n}", evidence=f"said {n}") for n in (1, 2)]
    add(search, *rows)
    assert list(LeadSource.objects.order_by("pk").values_list("search", "kind", "reference", "evidence")) == [
        (search.pk, "pool", "row 1", "said 1"),
        (search.pk, "pool", "row 2", "said 2"),
    ]


def test_the_search_counts_people_over_all_its_runs():
    search = SearchFactory()
    add(search, FoundProfile(x="@nora"), FoundProfile(title="CEO"))
    add(search, FoundProfile(x="@nora", bio="New"), FoundProfile(x="@paul"))
    search.refresh_from_db()
    assert (search.found, search.created, search.updated, search.duplicates, search.rejected) == (4, 2, 1, 1, 1)

from datetime import date

import pytest
from django.utils import timezone

from leads.ingest import FILL, OVERWRITE, SKIP, FoundPost, FoundProfile, Ingested
from leads.models import Lead, LeadSource, Post
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

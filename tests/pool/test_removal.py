from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.providers.registry import LINKEDIN
from leads.models import Lead, LeadSource, PlatformProfile
from leads.sources.registry import CSV, POOL
from pool import tasks
from pool.describing import description_model
from pool.models import PoolMatch, PoolProfile, PoolVector
from pool.origins import contributor
from pool.profiles import store_leads
from pool.removal import take_back
from tests.factories import LeadFactory, SearchFactory, WorkspaceFactory
from tests.leads.sources.csv.imports import imported, undone
from tests.pool.profiles import matched, stored

pytestmark = pytest.mark.django_db

FILE = """Name,Title,Company,LinkedIn,X
Mara Quill,Buyer,Quill Works,https://www.linkedin.com/in/mara-quill,
Nora Sample,Buyer,Works,,@norasample
Ole Low,Buyer,Low Works,,
"""
LONG_AGO = timezone.now() - timedelta(days=9)


def names():
    return sorted(PoolProfile.objects.values_list("full_name", flat=True))


def take_back_all(workspace, *, since=LONG_AGO):
    lead_ids = list(Lead.objects.filter(workspace=workspace).values_list("pk", flat=True))
    return take_back(lead_ids=lead_ids, workspace_id=workspace.pk, since=since)


def test_expired_profiles_are_dropped_and_their_matches_stay():
    stored(linkedin_slug="nora-one", role="Plant Manager")
    match = matched(PoolProfile.objects.get())
    PoolProfile.objects.update(expires_at="2020-01-01T00:00Z")
    stored(linkedin_slug="pia-two", role="Nurse")
    tasks.tend()
    assert list(PoolProfile.objects.values_list("linkedin_slug", flat=True)) == ["pia-two"]
    assert list(PoolMatch.objects.values_list("lead", "profile")) == [(match.lead_id, None)]


def test_whom_the_pool_knows_from_an_import_alone_goes_with_its_undo():
    workspace = WorkspaceFactory()
    stays = LeadFactory(workspace=workspace, full_name="Pia Stays")
    job = imported(workspace, FILE)
    store_leads(lead_ids=list(Lead.objects.values_list("pk", flat=True)))
    match = matched(PoolProfile.objects.get(x_handle="norasample"))
    assert names() == ["Mara Quill", "Nora Sample", "Ole Low", "Pia Stays"]

    assert undone(job) == "undone"

    assert (names(), PoolVector.objects.count()) == (["Pia Stays"], 1)
    assert list(PoolMatch.objects.values_list("lead", "profile")) == [(match.lead_id, None)]
    assert Lead.objects.filter(workspace=workspace).get() == stays


def test_whose_account_does_not_exist_goes_with_the_undo_too():
    workspace = WorkspaceFactory()
    job = imported(workspace, FILE)
    mara = Lead.objects.get(full_name="Mara Quill")
    PlatformProfile.objects.create(
        workspace=workspace, lead=mara, platform="linkedin", state="not_found", fetched_at=timezone.now()
    )
    store_leads(lead_ids=[mara.pk])
    assert (names(), PoolProfile.objects.get().has_public_key) == (["Mara Quill"], False)
    assert (undone(job), names()) == ("undone", [])


def test_what_a_platform_said_of_a_person_stays():
    lead = LeadFactory(linkedin_slug="mara-quill", full_name="Mara Quill")
    PlatformProfile.objects.create(
        workspace=lead.workspace,
        lead=lead,
        platform=LINKEDIN,
        state="found",
        handle="mara-quill",
        name="Mara Quill",
        fetched_at=timezone.now(),
    )
    store_leads(lead_ids=[lead.pk])

    assert (take_back_all(lead.workspace), names()) == (0, ["Mara Quill"])


def test_what_another_workspace_stated_stays():
    first, second = (LeadFactory(linkedin_slug="mara-quill", bio=bio) for bio in ("", "Buys steel."))
    store_leads(lead_ids=[first.pk])
    store_leads(lead_ids=[second.pk])
    assert set(PoolProfile.objects.get().origins.values()) == {
        contributor(first.workspace_id), contributor(second.workspace_id),
    }  # fmt: skip

    assert (take_back_all(first.workspace), take_back_all(second.workspace)) == (0, 0)


@pytest.mark.parametrize(
    "person",
    [
        {"linkedin_slug": "mara-quill"},
        {"linkedin_slug": "", "x_handle": "maraquill"},
        {"linkedin_slug": "", "email_key": "mara@quill.example"},
    ],
)
def test_whom_another_workspace_brought_as_well_stays_as_it_knows_the_person(person):
    person |= {"full_name": "Mara Quill", "company_name": "Quill Works", "enriched_at": timezone.now()}
    first, second = (LeadFactory(**person, title=title) for title in ("Buyer", "Head of Buying"))
    LeadSource.objects.create(workspace=second.workspace, lead=second, search=SearchFactory(), kind=CSV)
    store_leads(lead_ids=[first.pk])
    store_leads(lead_ids=[second.pk])
    match, first_said = matched(PoolProfile.objects.get()), PoolProfile.objects.get()

    assert take_back_all(first.workspace) == 0

    profile = PoolProfile.objects.get()
    assert (first_said.role, profile.role, profile.origins["role"]) == (
        "Buyer",
        "Head of Buying",
        contributor(second.workspace_id),
    )
    match.refresh_from_db()
    assert (match.profile, profile.created_at) == (profile, first_said.created_at)
    assert profile.embedding_model == description_model()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (POOL, {}),
        (CSV, {"enriched_at": None}),
        (CSV, {"workspace__contributes_to_pool": False}),
    ],
)
def test_whom_no_other_workspace_brought_to_the_pool_goes(kind, values):
    person = {"linkedin_slug": "mara-quill", "enriched_at": timezone.now()}
    first, second = LeadFactory(**person), LeadFactory(**person | values)
    LeadSource.objects.create(workspace=second.workspace, lead=second, search=SearchFactory(), kind=kind)
    store_leads(lead_ids=[first.pk])

    assert (take_back_all(first.workspace), PoolProfile.objects.count()) == (1, 0)


def test_whom_the_pool_knew_before_the_import_stays():
    lead = LeadFactory(linkedin_slug="mara-quill")
    store_leads(lead_ids=[lead.pk])
    PoolProfile.objects.update(created_at=LONG_AGO - timedelta(seconds=1))

    assert take_back_all(lead.workspace) == 0
    assert take_back_all(lead.workspace, since=LONG_AGO - timedelta(seconds=1)) == 1


def test_a_namesake_with_another_address_stays():
    lead = LeadFactory(linkedin_slug="", full_name="Mara Quill", company_name="Works")
    namesake = LeadFactory(
        workspace=lead.workspace, linkedin_slug="mara-quill", full_name="Mara Quill", company_name="Works"
    )
    store_leads(lead_ids=[namesake.pk])

    assert take_back(lead_ids=[lead.pk], workspace_id=lead.workspace_id, since=LONG_AGO) == 0

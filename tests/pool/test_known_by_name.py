import pytest

from pool.known_by_name import own_leads
from pool.models import PoolProfile
from pool.profiles import store_leads
from tests.factories import LeadFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db

PERSON = {"full_name": "Uwe Roth", "company_name": "Works", "linkedin_slug": ""}


def test_a_workspace_meets_its_own_leads_alone_the_oldest_of_several():
    lead, second = LeadFactory(**PERSON), LeadFactory(full_name="Uwe Roth", company_name="Elsewhere", linkedin_slug="")
    store_leads(lead_ids=[lead.pk, second.pk])
    profiles = dict(PoolProfile.objects.values_list("company", "pk"))
    LeadFactory(workspace=lead.workspace, **PERSON)
    other = LeadFactory(**PERSON)

    assert own_leads(lead.workspace_id, profiles.values()) == {profiles["Works"]: lead}
    assert own_leads(other.workspace_id, profiles.values()) == {profiles["Works"]: other}
    assert own_leads(WorkspaceFactory().pk, profiles.values()) == {}


def test_a_name_in_another_case_is_the_same_person():
    lead = LeadFactory(**PERSON | {"full_name": "UWE ROTH"})
    store_leads(lead_ids=[lead.pk])
    own = LeadFactory(**PERSON)

    assert list(own_leads(own.workspace_id, PoolProfile.objects.values_list("pk", flat=True)).values()) == [own]


def test_a_company_that_the_web_found_is_no_part_of_the_key():
    lead = LeadFactory(**PERSON, provenance={"company_name": ["web", "2026-01-01"]})
    store_leads(lead_ids=[lead.pk])
    profile = PoolProfile.objects.get()

    assert (profile.company, own_leads(lead.workspace_id, [profile.pk])) == ("", {profile.pk: lead})

import pytest

from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def test_the_administration_finds_leads_by_their_words(admin_client, lead):
    LeadFactory(full_name="Somebody Else")
    found = admin_client.get("/admin/leads/lead/", {"q": "nora"}).context["cl"]
    assert [row.full_name for row in found.result_list] == ["Nora Sample"]
    for model in ("workspace", "membership", "offer", "search", "lead", "company", "leadsource", "post", "seedaccount"):
        assert admin_client.get(f"/admin/leads/{model}/").status_code == 200
    assert admin_client.get(f"/admin/leads/lead/{lead.pk}/change/").status_code == 200

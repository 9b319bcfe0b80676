import pytest
from django.db import IntegrityError, transaction

from leads.models import Lead
from tests.factories import LeadFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"full_name": "Nora Sample", "x_handle": "nora"}, "Nora Sample"),
        ({"full_name": "", "x_handle": "nora", "linkedin_slug": "nora-s"}, "@nora"),
        ({"full_name": "", "linkedin_slug": "nora-s", "email": "n@works.example"}, "nora-s"),
        ({"full_name": "", "linkedin_slug": "", "email": "n@works.example"}, "n@works.example"),
    ],
)
def test_a_lead_is_shown_by_the_best_that_is_known(fields, name):
    assert str(Lead(**fields)) == name


def test_a_lead_has_the_addresses_of_its_profiles():
    lead = Lead(linkedin_slug="nora-s", x_handle="nora")
    assert (lead.linkedin_url, lead.x_url) == ("https://www.linkedin.com/in/nora-s", "https://x.com/nora")
    assert (Lead().linkedin_url, Lead().x_url) == ("", "")


def test_leads_among_many_ids_are_found_by_one_parameter(django_assert_num_queries):
    leads = LeadFactory.create_batch(3)
    with django_assert_num_queries(1) as queries:
        found = list(Lead.objects.among([leads[0].pk, leads[2].pk, 0]).order_by("pk"))
    assert found == [leads[0], leads[2]]
    assert queries.captured_queries[0]["sql"].count(str(leads[0].pk)) == 1
    assert list(Lead.objects.among([])) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sample", True),
        ("SAMP nor", True),
        ("plant oslo", True),
        ("sample nobody", False),
        ("ample", False),
        ("&|!:*", False),
        ("%", False),
        ("  ", True),
        ("https://www.linkedin.com/in/made-up-nora/", True),
        ("@nora_s", True),
        ("https://x.com/nora_s", True),
        ("made-up-paul", False),
    ],
)
def test_a_lead_is_found_by_the_beginnings_of_words_and_by_addresses(words, found):
    LeadFactory(full_name="Nora Sample", location="Oslo", linkedin_slug="made-up-nora", x_handle="nora_s")
    assert Lead.objects.matching_text(words).exists() is found


@pytest.mark.parametrize("key", ["linkedin_slug", "x_handle", "x_user_id", "email_key", "person_key"])
def test_a_key_is_one_lead_s_in_a_workspace(key):
    workspace = WorkspaceFactory()
    LeadFactory(workspace=workspace, **{"linkedin_slug": "", key: "7"})
    LeadFactory(**{"linkedin_slug": "", key: "7"})
    for _ in range(2):
        LeadFactory(workspace=workspace, **{"linkedin_slug": "", key: ""})
    with pytest.raises(IntegrityError, match=f"one_lead_per_{key}"), transaction.atomic():
        LeadFactory(workspace=workspace, **{"linkedin_slug": "", key: "7"})

import json

import pytest
from django.db import connection
from django.utils import timezone

from leads.models import Lead, PlatformProfile
from pool.origins import contribution, contributor, replaces, sql_replaces
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def contributed(lead, *profiles):
    for profile in profiles:
        read = {"state": "found", "fetched_at": timezone.now()} | profile
        PlatformProfile.objects.create(workspace=lead.workspace, lead=lead, **read)
    lead = Lead.objects.get(pk=lead.pk)
    return contribution(lead, lead.profiles.all())


LINKEDIN = {"platform": "linkedin", "handle": "nora-one", "name": "Nora Sample"}
X = {"platform": "x", "handle": "nora", "name": "Nora S."}


def test_a_text_that_nobody_read_is_stated_by_its_workspace():
    lead = LeadFactory(linkedin_slug="nora-one", title="COO", industry="")
    origins = contributed(lead)["origins"]
    assert (origins["role"], origins["linkedin_slug"], "industry" in origins) == (
        contributor(lead.workspace_id),
        contributor(lead.workspace_id),
        False,
    )
    assert len({contributor(1), contributor(2), contributor(1)}) == 2
    assert str(lead.workspace_id) != contributor(lead.workspace_id)


def test_a_text_is_read_where_the_lead_says_so_or_the_platform_says_the_same():
    lead = LeadFactory(
        linkedin_slug="nora-one", title="coo", location="Leeds", company_name="Works",
        provenance={"location": ["linkedin", "2026-01-01"]},
    )  # fmt: skip
    work = [{"title": "COO", "company": "The Works"}]
    origins = contributed(lead, LINKEDIN | {"details": {"work": work}})["origins"]
    assert [origins[column] for column in ("role", "location", "company")] == [
        "linkedin", "linkedin", contributor(lead.workspace_id),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("profiles", "name", "origin"),
    [([LINKEDIN, X], "Nora Sample", "linkedin"), ([X], "Nora S.", "x"), ([LINKEDIN | {"name": ""}], "Poison", None)],
)
def test_the_name_is_the_one_that_a_platform_shows(profiles, name, origin):
    lead = LeadFactory(linkedin_slug="nora-one", x_handle="nora", full_name="Poison")
    found = contributed(lead, *profiles)
    assert (found["full_name"], found["origins"]["full_name"]) == (name, origin or contributor(lead.workspace_id))


def test_a_profile_of_another_address_says_nothing():
    lead = LeadFactory(
        linkedin_slug="nora-one", full_name="Nora", title="COO", provenance={"title": ["linkedin", "2026-01-01"]}
    )
    found = contributed(lead, LINKEDIN | {"handle": "somebody-else"})
    assert (found["full_name"], found["origins"]["role"]) == ("Nora", contributor(lead.workspace_id))


def test_what_the_web_said_is_not_contributed():
    lead = LeadFactory(title="COO", industry="Machinery", provenance={"industry": ["web", "2026-01-01"]})
    found = contributed(lead)
    assert (found["role"], found["industry"], "industry" in found["origins"]) == ("COO", "", False)


@pytest.mark.parametrize("state", ["protected", "not_found", "suspended"])
def test_of_an_account_that_not_everyone_is_shown_nothing_is_contributed(state):
    lead = LeadFactory(
        linkedin_slug="nora-one", full_name="Nora", title="COO", provenance={"title": ["linkedin", "2026-01-01"]}
    )
    found = contributed(lead, LINKEDIN | {"state": state})
    assert (found["linkedin_slug"], found["full_name"], found["role"]) == ("", "Nora", "")


@pytest.mark.parametrize(
    ("provenance", "stated"),
    [
        ({}, True),
        ({"x_handle": ["csv", "2026-01-01"]}, True),
        ({"x_handle": ["hand", "2026-01-01"]}, True),
        ({"x_handle": ["finder", "2026-01-01"]}, False),
        ({"linkedin_slug": ["x", "2026-01-01"]}, False),
    ],
)
def test_two_keys_are_of_one_person_by_statement_or_by_finding(provenance, stated):
    assert contributed(LeadFactory(provenance=provenance))["keys_are_stated"] is stated


OUTWEIGHS = pytest.mark.parametrize(
    ("new", "old", "wins"),
    [
        ("linkedin", "x", True),
        ("x", "linkedin", False),
        ("x", "a workspace", True),
        ("a workspace", "x", False),
        ("linkedin", "linkedin", True),
        ("a workspace", "a workspace", True),
        ("a workspace", "another", False),
        ("a workspace", None, False),
        (None, None, True),
    ],
)


@OUTWEIGHS
def test_a_platform_outweighs_a_workspace_and_no_workspace_another(new, old, wins):
    assert replaces(new, old) is wins


def decided(new, old, texts=("new", "old")):
    """What the database says of a text with these origins."""
    rows = [json.dumps({"role": origin} if origin else {}) for origin in (new, old)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {sql_replaces("role", new="c", old="p")}
            FROM (SELECT %s AS role, %s::jsonb AS origins) c, (SELECT %s AS role, %s::jsonb AS origins) p
            """,
            [texts[0], rows[0], texts[1], rows[1]],
        )
        return cursor.fetchone()[0]


@OUTWEIGHS
def test_the_database_decides_as_the_function_does(new, old, wins):
    assert decided(new, old) is wins


def test_any_text_takes_the_place_of_none_and_none_that_of_any():
    assert (decided("a workspace", "linkedin", ("new", "")), decided("linkedin", "a workspace", ("", "old"))) == (
        True,
        False,
    )

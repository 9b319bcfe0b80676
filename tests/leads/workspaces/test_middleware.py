from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.models import Search
from tests.factories import SearchFactory, UserFactory

pytestmark = pytest.mark.django_db


def htmx(target):
    return {"HX-Request": "true", "HX-Target": target}


def test_somebody_without_a_workspace_reads_what_to_do(client):
    client.force_login(UserFactory())
    response = client.get("/leads/")
    assert (response.status_code, response.content.decode().count("No workspace yet")) == (404, 1)


@pytest.mark.parametrize(
    ("page", "login"),
    [
        ("http://testserver/leads/?q=plant&sort=name", "/login/?next=/leads/%3Fq%3Dplant%26sort%3Dname"),
        ("https://elsewhere.example/leads/", "/login/"),
        ("", "/login/"),
    ],
)
def test_a_lapsed_login_comes_back_to_the_page_it_lapsed_on(client, lead, page, login):
    headers = htmx("panel") | {"HX-Current-URL": page}
    lapsed = client.get(f"/leads/{lead.pk}/", headers=headers)
    assert (lapsed.status_code, lapsed.headers["HX-Redirect"], lapsed.headers.get("Location")) == (200, login, None)


def test_a_session_that_names_no_workspace_does_not_ask_for_the_nameless_one(browser, workspace):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/progress/").wsgi_request.workspace == workspace
    asked = [query["sql"] for query in queries if "leads_membership" in query["sql"]]
    assert [sql for sql in asked if "IS NULL" in sql] == []


def search_of(member, **fields):
    return SearchFactory(workspace=member.workspace, **({"status": "completed"} | fields))


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Asia/Tokyo", "1 July 2026, 21:00 JST"),
        ("UTC", "1 July 2026, 12:00 UTC"),
        ("Mars/Olympus", "1 July 2026, 12:00 UTC"),
    ],
)
def test_times_are_shown_by_the_workspaces_clock(north, zone, clock):
    search = search_of(north)
    Search.objects.filter(pk=search.pk).update(created_at=datetime(2026, 7, 1, 12, tzinfo=UTC))
    north.workspace.time_zone = zone
    north.workspace.save(update_fields=["time_zone"])

    page = north.client.get(reverse("searches")).content.decode()

    assert f'title="{clock}"' in page

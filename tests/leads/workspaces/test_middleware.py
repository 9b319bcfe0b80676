from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.models import Search, Workspace
from leads.workspaces.choice import clock_of
from tests.factories import MembershipFactory, SearchFactory, UserFactory
from tests.pages import BY_HTMX

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
        assert browser.get("/progress/", headers=BY_HTMX).wsgi_request.workspace == workspace
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


def test_a_login_stays_in_the_workspace_it_has_shown_when_another_one_adds_the_user(client):
    example = MembershipFactory(workspace__is_example=True)
    client.force_login(example.user)
    MembershipFactory(user=example.user)
    assert client.get("/leads/").wsgi_request.workspace == example.workspace


def test_the_first_workspace_shown_is_a_real_one(client):
    example = MembershipFactory(workspace__is_example=True)
    real = MembershipFactory(user=example.user)
    later = MembershipFactory(user=example.user)
    client.force_login(example.user)
    assert client.get("/leads/").wsgi_request.workspace == real.workspace
    real.delete()
    later.delete()
    assert client.get("/leads/").wsgi_request.workspace == example.workspace


def test_a_workspace_chosen_before_is_left_with_its_membership(client):
    kept, left = MembershipFactory(), MembershipFactory()
    chosen = MembershipFactory(user=kept.user, workspace=left.workspace)
    client.force_login(kept.user)
    client.post("/workspace/", {"workspace": left.workspace_id})
    assert client.get("/leads/").wsgi_request.workspace == left.workspace
    chosen.delete()
    assert client.get("/leads/").wsgi_request.workspace == kept.workspace


def test_an_unknown_time_zone_is_none():
    zones = ("Europe/Vienna", "Mars/Olympus", "../etc", "")
    assert [str(clock_of(Workspace(time_zone=zone))) for zone in zones] == ["Europe/Vienna", "None", "None", "None"]
    assert clock_of(None) is None


def test_only_a_fragment_is_sent_to_the_login_by_its_page(client, lead):
    plain = client.get(f"/leads/{lead.pk}/", headers={"HX-Current-URL": "http://testserver/leads/"})
    assert (plain.status_code, plain.headers.get("HX-Redirect")) == (302, None)


def test_a_fragment_that_is_sent_elsewhere_is_sent_there(browser):
    response = browser.get("/", headers={"HX-Request": "true"})
    assert (response.status_code, response.url, response.headers.get("HX-Redirect")) == (302, "/buyers/", None)

import re
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from autoreach.calls import budget
from leads.interface.paging import keyset_page
from leads.interface.views import searches
from leads.models import Membership, Search
from leads.signals import workspace_changed
from tests.conftest import ReadOnlyGetClient
from tests.factories import SearchFactory
from tests.teams import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(db):
    return team(ReadOnlyGetClient)


@pytest.fixture
def south(db):
    return team(ReadOnlyGetClient, "south")


def search_of(member, **fields):
    return SearchFactory(workspace=member.workspace, **({"status": "completed"} | fields))


def labels(response):
    return [search.label for search in response.context["page"].rows]


def test_searches_are_listed_newest_first_and_only_the_own(north, south):
    search_of(south, label="secret.csv")
    for number in range(3):
        search_of(north, label=f"{number}.csv")

    response = north.client.get(reverse("searches"))

    assert labels(response) == ["2.csv", "1.csv", "0.csv"]
    assert "secret.csv" not in response.content.decode()


def test_paging_shows_every_search_once_and_finds_the_way_back(north, monkeypatch):
    monkeypatch.setattr(searches, "keyset_page", partial(keyset_page, size=2))
    for number in range(5):
        search_of(north, label=str(number))

    pages, query = [], ""
    while query is not None:
        response = north.client.get(f"{reverse('searches')}?{query}")
        pages.append(labels(response))
        query = response.context["page"].next or None
    back = north.client.get(f"{reverse('searches')}?{response.context['page'].previous}")

    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    assert labels(back) == ["2", "1"]


@pytest.mark.parametrize("query", ["before=x", "after=-1", "before=99999999999999999999", "before=", "after=%00"])
def test_a_broken_mark_shows_the_first_page(north, query):
    search_of(north, label="people.csv")

    assert labels(north.client.get(f"{reverse('searches')}?{query}")) == ["people.csv"]


@pytest.mark.parametrize(("status", "watched"), [("pending", True), ("running", True), ("completed", False)])
def test_a_page_is_polled_only_while_something_runs(north, status, watched):
    search = search_of(north, status=status)

    pages = [
        north.client.get(reverse("searches")).content.decode(),
        north.client.get(reverse("search", args=[search.pk])).content.decode(),
    ]

    assert ["every " in page for page in pages] == [watched, watched]


def test_the_polled_part_is_the_same_as_in_the_page(north):
    search = search_of(north, status="running", found=12)
    for url, part in ((reverse("searches"), "search-list"), (reverse("search", args=[search.pk]), "search-progress")):
        page = north.client.get(url).content.decode()
        polled = north.client.get(url, headers={"HX-Request": "true", "HX-Target": part}).content.decode()

        assert "<html" not in polled
        assert polled.strip() in page


def test_a_search_shows_its_counts_and_what_went_wrong(north):
    search = search_of(north, status="failed", found=1200, created=1000, error="The disk is <full>.")

    body = north.client.get(reverse("search", args=[search.pk])).content.decode()

    assert re.findall(r'<dd class="number">([\d,]+)</dd>', body) == ["1,200", "1,000", "0", "0", "0"]
    assert "The disk is &lt;full&gt;." in body


def test_another_workspaces_search_is_not_there(north, south):
    secret = search_of(south, label="secret.csv")

    response = north.client.get(reverse("search", args=[secret.pk]))

    assert response.status_code == 404
    assert "secret.csv" not in response.content.decode()


def test_the_list_asks_the_database_as_often_for_three_as_for_one(north):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            search_of(north, offer=north.offer(f"Offer {Search.objects.count()}"), created_by=north.user)
        with CaptureQueriesContext(connection) as queries:
            north.client.get(reverse("searches"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def settings_form(**changed):
    window = {"outreach_days": [1, 2, 3, 4, 5], "outreach_from": "09:00", "outreach_until": "18:00"}
    return {"name": "North", "time_zone": "UTC", "contributes_to_pool": "on"} | window | changed


def test_an_owner_sets_the_budget_and_the_window(north):
    changed = {
        "monthly_budget_usd": "25.50",
        "outreach_days": [6, 7],
        "outreach_from": "08:00",
        "outreach_until": "12:30",
        "linkedin_in_window_only": "on",
    }
    north.client.post(reverse("settings"), settings_form(**changed))

    north.workspace.refresh_from_db()
    workspace = north.workspace
    assert budget.monthly_cap(workspace.pk) == Decimal("25.50")
    assert (workspace.outreach_days, workspace.linkedin_in_window_only) == ([6, 7], True)
    assert (workspace.outreach_from, workspace.outreach_until) == (time(8), time(12, 30))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"monthly_budget_usd": "-1"}, "monthly_budget_usd"),
        ({"outreach_days": []}, "outreach_days"),
        ({"outreach_days": [8]}, "outreach_days"),
        ({"outreach_from": "18:00", "outreach_until": "09:00"}, "outreach_until"),
    ],
)
def test_a_budget_or_window_that_makes_no_sense_is_refused(north, wrong, field):
    response = north.client.post(reverse("settings"), settings_form(**wrong))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize(
    ("changed", "heard"), [({"monthly_budget_usd": "50"}, 1), ({"outreach_until": "20:00"}, 1), ({"name": "New"}, 0)]
)
def test_upper_floors_hear_of_a_new_budget_or_window(north, changed, heard):
    told = []

    def listener(workspace, **_):
        told.append(workspace.pk)

    workspace_changed.connect(listener)
    north.client.post(reverse("settings"), settings_form(**changed))
    workspace_changed.disconnect(listener)

    assert told == [north.workspace.pk] * heard


def test_an_owner_changes_the_workspaces_settings(north):
    response = north.client.post(reverse("settings"), settings_form(name="Northern team", time_zone="Europe/Vienna"))

    north.workspace.refresh_from_db()
    changed = (north.workspace.name, north.workspace.time_zone, north.workspace.contributes_to_pool)
    assert response.url == reverse("settings")
    assert changed == ("Northern team", "Europe/Vienna", True)


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


def test_a_wrong_setting_is_refused_and_nothing_changes(north):
    response = north.client.post(reverse("settings"), settings_form(name="", time_zone="Mars/Olympus"))

    north.workspace.refresh_from_db()
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["name", "time_zone"])
    assert (north.workspace.name, north.workspace.time_zone) == ("North", "UTC")
    assert "North" in response.content.decode()


def test_a_member_sees_the_settings_and_cannot_change_them(north):
    member = team(ReadOnlyGetClient, "west", role=Membership.Role.MEMBER)

    page = member.client.get(reverse("settings")).content.decode()
    refused = member.client.post(reverse("settings"), settings_form(name="Mine"))

    member.workspace.refresh_from_db()
    assert "Only owners of the workspace may change its settings." in page
    assert (refused.status_code, member.workspace.name) == (403, "West")


def test_settings_list_only_the_own_members(north, south):
    body = north.client.get(reverse("settings")).content.decode()

    assert north.user.username in body
    assert south.user.username not in body


def test_the_example_can_be_removed_only_where_there_is_one(north):
    without = north.client.get(reverse("settings")).content.decode()
    north.workspace.is_example = True
    north.workspace.save(update_fields=["is_example"])
    with_example = north.client.get(reverse("settings")).content.decode()

    assert ["Remove the example" in page for page in (without, with_example)] == [False, True]

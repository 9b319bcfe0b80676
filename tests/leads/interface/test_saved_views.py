from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from leads.interface.views import saved_views
from leads.models import SavedView
from tests.concurrency import apart, wait_until_blocking
from tests.pages import words

pytestmark = pytest.mark.django_db


def save(member, name, query="state=active&sort=score"):
    return member.client.post(reverse("save-view"), {"name": name, "query": query}, follow=True)


def kept():
    return list(SavedView.objects.values_list("name", "query"))


def test_a_view_is_kept_under_a_name_and_opened_again(north):
    save(north, "  Hot   ones ", "state=active&after=9&sort=score&location=lyon&unknown=1")
    assert kept() == [("Hot ones", "sort=score&state=active&location=lyon")]
    view = SavedView.objects.get()
    assert f'href="/leads/?{view.query}"'.replace("&", "&amp;") in north.client.get("/leads/").content.decode()


def test_the_same_name_replaces_and_a_view_can_be_deleted(north):
    save(north, "Hot")
    save(north, "HOT", "tab=signals")
    assert kept() == [("HOT", "tab=signals")]
    north.client.post(reverse("delete-view", args=[SavedView.objects.get().pk]))
    assert kept() == []


@pytest.mark.parametrize("name", ["", "  ", "a\0b"])
def test_a_view_needs_a_name(north, name):
    assert "Give the view a name." in words(save(north, name))
    assert kept() == []


def test_filters_that_cannot_be_read_are_not_kept(north, south):
    assert save(north, "Odd", "state=strange").status_code == 400
    assert save(north, "Theirs", f"offer={south.offer().pk}").status_code == 400
    assert kept() == []


def test_views_are_the_users_own_in_the_workspace(north, south):
    save(south, "Secret")
    assert "Secret" not in words(north.client.get("/leads/"))
    assert north.client.post(reverse("delete-view", args=[SavedView.objects.get().pk])).status_code == 404


def test_a_user_keeps_so_many_views_and_no_more(north, monkeypatch):
    monkeypatch.setattr(saved_views, "KEPT_MOST", 1)
    save(north, "One")
    assert "You have 1 views. Delete one first." in words(save(north, "Two"))
    assert [name for name, _ in kept()] == ["One"]


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_clicks_replaces_the_view_of_the_first(north):
    with psycopg.connect(**connection.get_connection_params()) as first, ThreadPoolExecutor(1) as thread:
        first.execute(
            "INSERT INTO leads_savedview (workspace_id, user_id, name, query, created_at)"
            " VALUES (%s, %s, 'Hot', '', now())",
            [north.workspace.pk, north.user.pk],
        )
        second = thread.submit(apart, save, north, "HOT", "tab=signals")
        wait_until_blocking(first)
        first.commit()
        assert second.result().status_code == 200
    assert kept() == [("HOT", "tab=signals")]

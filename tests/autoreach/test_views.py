import errno

import psycopg
import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client

from autoreach import views
from autoreach.demo import create_example
from autoreach.serving import outage_page
from leads.models import Lead, Membership, Offer
from tests.conftest import PageClient
from tests.teams import team

pytestmark = pytest.mark.django_db
REMOVE = "/example/remove/"


def test_health_is_answered_without_a_login(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert client.post("/health/").status_code == 405


def test_an_owner_removes_the_example_and_is_told_how_many_people_went():
    owner = team(PageClient)
    create_example(owner.workspace, owner.user)
    people = Lead.objects.count()
    response = owner.client.post(REMOVE)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert (response.url, said) == ("/buyers/", [f"The example was removed: its offer and {people:,} people."])
    assert (Lead.objects.count(), Offer.objects.count()) == (0, 0)


def test_no_other_member_and_no_link_removes_it():
    member = team(PageClient, role=Membership.Role.MEMBER)
    create_example(member.workspace, member.user)
    people = Lead.objects.count()
    assert (member.client.post(REMOVE).status_code, member.client.get(REMOVE).status_code) == (403, 405)
    assert (Lead.objects.count(), Offer.objects.count()) == (people, 1)


def failing_with(code):
    """A database that answers the page with this error."""

    def fail(execute, sql, parameters, many, context):
        raised = f"DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = '{code}'; END $$"
        return execute(raised, None, False, context)

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("53100", 503, "The server&#x27;s disk is full."),
        ("57P03", 503, "The database does not answer. It is being started again."),
        ("53300", 503, "The database does not answer. It is being started again."),
        ("55P03", 500, "The server could not finish this."),
        ("42P01", 500, "The server could not finish this."),
    ],
)
def test_an_outage_has_a_page_that_needs_no_database_and_a_mistake_has_another(code, status, says):
    with failing_with(code):
        response = Client(raise_request_exception=False).get("/health/")
    assert (response.status_code, says in response.content.decode()) == (status, True)


def test_a_database_that_is_gone_and_a_file_that_finds_no_room_are_outages(settings):
    with pytest.raises(psycopg.OperationalError) as gone:
        psycopg.connect("postgres://nobody@127.0.0.1:1/nothing")
    assert views.outage(gone.value) == outage_page.NO_DATABASE
    settings.LOW_DISK_MIB = 2**40
    assert views.outage(gone.value) == outage_page.DISK_FULL
    assert views.outage(OSError(errno.ENOSPC, "No space left on device")) == outage_page.DISK_FULL
    assert (views.outage(OSError(errno.ENOENT, "")), views.outage(ValueError()), views.outage(None)) == ("", "", "")

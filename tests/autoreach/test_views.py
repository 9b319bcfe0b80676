import pytest
from django.contrib.messages import get_messages

from autoreach.demo import create_example
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

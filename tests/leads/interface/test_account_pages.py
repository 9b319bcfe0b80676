import pytest
from django.test import Client

from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_leads_are_not_shown_without_logging_in(client, lead):
    response = client.get(f"/leads/{lead.pk}/")
    assert (response.status_code, response.url) == (302, f"/login/?next=/leads/{lead.pk}/")


def test_logging_in_leads_to_the_buyers_and_out_again():
    client = Client()
    member = MembershipFactory()
    response = client.post("/login/", {"login": member.user.username, "password": "a long enough password"})
    assert (response.status_code, response.url) == (302, "/buyers/")
    assert client.post("/logout/").url == "/login/"
    wrong = client.post("/login/", {"login": member.user.username, "password": "wrong"})
    assert wrong.content.decode().count("Please enter a correct username and password") == 1

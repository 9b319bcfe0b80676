import pytest
from django.test import Client

from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_only_a_member_switches_to_a_workspace():
    member, other = MembershipFactory(), MembershipFactory()
    mine = MembershipFactory(user=member.user)
    browser = Client()
    browser.force_login(member.user)
    assert browser.post("/workspace/", {"workspace": other.workspace_id}).status_code == 404
    assert browser.post("/workspace/", {"workspace": "x"}).status_code == 404
    assert browser.post("/workspace/", {"workspace": mine.workspace_id}).url == "/buyers/"
    assert browser.get("/leads/").wsgi_request.workspace == mine.workspace

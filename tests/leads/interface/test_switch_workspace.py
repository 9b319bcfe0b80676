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


def opened(browser):
    return browser.get("/leads/").wsgi_request.workspace


def test_a_login_opens_the_workspace_that_the_user_chose_last():
    first = MembershipFactory()
    second, third = (MembershipFactory(user=first.user) for _ in range(2))
    browser, other = Client(), Client()
    browser.force_login(first.user)
    assert opened(browser) == first.workspace
    browser.post("/workspace/", {"workspace": third.workspace_id})
    browser.post("/workspace/", {"workspace": second.workspace_id})
    browser.post("/logout/")
    for each in (browser, other):
        each.force_login(first.user)
        assert opened(each) == second.workspace
    # a browser keeps its own while another one switches
    other.post("/workspace/", {"workspace": third.workspace_id})
    assert (opened(browser), opened(other)) == (second.workspace, third.workspace)
    third.delete()
    browser.post("/logout/")
    browser.force_login(first.user)
    assert opened(browser) == second.workspace


def test_a_colleague_who_never_switched_opens_their_own_first_workspace():
    member, colleague = MembershipFactory(), MembershipFactory()
    second = MembershipFactory(user=member.user, workspace=colleague.workspace)
    browser = Client()
    browser.force_login(member.user)
    browser.post("/workspace/", {"workspace": second.workspace_id})
    browser.post("/logout/")
    MembershipFactory(user=colleague.user)
    browser.force_login(colleague.user)
    assert opened(browser) == colleague.workspace

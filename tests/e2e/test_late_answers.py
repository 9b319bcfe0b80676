"""An answer that arrives late takes nothing away that was chosen or typed since it was asked for."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.factories import LeadFactory, MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member():
    return MembershipFactory()


@contextmanager
def held(page, address, ask):
    """What `ask` requests of the address is answered after the block, unless it is given up by then."""
    routes = []
    page.route(address, lambda route: routes.append(route), times=1)
    with page.expect_request(address):
        ask()
    yield
    request = routes[0].request
    if request.failure is None:
        with page.expect_event("requestfinished", lambda finished: finished == request):
            routes[0].continue_()
        page.evaluate("new Promise(requestAnimationFrame)")


def tell_of_progress(page):
    page.evaluate("htmx.trigger(document.body, 'lead:progress')")


def test_a_list_shows_what_was_asked_for_last(page, member, log_in):
    for name in ("Anna First", "Bert Second"):
        LeadFactory(workspace=member.workspace, full_name=name)
    log_in(page, member.user)
    page.goto("/leads/")
    opened = page.get_by_label("Details", exact=True).get_by_role("heading", level=2).first
    with held(page, re.compile(r"/leads/\d+/$"), page.get_by_role("link", name="Anna First").click):
        page.get_by_role("link", name="Bert Second").click()
        expect(opened).to_have_text("Bert Second")
    expect(opened).to_have_text("Bert Second")

    count = page.locator("#lead-list").get_by_role("status")
    with held(page, re.compile(r"/leads/$"), lambda: tell_of_progress(page)):
        page.get_by_label("Search leads").fill("Anna")
        expect(count).to_have_text("1 lead")
    expect(count).to_have_text("1 lead")


def test_news_of_the_list_wait_while_a_view_is_named(page, member, log_in):
    LeadFactory(workspace=member.workspace, full_name="Anna First")
    log_in(page, member.user)
    page.goto("/leads/")
    page.get_by_role("button", name="Saved views").click()
    name = page.get_by_label("Save what the page shows as")
    name.fill("All wi")
    LeadFactory(workspace=member.workspace, full_name="Bert Second")
    with held(page, re.compile(r"/leads/$"), lambda: tell_of_progress(page)):
        pass
    name.press_sequentially("th an A")
    expect(name).to_have_value("All with an A")
    name.press("Escape")
    expect(page.get_by_role("link", name="Bert Second")).to_be_visible()

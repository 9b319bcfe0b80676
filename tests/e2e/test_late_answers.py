"""An answer that arrives late takes nothing away that was chosen or typed since it was asked for."""

import re
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from enrichment.jobs.opening import enrich
from enrichment.models import PipelineJob
from leads.models import Lead
from tests.e2e.conftest import PATIENCE
from tests.factories import LeadFactory, MembershipFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)

UNDERSTOOD = "**/offers/understood/"
TOP_OF_ROW = "document.querySelector('[data-row]').getBoundingClientRect().top"
DEFERRED = re.compile(r"(?<!theme)(?<!banner)\.js$")


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
    deadline = time.monotonic() + PATIENCE / 1000
    while not routes and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    yield
    request = routes[0].request
    if request.failure is None:
        with page.expect_event("requestfinished", lambda finished: finished == request):
            routes[0].continue_()
        page.evaluate("new Promise(requestAnimationFrame)")


def tell_of_progress(page):
    expect(page.locator(".htmx-settling")).to_have_count(0)  # what was just swapped in listens once it has settled
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


def test_a_request_that_a_newer_one_or_another_page_ends_is_no_error(page, member, log_in, complaints):
    for name in ("Anna First", "Bert Second"):
        LeadFactory(workspace=member.workspace, full_name=name)
    log_in(page, member.user)
    page.goto("/leads/")
    with held(page, re.compile(r"/leads/$"), lambda: tell_of_progress(page)), page.expect_event("requestfailed"):
        page.get_by_label("Search leads").fill("Anna")
    expect(page.locator("#lead-list").get_by_role("status")).to_have_text("1 lead")
    with held(page, re.compile(r"/leads/\?"), lambda: tell_of_progress(page)):
        page.goto("/offers/")
    page.go_back()
    expect(page.get_by_role("link", name="Anna First")).to_be_visible()
    assert complaints == []


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


def test_how_an_audience_is_understood_keeps_what_was_said_of_it(page, member, log_in):
    log_in(page, member.user)
    page.goto("/offers/new/")
    understood = page.get_by_role("region", name="How this is understood")
    audience, part = page.get_by_label("Target audience"), understood.get_by_label("Add a role")
    audience.fill("Heads of sales")
    sales = understood.get_by_label("Sales", exact=True)
    expect(sales).to_be_visible()
    with held(page, UNDERSTOOD, lambda: audience.fill("Heads of sales in Munich")):
        sales.select_option("is not meant")
        expect(understood.get_by_label("Munich", exact=True)).to_be_visible()
    removed = understood.locator(".part.removed .part-name")
    expect(removed).to_have_text("Sales")

    part.fill("Nurse")
    with held(page, UNDERSTOOD, lambda: part.press("Enter")):
        part.press_sequentially("Lyon")
        part.press("Enter")
        part.press_sequentially("zorb")
        expect(understood.get_by_label("Lyon", exact=True)).to_be_visible()
    expect(understood.get_by_label("Nurses and bedside care")).to_be_visible()
    expect(removed).to_have_text("Sales")
    expect(part).to_have_value("zorb")
    expect(part).to_be_focused()
    part.press("Enter")
    expect(understood.get_by_text("“zorb” is no role")).to_be_visible()
    expect(part).to_have_value("zorb")
    part.fill("Buyers")
    understood.get_by_role("button", name="Add").click()
    expect(understood.get_by_label("Procurement and purchasing")).to_be_visible()
    expect(part).to_have_value("")


@contextmanager
def before_scripts_listen(page, address):
    """What is done in the block is done on a page whose scripts are still on their way."""
    routes = []
    page.route(DEFERRED, lambda route: routes.append(route))
    page.goto(address, wait_until="commit")
    yield
    for route in routes:
        route.continue_()
    page.unroute(DEFERRED)


def test_what_was_typed_before_the_scripts_listened_counts(page, member, log_in, sandbox):
    LeadFactory(workspace=member.workspace, full_name="Anna First")
    LeadFactory(workspace=member.workspace, full_name="Bert Second")
    log_in(page, member.user)
    early = page.context.new_page()
    early.set_default_timeout(PATIENCE)
    with before_scripts_listen(early, "/leads/"):
        early.get_by_label("Search leads").fill("Anna")
    expect(early.locator("#lead-list").get_by_role("status")).to_have_text("1 lead")
    expect(early.get_by_label("Search leads")).to_have_value("Anna")

    with before_scripts_listen(early, "/searches/new/tweet_search/"):
        early.get_by_label("Search for").fill("planmaster")
        early.get_by_label("Posts (required)").fill("20")
        early.get_by_label("People who replied, too").uncheck()
    expect(early.locator("#search-cost .figure")).to_have_text("about $0.30")

    with before_scripts_listen(early, "/offers/new/"):
        early.get_by_label("Target audience").fill("Plant managers in Munich")
        early.get_by_label("Locations").fill("Vienna")
    expect(early.locator("#understood")).to_contain_text("Munich")
    expect(early.locator(".tags li", has_text="Vienna")).to_be_visible()


def test_no_row_moves_when_the_banner_comes(page, member, log_in):
    offer = OfferFactory(workspace=member.workspace)
    lead = LeadFactory(workspace=member.workspace, full_name="Anna First")
    log_in(page, member.user)
    enrich(workspace=member.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk), steps=["scoring"])
    early = page.context.new_page()
    early.set_default_timeout(PATIENCE)
    for width in (1440, 390):
        early.set_viewport_size({"width": width, "height": 844})
        early.goto("/leads/")
        expect(early.get_by_text("0 of 1 completed")).to_be_visible()
        with before_scripts_listen(early, "/leads/"):
            early.locator("[data-row]").wait_for()
            before = early.evaluate(TOP_OF_ROW)
        expect(early.get_by_text("0 of 1 completed")).to_be_visible()
        assert early.evaluate(TOP_OF_ROW) == before


@pytest.mark.parametrize("answer", ["none", "nothing to show"])
def test_no_room_is_kept_for_a_banner_that_does_not_come(page, member, log_in, answer):
    offer = OfferFactory(workspace=member.workspace)
    lead = LeadFactory(workspace=member.workspace, full_name="Anna First")
    log_in(page, member.user)
    page = page.context.new_page()  # whose errors fail no test
    page.set_default_timeout(PATIENCE)
    page.goto("/leads/")
    without = page.evaluate(TOP_OF_ROW)
    enrich(workspace=member.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk), steps=["scoring"])
    page.reload()
    expect(page.get_by_text("0 of 1 completed")).to_be_visible()
    assert page.evaluate(TOP_OF_ROW) > without
    PipelineJob.objects.update(status=PipelineJob.Status.READY)
    if answer == "none":
        page.route("**/progress/", lambda route: route.abort())
    page.reload()
    expect(page.locator("#banner.banner-room")).to_have_count(0)
    assert page.evaluate(TOP_OF_ROW) == without

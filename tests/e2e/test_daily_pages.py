"""The pages people sit in front of all day, by keyboard and mouse, with and without a script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from leads.models import BuyerState, Lead, Offer
from scoring.models import BuyerScore
from tests.factories import BuyerScoreFactory, LeadFactory, MembershipFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)
RECEIPT = {
    "rule": "",
    "lines": [
        {
            "points": 70,
            "dimension": "fit",
            "reason": "Runs a plant",
            "quote": "Plant Manager",
            "source": "title",
            "url": "",
            "date": "",
        }
    ],
}


@pytest.fixture
def member():
    return MembershipFactory()


def store_buyers(member, scores):
    offer = OfferFactory(workspace=member.workspace, name="Scheduling")
    for score in scores:
        name = f"Nora Sample {score}"
        lead = LeadFactory(workspace=member.workspace, full_name=name, best_score=score, best_state="active")
        BuyerScoreFactory(
            lead=lead,
            offer=offer,
            state=BuyerState.ACTIVE,
            score=score,
            fit=70,
            intent=0,
            timing=0,
            receipt=RECEIPT,
            top_reason="Runs a plant",
            newest_signal_at=timezone.now(),
            scored_at=timezone.now(),
        )
    LeadFactory(workspace=member.workspace, full_name="Somebody with an endless name " * 6, best_state="not_scored")


@pytest.fixture
def desk(page, member, log_in):
    """The browser, logged in, at the first page, with sixty ready buyers; the best is Nora Sample 99."""
    store_buyers(member, range(40, 100))
    log_in(page, member.user)
    return page


@pytest.fixture
def small_desk(page, member, log_in):
    """The same with ten of them: each line is checked for a tenth of a second."""
    store_buyers(member, range(45, 100, 6))
    log_in(page, member.user)
    return page


def panel(desk):
    return desk.get_by_label("Details", exact=True)


def test_the_keyboard_walks_selects_opens_and_closes(desk):
    for key in ("j", "j", "x"):
        desk.keyboard.press(key)
    expect(desk.get_by_text("1 selected")).to_be_visible()
    expect(desk.get_by_label("Select Nora Sample 98")).to_be_checked()
    desk.keyboard.press("Escape")
    expect(desk.get_by_label("Select Nora Sample 98")).not_to_be_checked()
    desk.keyboard.press("Enter")
    expect(panel(desk).get_by_role("heading", name="Nora Sample 98")).to_be_visible()
    expect(panel(desk).get_by_text("Plant Manager").first).to_be_visible()
    expect(desk).to_have_url(re.compile(rf"/leads/{Lead.objects.get(full_name='Nora Sample 98').pk}/"))
    desk.keyboard.press("Escape")
    expect(panel(desk)).to_be_hidden()
    expect(desk).to_have_url(re.compile("/buyers/$"))
    desk.keyboard.press("?")
    expect(desk.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()


def test_a_state_set_by_hand_is_undone_from_the_toast(desk):
    desk.get_by_label("Select Nora Sample 99").check()
    desk.get_by_role("button", name="Set state").click()
    desk.get_by_role("button", name="Manual").click()
    expect(desk.get_by_role("link", name="Ready 59")).to_be_visible()
    assert BuyerScore.objects.get(state="manual").lead.full_name == "Nora Sample 99"
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("link", name="Ready 60")).to_be_visible()
    expect(desk.get_by_text("Undone: 1 lead.")).to_be_visible()
    assert BuyerScore.objects.filter(state="manual").count() == 0


def test_filters_search_while_typing_and_leave_as_chips(desk):
    desk.goto("/leads/")
    desk.keyboard.press("/")
    desk.keyboard.type("endless")
    expect(desk.get_by_text("1 lead", exact=True)).to_be_visible()
    expect(desk).to_have_url(re.compile(r"/leads/\?q=endless"))
    desk.get_by_role("link", name="Search: endless").click()
    expect(desk.get_by_text("61 leads")).to_be_visible()
    expect(desk.get_by_label("Search leads")).to_have_value("")


def test_all_that_match_are_exported(desk):
    desk.get_by_label("Select Nora Sample 99").check()
    desk.get_by_label("All 60 that match").check()
    desk.get_by_role("button", name="Export").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="CSV file").click()
    assert len(download.value.path().read_text().splitlines()) == 61


def test_a_chosen_theme_is_remembered(desk):
    desk.get_by_role("button", name=re.compile("your account")).click()
    desk.get_by_role("button", name="Dark").click()
    desk.reload()
    expect(desk.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_the_daily_pages(small_desk, assert_accessible_in_both_schemes, width):
    desk = small_desk
    desk.set_viewport_size({"width": width, "height": 900})
    assert_accessible_in_both_schemes(desk)
    desk.get_by_role("link", name="Nora Sample 99").click()
    expect(panel(desk).get_by_text("Runs a plant").first).to_be_visible()
    assert_accessible_in_both_schemes(desk)
    for address in ("/leads/", "/leads/?q=nobody", "/leads/?state=nonsense", "/buyers/?state=manual", "/password/"):
        desk.goto(address)
        assert_accessible_in_both_schemes(desk)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_a_phone_shows_the_whole_heading_and_the_chosen_tab_of_a_page(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    offer = Offer.objects.get()
    for address in (f"/offers/{offer.pk}/", f"/pool/offers/{offer.pk}/", "/buyers/"):
        desk.goto(address)
        assert desk.locator("#page-heading").evaluate("it => it.scrollWidth <= it.clientWidth") is True
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    desk.goto("/buyers/?state=manual")
    tabs = desk.get_by_role("navigation", name="Buyer states")
    chosen = tabs.locator("[aria-current]")
    expect(chosen).to_be_in_viewport(ratio=0.99)
    tabs.evaluate("it => { it.scrollLeft = 0 }")
    expect(chosen).not_to_be_in_viewport(ratio=0.99)
    with desk.expect_response(lambda answer: answer.request.headers.get("hx-target") == "buyer-tabs"):
        desk.evaluate("htmx.trigger(document.body, 'work:progress')")
    # where the user scrolled it to, although it is another row now
    expect(tabs).not_to_have_class("htmx-settling")
    expect(chosen).not_to_be_in_viewport(ratio=0.99)


def test_the_daily_pages_are_photographed(desk, photograph):
    photograph(desk, "buyers")
    desk.get_by_role("link", name="Nora Sample 99").click()
    expect(panel(desk).get_by_text("Runs a plant").first).to_be_visible()
    photograph(desk, "lead-panel")
    for name, address in {"leads": "/leads/", "leads-none": "/leads/?q=nobody", "password": "/password/"}.items():
        desk.goto(address)
        photograph(desk, name)

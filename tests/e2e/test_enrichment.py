"""From a handle to a person on both platforms, as a user sees it; the outside world is the sandbox."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from autoreach.calls.models import Allowance
from leads.ingest import FoundProfile, ingest
from leads.models import Lead, PlatformProfile
from leads.sources.registry import MANUAL
from tests.factories import LeadFactory, MembershipFactory, OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(sandbox, sandbox_server, settings):
    settings.SANDBOX_URL, _ = sandbox_server
    return sandbox


@pytest.fixture
def member():
    return MembershipFactory(role="owner")


@pytest.fixture
def offer(member):
    return OfferFactory(workspace=member.workspace, name="Production planning")


@pytest.fixture
def desk(page, world, member, offer, log_in):
    log_in(page, member.user)
    expect(page.get_by_text("Sandbox data")).to_be_visible()
    return page


def known(offer, *people):
    """Leads with a LinkedIn slug and an X handle each, and jobs that are over when this returns."""
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=MANUAL, status="completed")
    ingest(search=search, profiles=[FoundProfile(linkedin=slug, x=handle) for slug, handle in people])


def panel(desk):
    return desk.get_by_label("Details", exact=True)


def dialog(desk):
    return desk.locator("#dialog")


def test_a_person_added_by_hand_is_enriched_and_scored(desk, assert_accessible, photograph):
    desk.goto("/leads/add/")
    desk.get_by_label(re.compile("LinkedIn, X or e-mail")).fill("linkedin.com/in/eager-buyer-sbx")
    expect(desk.get_by_text("At most $0.11")).to_be_visible()
    desk.get_by_role("button", name="Add").click()
    expect(desk.get_by_role("heading", name="Erik Eager", level=1)).to_be_visible()
    for words in ("LinkedIn profile", "Work history", "Title, company name"):
        expect(desk.get_by_text(words).first).to_be_visible()
    assert Lead.objects.get().best_score is not None
    assert_accessible(desk)
    photograph(desk, "lead-enriched")


def test_the_dialog_tells_the_cost_before_it_starts(desk, offer, assert_accessible, photograph):
    known(offer, ("eager-buyer-sbx", "eager_sbx"), ("robert-ashworth-sbx", ""))
    desk.goto("/leads/")
    desk.get_by_label("Select Robert Ashworth").check()
    desk.get_by_role("button", name="Enrich").click()
    cost = dialog(desk).locator(".cost strong")
    expect(dialog(desk).get_by_role("heading", name=re.compile("^Enrich 1 lead"))).to_be_visible()
    expect(dialog(desk).get_by_label("Find LinkedIn")).to_have_count(0)
    expect(cost).to_have_text("No cost")
    dialog(desk).get_by_label("Find X Profile").check()
    expect(cost).to_have_text(re.compile(r"^At most \$0\.\d\d$"))
    expect(dialog(desk).get_by_label("Profile", exact=True)).to_be_disabled()
    expect(dialog(desk).get_by_label("Find X Profile")).to_be_focused()
    assert_accessible(desk)
    photograph(desk, "enrich")
    desk.keyboard.press("Escape")
    expect(dialog(desk)).to_be_hidden()
    expect(desk.get_by_role("button", name="Enrich")).to_be_focused()


def test_a_found_profile_brings_both_platforms_and_is_undone_with_one_click(desk, offer, assert_accessible, photograph):
    known(offer, ("robert-ashworth-sbx", ""))
    desk.goto("/leads/")
    desk.get_by_role("link", name="Robert Ashworth").click()
    expect(panel(desk).get_by_role("heading", name="LinkedIn profile")).to_be_visible()
    panel(desk).get_by_role("button", name="Enrich").click()
    dialog(desk).get_by_label("Find X Profile").check()
    expect(dialog(desk).locator(".cost strong")).to_contain_text("At most")
    dialog(desk).get_by_role("button", name="Start").click()
    expect(desk.get_by_text("Started for 1 lead")).to_be_visible()
    expect(dialog(desk)).to_be_hidden()
    expect(panel(desk).get_by_role("heading", name="X profile")).to_be_visible()
    assert Lead.objects.get().x_handle == "bobash_sbx"
    assert PlatformProfile.objects.filter(platform="x", state="found").count() == 1
    discovery = panel(desk).get_by_label("Profile discovery")
    expect(discovery.get_by_role("link", name="bobash_sbx")).to_be_visible()
    assert_accessible(desk)
    photograph(desk, "lead-found")
    discovery.get_by_role("button", name="Undo").click()
    expect(discovery.get_by_text("was removed")).to_be_visible()
    expect(panel(desk).get_by_role("heading", name="X profile")).to_be_hidden()
    assert list(Lead.objects.values_list("linkedin_slug", "x_handle")) == [("robert-ashworth-sbx", "")]


def test_back_shows_the_lead_before_beside_the_same_list(desk, member):
    for name in ("Anna First", "Bert Second"):
        LeadFactory(workspace=member.workspace, full_name=name)
    desk.goto("/leads/")
    for name in ("Anna First", "Bert Second"):
        desk.get_by_role("link", name=name).click()
        expect(panel(desk).get_by_role("heading", name=name)).to_be_visible()
    desk.go_back()
    expect(panel(desk).get_by_role("heading", name="Anna First")).to_be_visible()
    expect(desk.get_by_text("2 leads")).to_be_visible()
    desk.go_back()
    expect(panel(desk)).to_be_hidden()
    expect(desk.get_by_text("2 leads")).to_be_visible()
    desk.go_forward()
    expect(panel(desk).get_by_role("heading", name="Anna First")).to_be_visible()


def test_back_from_another_page_shows_the_list(desk, offer):
    known(offer, ("eager-buyer-sbx", ""))
    desk.goto("/leads/?sort=name")
    desk.get_by_role("link", name="Erik Eager").click()
    panel(desk).get_by_role("link", name=re.compile("people-")).click()
    expect(desk).to_have_url(re.compile("/searches/"))
    desk.go_back()
    expect(desk.get_by_text("1 lead", exact=True)).to_be_visible()


def test_everybody_can_use_the_status_and_the_settings(desk, assert_accessible_in_both_schemes, photograph):
    Allowance.objects.create(
        provider="x",
        scope="*",
        blocked_until=timezone.now() + timedelta(minutes=10),
        reason=Allowance.Reason.CREDITS,
        detail="x usage: 402 credits depleted",
    )
    desk.get_by_role("link", name="Sandbox data").click()
    expect(desk.get_by_text("Out of credits")).to_be_visible()
    desk.get_by_role("button", name="Check now").click()
    expect(desk.get_by_text("Checked just now").first).to_be_visible()
    for address, name in (("/status/", "status"), ("/settings/", "settings")):
        desk.goto(address)
        expect(desk.get_by_text("spent").first).to_be_visible()
        for width in (1440, 390):
            desk.set_viewport_size({"width": width, "height": 900})
            assert_accessible_in_both_schemes(desk)
            assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
        photograph(desk, name)


@pytest.mark.parametrize("width", [1440, 390])
def test_everybody_can_use_the_dialog(desk, offer, assert_accessible_in_both_schemes, width):
    known(offer, ("eager-buyer-sbx", ""), ("", "annoneil_sbx"), ("nobody-at-all-sbx", "suspended_sbx"))
    desk.set_viewport_size({"width": width, "height": 844})
    desk.goto("/leads/")
    for box in desk.locator("input[name=lead]").all():
        box.check()
    desk.locator(".selection-bar").get_by_role("button", name="Enrich").click()
    expect(dialog(desk).get_by_label("Find LinkedIn")).to_be_visible()
    assert_accessible_in_both_schemes(desk)
    expect(dialog(desk).get_by_role("button", name="Start")).to_be_in_viewport()
    desk.keyboard.press("Escape")
    desk.get_by_role("link", name="@suspended_sbx").click()
    expect(panel(desk).get_by_text("Partial data.")).to_be_visible()
    assert_accessible_in_both_schemes(desk)
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    desk.goto("/searches/")
    assert_accessible_in_both_schemes(desk)
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def test_missing_credits_are_told_until_a_paid_call_succeeds(desk, world, offer, assert_accessible, photograph):
    world.faults.set([{"fault": "spend_cap", "provider": "x"}])
    known(offer, ("eager-buyer-sbx", "eager_sbx"))
    desk.goto("/status/")
    x = desk.get_by_role("article", name="X", exact=True)
    expect(x).to_contain_text("Out of credits Buy credits or raise the spending cap in the X developer console")
    expect(x).to_contain_text("Your account reached its spend cap. (until 1 January 2099)")
    check = desk.get_by_role("button", name="Check now")
    check.click()
    expect(x).to_contain_text("Checked just now")
    expect(x).to_contain_text("Out of credits")
    assert_accessible(desk)
    photograph(desk, "status-out-of-credits")
    world.faults.set([])
    check.click()
    expect(x).not_to_contain_text("Out of credits")
    assert PlatformProfile.objects.get(platform="x").state == "found"

"""The extension, paired with a real token: on the tab it is clicked on, and in the pages of sites the user allows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from autoreach.api import tokens
from leads.models import Lead
from tests.e2e.extension import InPageCard, browser_with_extension, unpack
from tests.e2e.slow_door import door_to
from tests.factories import BuyerScoreFactory, LeadFactory, MembershipFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)
MIRELA, JUNIPER = "https://www.linkedin.com/in/mirela-quistgaard/", "https://www.linkedin.com/in/juniper-achterberg/"
NOT_YET = ("Not in your leads yet.", "Offer", "Add to Leads")
WRENNA = "https://x.com/wrenfield_ops"


@pytest.fixture
def member():
    return MembershipFactory(role="owner", workspace__name="Loom Team", user__username="ines")


@pytest.fixture
def offer(member):
    return OfferFactory(workspace=member.workspace, name="Planning")


@pytest.fixture
def token(member, offer):
    stored, text = tokens.make(membership=member, name="Laptop", scopes=["read", "add"])
    stored.text = text
    return stored


@pytest.fixture(scope="module")
def door(live_server):
    with door_to(live_server.url) as door:
        yield door


@pytest.fixture
def clicked(playwright, door, tmp_path):
    """Chromium with the extension as it is downloaded."""
    with browser_with_extension(playwright, unpack(tmp_path, door.origin, allowed=False)) as browser:
        yield browser


@pytest.fixture(scope="module")
def allowed(playwright, door, tmp_path_factory):
    """Chromium in which the user allowed the extension on both sites."""
    folder = unpack(tmp_path_factory.mktemp("extension"), door.origin, allowed=True)
    with browser_with_extension(playwright, folder) as browser:
        yield browser


@pytest.fixture
def paired(allowed, token):
    allowed.worker.evaluate("chrome.storage.local.clear()")
    popup = allowed.popup_of(allowed.context.pages[0])
    pair(popup, token.text)
    expect(popup.get_by_text("ines in Loom Team")).to_be_visible()
    popup.close()
    return allowed


def scored(member, offer, **fields):
    lead = LeadFactory(workspace=member.workspace, **fields)
    BuyerScoreFactory(
        lead=lead, offer=offer, state="active", score=78, fit=80, intent=72, timing=40, top_reason="Asked for a tool"
    )
    return lead


def pair(popup, text):
    popup.get_by_label("Personal token").fill(text)
    popup.get_by_role("button", name="Connect", exact=True).click()


def test_a_click_in_the_toolbar_is_enough_to_add_the_person_shown(
    clicked, door, member, offer, token, assert_accessible, photograph
):
    page = clicked.open(MIRELA, "linkedin_signed_in")
    clicked.click_in_toolbar(page)
    popup = clicked.popup_of(page)
    assert_accessible(popup)
    photograph(popup, "extension-pairing")
    pair(popup, "autoreach_of-nowhere")
    expect(popup.get_by_role("alert")).to_have_text("This token is not known here, or it was revoked.")
    pair(popup, token.text)
    expect(popup.get_by_text("ines in Loom Team")).to_be_visible()
    card = popup.get_by_role("region", name="AutoReach")
    expect(card.get_by_role("status")).to_have_text("Not in your leads yet.")
    expect(card.get_by_label("Offer").locator("option")).to_have_text(["Planning"])
    assert_accessible(popup)
    photograph(popup, "extension-add")

    card.get_by_role("button", name="Add to Leads").click()
    expect(card.get_by_text("In CRM")).to_be_visible()
    expect(card.get_by_role("link", name="Open the lead")).to_be_focused()
    lead = Lead.objects.get()
    assert (lead.linkedin_slug, lead.full_name, lead.title) == (
        "mirela-quistgaard", "Mirela Quistgaard", "Head of Sales Operations at Lathe & Loom",
    )  # fmt: skip

    BuyerScoreFactory._meta.model.objects.update_or_create(
        lead=lead, offer=offer, defaults={"workspace": member.workspace, "state": "active", "score": 78}
    )
    popup.reload()
    expect(card.get_by_text("Ready · 78 of 100")).to_be_visible()
    expect(card.get_by_role("link")).to_have_attribute(
        "href", f"{door.origin}/leads/{lead.pk}/?page_workspace={member.workspace.pk}&offer={offer.pk}"
    )
    photograph(popup, "extension-known")

    other = OfferFactory(workspace=member.workspace, name="Logistics")
    popup.reload()
    card.get_by_label("Offer").select_option("Logistics")
    expect(card.get_by_text("Not scored for this offer")).to_be_visible()
    type(other).objects.filter(pk=other.pk).update(archived_at=timezone.now())
    card.get_by_role("button", name="Score for this offer").click()
    expect(card.get_by_role("status")).to_have_text("The offer “Logistics” is archived. Restore it first.")
    card.get_by_role("button", name="Try again").click()
    expect(card.get_by_text("Ready · 78 of 100")).to_be_visible()

    token.delete()
    popup.reload()
    expect(card.get_by_role("status")).to_have_text(
        "The token is no longer valid. Make a new one in Settings and connect again."
    )
    expect(popup.get_by_label("Personal token")).to_be_visible()
    page.goto("https://www.linkedin.com/feed/")
    popup.reload()
    expect(popup.get_by_text("Open somebody’s profile on LinkedIn or X to add them here.")).to_be_visible()


def test_the_button_in_the_page_follows_from_one_person_to_the_next(paired, door, member, offer, photograph):
    lead = scored(member, offer, linkedin_slug="juniper-achterberg", full_name="Juniper Achterberg")
    page = paired.open(MIRELA, "linkedin_signed_in")
    card = InPageCard(page)
    unknown = ("Mirela Quistgaard", "×", *NOT_YET)
    known = (
        "Juniper Achterberg", "In CRM", "×", "Ready · 78 of 100", "Fit 80 · Intent 72 · Timing 40",
        "Asked for a tool", "Offer", "Open the lead",
    )  # fmt: skip
    card.expect(*unknown)

    door.hold("mirela")
    page.evaluate("history.pushState({}, '', '/in/juniper-achterberg/')")
    card.expect(*known)
    photograph(page, "extension-in-page")
    page.go_back()
    card.expect("mirela-quistgaard", "×", "Looking up…")
    page.go_forward()
    card.expect(*known)
    door.release("mirela")
    # the late answer on the person before is in the page before the answer to what is asked after it
    paired.in_its_world(page, f"() => chrome.runtime.sendMessage({{ ask: 'look-up', address: '{JUNIPER}' }})")
    card.expect(*known)
    page.go_back()
    card.expect(*unknown)
    page.evaluate("history.pushState({}, '', '/feed/')")
    card.expect()
    page.go_back()
    card.expect(*unknown)

    # the page shows Mirela still, so her name is not taken for the next person's
    page.evaluate("history.pushState({}, '', '/in/brother-achterberg/')")
    card.expect("brother-achterberg", "×", *NOT_YET)
    card.press("Add to Leads")
    card.expect("brother-achterberg", "In CRM", "×", "Added to your leads.", first=4)
    added = Lead.objects.exclude(pk=lead.pk).get()
    assert (added.linkedin_slug, added.full_name) == ("brother-achterberg", "")
    page.evaluate("history.pushState({}, '', '/in/sister-achterberg/')")
    card.expect("sister-achterberg", "×", *NOT_YET)
    page.evaluate("document.querySelector('main a').remove()")
    page.evaluate("document.querySelector('main h1').textContent = 'Sister Achterberg'")
    card.press("Add to Leads")
    card.expect("Sister Achterberg", "In CRM", "×", "Added to your leads.", first=4)
    page.close()


def test_the_score_appears_when_it_is_made(paired, member, offer):
    score = BuyerScoreFactory(
        lead__workspace=member.workspace, lead__x_handle="wrenfield_ops", lead__full_name="Wrenna", offer=offer
    )
    page = paired.open(WRENNA, "x_profile")
    card = InPageCard(page)
    card.expect("Wrenna", "In CRM", "×", "Analyzing", "Offer", "Open the lead")
    type(score).objects.update(state="active", score=64, fit=70, intent=60, timing=50)
    parts = "Fit 70 · Intent 60 · Timing 50"
    card.expect("Wrenna", "In CRM", "×", "Ready · 64 of 100", parts, "Offer", "Open the lead")
    page.close()


def test_the_page_learns_nothing_and_problems_are_said_in_plain_words(paired, door, offer, token):
    page = paired.open(WRENNA, "x_profile")
    card = InPageCard(page)
    card.expect("Wrenna Fieldgate", "×", *NOT_YET)
    assert page.evaluate("[...document.documentElement.children].map((each) => each.shadowRoot)") == [None] * 3
    read = "() => chrome.storage.local.get().then(() => 'read', (error) => error.message)"
    assert paired.in_its_world(page, read) == "Access to storage is not allowed from this context."
    of_other_site = f"() => chrome.runtime.sendMessage({{ ask: 'look-up', address: '{MIRELA}' }})"
    assert paired.in_its_world(page, of_other_site) == {"leave": True}

    door.is_open = False
    card.press("Add to Leads")
    host = door.origin.removeprefix("http://")
    offline = f"No connection to AutoReach at {host}. Check that you are online and that it runs."
    card.expect("Wrenna Fieldgate", "×", offline, "Try again")
    door.is_open = True
    stored = type(token).objects
    stored.update(free_at=timezone.now() + timedelta(minutes=20))
    card.press("Try again")
    card.expect("Wrenna Fieldgate", "×", "Too many requests. Try again in 20 minutes.", "Try again")
    stored.update(free_at=timezone.now())
    page.keyboard.press("Enter")  # the button that was pressed has the focus still
    card.expect("Wrenna Fieldgate", "×", *NOT_YET)
    stored.all().delete()
    page.reload()
    revoked = "The token is no longer valid. Make a new one in Settings and connect again."
    card.expect("Wrenna Fieldgate", "×", f"{revoked} Click AutoReach in the toolbar to do so.", "Try again")
    card.press("Hide AutoReach for this person")
    card.expect()
    page.close()

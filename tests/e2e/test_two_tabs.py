"""Two tabs of one browser, each on a workspace of its own."""

import pytest
from playwright.sync_api import expect

from leads.models import Lead, Membership, Offer, Workspace
from tests.factories import LeadFactory, MembershipFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def north():
    north = MembershipFactory(workspace__name="North", role=Membership.Role.OWNER)
    OfferFactory(workspace=north.workspace, name="Trains")
    LeadFactory(workspace=north.workspace, full_name="Nora North")
    south = MembershipFactory(user=north.user, workspace__name="South")
    LeadFactory(workspace=south.workspace, full_name="Sue South")
    return north


@pytest.fixture
def tabs(page, north, log_in):
    """A tab on North, and another in which South was chosen after it had loaded."""
    log_in(page, north.user)

    def open_on(address):
        page.goto(address)
        other = page.context.new_page()
        other.goto("/buyers/")
        other.get_by_role("button", name="Workspace North, switch").click()
        other.get_by_role("button", name="South").click()
        expect(other.get_by_role("button", name="Workspace South, switch")).to_be_visible()
        return page

    return open_on


def test_a_form_is_refused_and_sent_again_where_it_belongs(tabs, north, assert_accessible, photograph):
    tab = tabs("/settings/")
    tab.get_by_label("Name").fill("Far North")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("This page was opened in North.")).to_be_visible()
    assert_accessible(tab)
    photograph(tab, "other-workspace")
    tab.set_viewport_size({"width": 390, "height": 844})
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    assert tab.locator("main").evaluate("card => card.scrollWidth <= card.clientWidth")
    assert sorted(Workspace.objects.values_list("name", flat=True)) == ["North", "South"]
    tab.get_by_role("button", name="Switch back to North and send it again").click()
    expect(tab.get_by_text("The settings are saved.")).to_be_visible()
    assert sorted(Workspace.objects.values_list("name", flat=True)) == ["Far North", "South"]


def test_what_is_typed_while_a_preview_is_refused_stays(tabs, north, assert_accessible, photograph):
    tab = tabs("/offers/new/")
    tab.get_by_label("Name").fill("Barges")
    audience = tab.get_by_label("Target audience")
    audience.fill("Heads of")
    expect(tab.get_by_role("heading", name="Another workspace is chosen")).to_be_visible()
    audience.press_sequentially(" logistics")
    expect(audience).to_have_value("Heads of logistics")
    expect(tab.get_by_role("dialog")).to_be_hidden()
    tab.get_by_label("What is sold").fill("We move furniture by water.")
    assert_accessible(tab)
    photograph(tab, "other-workspace-notice")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(tab.get_by_role("button", name="Switch back to North")).to_be_in_viewport(ratio=1)
    tab.get_by_role("button", name="Save offer").click(trial=True)
    tab.get_by_role("link", name="Leads", exact=True).click(trial=True)
    tab.get_by_role("button", name="Switch back to North").click()
    expect(tab.get_by_role("region", name="How this is understood").get_by_label("Logistics").first).to_be_visible()
    expect(tab.get_by_role("heading", name="Another workspace is chosen")).to_be_hidden()
    tab.get_by_role("button", name="Save offer").click()
    expect(tab.get_by_text("Barges is saved.")).to_be_visible()
    assert Offer.objects.get(name="Barges").workspace == north.workspace


def test_an_action_in_place_waits_in_a_dialog_and_goes_on_after_the_switch(tabs, assert_accessible, photograph):
    tab = tabs("/leads/")
    tab.get_by_label("Select Nora North").check()
    tab.get_by_role("button", name="Rescore").click()
    dialog = tab.get_by_role("dialog", name="Another workspace is chosen")
    expect(dialog.get_by_text("Nothing was saved, started or exported.")).to_be_visible()
    # Not its button: that would be pressed by the next space of a user who is typing.
    expect(dialog.get_by_role("heading")).to_be_focused()
    assert_accessible(tab)
    photograph(tab, "other-workspace-dialog")
    dialog.get_by_role("button", name="Switch back to North").click()
    expect(tab.get_by_text("North is chosen again.")).to_be_visible()
    expect(dialog).to_be_hidden()
    tab.get_by_role("button", name="Rescore").click()
    expect(tab.get_by_text("1 lead is being scored for Trains.")).to_be_visible()


def test_an_export_is_refused_on_a_page_of_its_own(tabs):
    tab = tabs("/leads/")
    tab.get_by_label("Select Nora North").check()
    tab.get_by_role("button", name="Export").click()
    tab.get_by_role("button", name="CSV file").click()
    expect(tab.get_by_text("South has been chosen since", exact=False)).to_be_visible()
    tab.get_by_role("button", name="Switch back to North", exact=True).click()
    expect(tab.get_by_text("Nora North")).to_be_visible()
    assert Lead.objects.count() == 2

"""An audience in German, its chips, and one corrected by hand."""

from playwright.sync_api import expect

from leads.audience.stored import audience_of
from leads.models import Offer
from tests.factories import MembershipFactory


def test_a_german_audience_is_shown_as_chips_and_corrected_by_hand(page, log_in, assert_accessible, photograph):
    log_in(page, MembershipFactory().user)
    page.goto("/offers/new/")
    page.get_by_label("Name", exact=False).first.fill("Pumpen")
    page.get_by_label("What is sold").fill("Pumpen für den Maschinenbau")
    page.get_by_label("Target audience").fill(
        "Einkaufsleiter und Vertriebsleiterinnen im Maschinenbau in München, keine Praktikanten; Flurbelgrups"
    )
    understood = page.get_by_role("region", name="How this is understood")
    expect(understood.get_by_text("Procurement and purchasing", exact=True)).to_be_visible()
    expect(understood.get_by_text("Not understood")).to_be_visible()
    understood.get_by_label("Sales", exact=True).select_option("is not meant")
    expect(understood.locator(".part.removed .part-name")).to_have_text("Sales")
    understood.get_by_label("Add a role").fill("Lagerleiter")
    understood.get_by_role("button", name="Add").click()
    expect(understood.get_by_text("Warehousing", exact=False).first).to_be_visible()
    expect(understood.get_by_label("Add a role")).to_have_value("")
    assert_accessible(page)
    photograph(page, "offer-understood")
    page.get_by_role("button", name="Save offer").click()
    page.wait_for_url("**/buyers/**")
    assert audience_of(Offer.objects.get(name="Pumpen")).functions == {"procurement": 1.0, "warehouse": 1.0}

"""Correcting a lead on its page, in place with scripts and by plain forms without."""

import pytest
from playwright.sync_api import expect

from enrichment.jobs.opening import enrich
from enrichment.models import PipelineJob
from leads.models import Lead, Offer
from scoring.models import BuyerScore
from tests.factories import PASSWORD, BuyerScoreFactory, LeadFactory, MembershipFactory, OfferFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def lead(member):
    offer = OfferFactory(workspace=member.workspace, name="Scheduling")
    lead = LeadFactory(
        workspace=member.workspace,
        linkedin_slug="nora-one",
        full_name="Nora Sample",
        location="Lyon, France",
        bio="Runs two plants and a warehouse. " * 8,
        provenance={"location": ["linkedin", "2026-11-20"], "bio": ["linkedin", "2026-11-20"]},
    )
    BuyerScoreFactory(lead=lead, offer=offer, state="active", score=80, fit=70, intent=0, timing=0)
    return lead


def test_a_field_is_corrected_in_place(page, log_in, member, lead, assert_accessible, photograph):
    LeadFactory(workspace=member.workspace, linkedin_slug="nora-right", full_name="N. Sample", title="Director")
    log_in(page, member.user)
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="Edit Title").click()
    page.locator("#field-title input[name=value]").fill("Head of Production")
    photograph(page, "correct-title")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#field-title")).to_contain_text("Head of Production")
    expect(page.locator("#field-title")).to_contain_text("Locked, set by")
    expect(page.locator("#lead-head")).to_contain_text("Head of Production")
    page.get_by_role("link", name="Edit Name").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#field-full_name")).to_contain_text("Nora Sample")
    page.get_by_role("link", name="Edit LinkedIn").click()
    page.locator("#field-linkedin_slug input[name=value]").fill("linkedin.com/in/nora-right")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Merge N. Sample into this lead")).to_be_visible()
    assert_accessible(page)
    photograph(page, "correct-linkedin-taken")
    page.get_by_role("button", name="Merge N. Sample into this lead").dblclick()
    expect(page.get_by_text("N. Sample was merged into this lead by")).to_be_visible()
    expect(page.locator("#field-linkedin_slug")).to_contain_text("This profile was not read yet.")
    assert_accessible(page)
    photograph(page, "corrected")
    page.get_by_role("button", name="Undo the merge").dblclick()
    expect(page.get_by_role("button", name="Undo the merge")).to_be_hidden()
    said = ("“Title” is saved and locked.", "N. Sample was merged into this lead.", "N. Sample is a lead of its own")
    expect(page.locator(".toast")).to_contain_text(said)
    assert Lead.objects.filter(workspace=member.workspace).count() == 2


def test_a_mailbox_of_another_lead_offers_to_merge_the_two(page, log_in, member, lead, assert_accessible, photograph):
    mailbox = {"linkedin_slug": "", "email": "nora@example.com", "email_key": "nora@example.com"}
    LeadFactory(workspace=member.workspace, full_name="N. Sample", title="Director", **mailbox)
    log_in(page, member.user)
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="Edit E-mail").click()
    page.locator("#field-email input[name=value]").fill("nora@example.com")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#field-email")).to_contain_text("N. Sample (Director · Sample Works) has this address too.")
    assert_accessible(page)
    photograph(page, "correct-mailbox-shared")
    page.get_by_role("button", name="Merge N. Sample into this lead").dblclick()
    expect(page.get_by_text("N. Sample was merged into this lead by")).to_be_visible()
    expect(page.locator("#field-email")).not_to_contain_text("has this address too")
    assert Lead.objects.get(workspace=member.workspace).email_key == "nora@example.com"


def test_a_field_is_corrected_without_scripts(browser, live_server, member, lead):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("Username").fill(member.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/buyers/")
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="Edit Title").click()
    page.locator("#field-title input[name=value]").fill("Head of Production")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#field-title")).to_contain_text("Head of Production")
    page.get_by_role("link", name="Edit Title").click()
    page.get_by_role("button", name="Unlock").click()
    expect(page.locator("#field-title")).to_contain_text("Set by")
    context.close()
    assert Lead.objects.get(pk=lead.pk).locked == []


def test_a_list_follows_the_lead_that_is_open_beside_it(page, log_in, member, lead):
    offer = Offer.objects.get()
    someone = LeadFactory(workspace=member.workspace, full_name="Ole Other")
    BuyerScoreFactory(lead=someone, offer=offer, state="active", score=70, fit=60, intent=0, timing=0)
    enrich(workspace=member.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk), steps=["scoring"])
    log_in(page, member.user)
    page.goto("/buyers/")
    row = page.locator("tr[data-row]", has_text="Nora Sample")
    row.get_by_role("link").click()
    expect(page.locator("#panel #lead-work")).to_contain_text("for Scheduling")
    page.get_by_label("Select Ole Other").check()
    BuyerScore.objects.filter(lead=lead).update(score=91)
    PipelineJob.objects.update(status=PipelineJob.Status.READY)
    expect(row.locator(".col-score")).to_have_text("91 of 100")
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("Select Ole Other")).to_be_checked()
    expect(page.locator("[data-selected-count]").first).to_have_text("1 selected")

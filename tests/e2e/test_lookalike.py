"""From an offer to the scored followers of the accounts that its buyers follow; the outside world is the sandbox."""

import pytest
from playwright.sync_api import expect

from leads.models import SeedAccount, Workspace
from tests.e2e.test_find_people import desk, figure, member, offer, world  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_followers_of_saved_accounts_become_scored_leads(desk, offer, assert_accessible, photograph):  # noqa: F811
    # an AI proposes the accounts, and the local scorer their followers' scores
    workspaces = Workspace.objects.filter(pk=offer.workspace_id)
    workspaces.update(scorer=Workspace.Scorer.AI)
    desk.goto(f"/searches/new/?offer={offer.pk}")
    desk.locator("section", has=desk.locator("#platform-x")).get_by_role("link", name="Lookalike audience").click()
    assert_accessible(desk)
    photograph(desk, "lookalike-new")
    desk.get_by_label("Start from a profile").fill("https://www.linkedin.com/in/jane-doe")
    desk.get_by_role("button", name="Start the search").click()
    expect(desk.locator("#new-search").get_by_text("This is a profile on LinkedIn.")).to_be_visible()
    desk.get_by_label("Start from a profile").fill("")
    desk.get_by_role("button", name="Start the search").click()
    expect(figure(desk, "Seed accounts")).to_have_text("10")
    expect(desk.get_by_text("X has no such account. It is left out.")).to_be_visible()
    expect(desk.locator("#search-progress")).to_contain_text("Completed")
    workspaces.update(scorer=Workspace.Scorer.LOCAL)
    desk.get_by_role("button", name="Save PlanMaster").click()
    expect(desk.get_by_role("button", name="Remove PlanMaster")).to_be_visible()
    assert_accessible(desk)
    photograph(desk, "lookalike")
    desk.get_by_role("link", name="Extract followers").click()
    expect(desk.get_by_label("PlanMaster (@planmas_sbco0)")).to_be_checked()
    desk.get_by_label("People (required)").fill("10")
    expect(desk.locator("#search-cost .figure")).to_have_text("about $0.11")
    assert_accessible(desk)
    photograph(desk, "lookalike-extract")
    desk.get_by_role("button", name="Start the search").click()
    expect(figure(desk, "People found")).to_have_text("10")
    expect(desk.locator("#search-progress")).to_contain_text("Accounts that buyers follow")
    desk.goto("/leads/?tab=lookalikes")
    assert SeedAccount.objects.get(name="PlanMaster").leads == 10
    expect(desk.get_by_role("link", name="10 leads")).to_be_visible()
    expect(desk.locator("#lead-list tbody tr")).to_have_count(10)
    expect(desk.locator("#lead-list tbody tr .score-ring, #lead-list tbody tr .col-score").first).not_to_have_text("")
    assert_accessible(desk)
    photograph(desk, "leads-lookalikes")
    desk.locator("#lead-list tbody tr a").first.click()
    expect(desk.get_by_text("by way of")).to_be_visible()

"""The main job, as a salesperson does it: an offer and a spreadsheet become buyers with receipts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from leads.models import Lead
from tests.factories import PASSWORD, MembershipFactory

HEADER = (
    "First Name,Last Name,Title,Company,Industry,Person Linkedin Url,Email,City,Country,# Employees,"
    "Recent post,Post date\n"
)
ROWS = [
    "Nora,Sample,Head of Logistics,Oakline,furniture,https://www.linkedin.com/in/nora-sample-1,nora@oakline.example,"
    "Munich,Germany,120,Can anyone recommend a freight forwarder? We are evaluating vendors for sofas and tables.,"
    "{asked}",
    "Paul,Probe,Logistics Manager,Oakline,furniture,linkedin.com/in/paul-probe-2,,Berlin,Germany,120,,",
    "Rita,Muster,Nurse,St. Example,hospital & health care,http://linkedin.com/in/rita-muster-3,,Lyon,France,900,,",
    "Nora,Sample,,,,https://de.linkedin.com/in/nora-sample-1/?x=1,,,,,,",
    ",,,,,,not an address,,,,,",
]


@pytest.fixture
def two_teams():
    first, second = MembershipFactory(workspace__name="North"), MembershipFactory(workspace__name="South")
    return first, second


def log_in(page, member):
    page.goto("/login/")
    page.get_by_label("Username").fill(member.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text(member.workspace.name).first).to_be_visible()


def create_offer(page, name):
    page.goto("/offers/new/")
    page.get_by_label("Name", exact=False).first.fill(name)
    page.get_by_label("What is sold").fill("Freight for bulky goods, with one price per sofa.")
    page.get_by_label("Target audience").fill("Heads of logistics and logistics managers at furniture makers")
    page.get_by_label("Industries").fill("Furniture")
    page.get_by_label("Locations").first.fill("Germany")
    page.get_by_label("Pain points").fill("freight for bulky goods")
    page.get_by_role("button", name=re.compile("Save|Create")).first.click()
    expect(page).to_have_url(re.compile(r"/(buyers|offers/\d+)/"))


def test_a_spreadsheet_and_an_offer_become_buyers(page, two_teams, tmp_path, assert_accessible, photograph):
    north, south = two_teams
    log_in(page, north)
    create_offer(page, "Forwarding")

    export = tmp_path / "export.csv"
    asked = timezone.localdate() - timedelta(days=3)
    export.write_text((HEADER + "\n".join(ROWS) + "\n").format(asked=asked))
    page.goto("/import/")
    page.get_by_label("Choose a CSV").set_input_files(export)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Preview the import").click()
    expect(page.get_by_role("heading", name="What importing this file will do")).to_be_visible()
    assert_accessible(page)
    photograph(page, "import-preview")
    page.locator("select[name=offer]").select_option(label="Forwarding")
    page.get_by_role("button", name="Import 3 new people").click()
    expect(page.get_by_text("3 new leads")).to_be_visible()
    assert Lead.objects.filter(workspace=north.workspace).count() == 3

    page.get_by_role("link", name="Buyers of Forwarding").click()
    page.wait_for_url("**/buyers/**")
    page.get_by_role("link", name=re.compile("Nora Sample")).click()
    panel = page.locator("#panel")
    expect(panel.get_by_text("Asked for a recommendation", exact=False).first).to_be_visible()
    expect(panel.get_by_text("Can anyone recommend a freight forwarder?").first).to_be_visible()
    assert_accessible(page)
    photograph(page, "buyers-with-receipt")
    assert page.locator("tr", has_text="Rita Muster").count() == 0

    page.context.clear_cookies()
    log_in(page, south)
    create_offer(page, "Haulage")
    page.goto("/leads/?source=pool")
    expect(page.get_by_role("link", name=re.compile("Nora Sample"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Paul Probe"))).to_be_visible()
    assert set(Lead.objects.filter(workspace=south.workspace).values_list("email", "notes")) == {("", "")}

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver

from leads.models import ImportJob, Lead, Offer
from leads.workspaces.page_guard import FIELD, HEADER, OWN_PACKAGES
from tests.factories import LeadFactory, MembershipFactory, OfferFactory
from tests.forms import forms_of
from tests.test_house import ROOT, TEMPLATES

pytestmark = pytest.mark.django_db
OF_THE_USER = {"switch-workspace", "join"}


def own_addresses(patterns, start=""):
    """Every address of the project's own views, as (name, address with 1 for each number and word)."""
    for pattern in patterns:
        address = start + re.sub(r"<(?:int|slug):\w+>", "1", str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            yield from own_addresses(pattern.url_patterns, address)
        elif pattern.callback.__module__.split(".")[0] in OWN_PACKAGES:
            yield pattern.name, f"/{address}"


ADDRESSES = dict(own_addresses(get_resolver().url_patterns))


@pytest.fixture
def tabs():
    """A browser whose chosen workspace is South, and the memberships in North and South."""
    north = MembershipFactory(workspace__name="North")
    south = MembershipFactory(user=north.user, workspace__name="South")
    browser = Client()
    browser.force_login(north.user)
    choose(browser, south.workspace)
    return browser, north.workspace, south.workspace


def choose(browser, workspace):
    browser.post("/workspace/", {"workspace": workspace.pk})


@pytest.fixture
def read_only(tabs):
    """The database refuses to write from now on."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - OF_THE_USER - {"health"}))
def test_no_page_of_another_workspace_is_obeyed(tabs, read_only, name):
    browser, north, _ = tabs
    plain = browser.post(ADDRESSES[name], {FIELD: north.pk})
    by_htmx = browser.post(ADDRESSES[name], headers={HEADER: str(north.pk), "HX-Request": "true"})
    forgotten = browser.post(ADDRESSES[name])
    read = browser.get(ADDRESSES[name], headers={HEADER: str(north.pk)})
    assert [answer.status_code for answer in (plain, by_htmx, forgotten, read)] == [409] * 4


def test_the_addresses_are_those_of_every_app():
    assert {"enrich", "set-state", "match-pool", "check-providers", "import-start", "remove-example"} - set(
        ADDRESSES
    ) == set()


def test_every_form_of_a_page_carries_its_workspace(tabs):
    browser, north, _ = tabs
    choose(browser, north)
    offer, lead = OfferFactory(workspace=north), LeadFactory(workspace=north)
    addresses = ("/buyers/", "/leads/", f"/leads/{lead.pk}/", f"/offers/{offer.pk}/", "/offers/new/", "/import/",
                 "/settings/", "/pool/", "/status/", "/leads/add/")  # fmt: skip
    forms = [form for address in addresses for form in forms_of(browser.get(address)).values()]
    assert (len(forms) > 20, {form.get(FIELD) for form in forms}) == (True, {str(north.pk)})


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_form_of_a_template_holds_the_tokens(name):
    text = (ROOT / "templates" / name).read_text()
    forms = [form.split("</form>")[0] for form in text.split("<form")[1:]]
    assert [form[:200] for form in forms if 'method="post"' in form and "{% csrf_token %}" not in form] == []


def test_the_refusal_says_what_happened_and_the_way_on(tabs):
    browser, north, _ = tabs
    page = "http://testserver/offers/new/"
    refused = browser.post("/offers/new/", {FIELD: north.pk, "name": "Trains & co"}, headers={"Referer": page})
    said = refused.content.decode()
    assert (refused.status_code, Offer.objects.count()) == (409, 0)
    assert [words in " ".join(said.split()) for words in (
        "This page was opened in <strong>North</strong>", "<strong>South</strong> has been chosen since",
        "Nothing was saved, started or exported", "Switch back to North and send it again", "Go on in South",
    )] == [True] * 5  # fmt: skip
    assert forms_of(refused)["/workspace/"]["next"] == page


def test_the_form_is_sent_again_in_its_own_workspace_with_what_was_typed(tabs):
    browser, north, _ = tabs
    written = {"name": "Trains & co", "description": "We\nhaul", "target_audience": "Hauliers", "language": "en",
               "location_mode": "lead", "signal_likelihood": "medium", "company_sizes": ["1-10", "11-50"]}  # fmt: skip
    refused = browser.post("/offers/new/", written | {FIELD: north.pk})
    again = refused.context["resent"]
    sent = {name: [value for key, value in again if key == name] for name, _ in again}
    own = forms_of(refused)["/offers/new/"]
    assert f'name="switch_back" value="{north.pk}"' in refused.content.decode()
    response = browser.post("/offers/new/", sent | {FIELD: own[FIELD], "switch_back": north.pk})
    offer = Offer.objects.get()
    assert (response.status_code, offer.workspace, offer.name, offer.company_sizes) == (
        302, north, "Trains & co", ["1-10", "11-50"],
    )  # fmt: skip
    assert browser.get("/leads/").wsgi_request.workspace == north


def test_a_workspace_one_has_left_is_neither_named_nor_switched_to(tabs):
    browser, _, south = tabs
    stranger = MembershipFactory(workspace__name="Secret").workspace
    refused = browser.post("/offers/new/", {FIELD: stranger.pk}).content.decode()
    switched = browser.post("/offers/new/", {FIELD: south.pk, "switch_back": stranger.pk})
    assert ("Secret" in refused, "Go on in South" in refused) == (False, True)
    assert (switched.wsgi_request.workspace, switched.status_code) == (south, 422)


def test_nothing_is_exported_for_another_tab(tabs):
    browser, north, south = tabs
    LeadFactory(workspace=south, full_name="Sue South")
    refused = browser.post("/leads/export/", {FIELD: north.pk, "everything": "1", "format": "csv"})
    job = ImportJob.objects.create(workspace=south)
    linked = browser.get(f"/import/{job.pk}/rejected/", {FIELD: north.pk})
    own = browser.get(f"/import/{job.pk}/rejected/", {FIELD: south.pk})
    assert [answer.status_code for answer in (refused, linked, own)] == [409, 409, 200]


def test_an_upload_of_another_tab_stores_nothing_and_asks_for_the_file_again(tabs, tmp_path):
    browser, north, _ = tabs
    (tmp_path / "people.csv").write_text("Name,Email\nNora,nora@example.com\n")
    with (tmp_path / "people.csv").open("rb") as file:
        refused = browser.post("/import/", {FIELD: north.pk, "file": file})
    assert (refused.status_code, ImportJob.objects.count(), refused.context["resent"]) == (409, 0, None)


def test_the_page_of_a_poll_stays_and_says_so_in_a_dialog(tabs):
    browser, north, _ = tabs
    answer = browser.get("/progress/", headers={HEADER: str(north.pk), "HX-Request": "true"})
    said = answer.content.decode()
    assert (answer.status_code, "<html" in said, "Switch back to North" in said) == (409, False, True)
    switched = browser.post("/workspace/", {"workspace": north.pk}, headers={"HX-Request": "true"})
    assert (switched.status_code, switched.headers["HX-Trigger"]) == (200, '{"workspace:chosen": {}}')
    assert browser.get("/progress/", headers={HEADER: str(north.pk), "HX-Request": "true"}).status_code == 200


@pytest.mark.parametrize("named", ["x", "", "-1", "9" * 40])
def test_a_workspace_that_cannot_be_read_is_another_one(tabs, named):
    assert tabs[0].post("/rescore/", {FIELD: named}).status_code == 409


def test_two_statements_must_agree(tabs):
    browser, north, south = tabs
    mixed = browser.post("/rescore/", {FIELD: north.pk}, headers={HEADER: str(south.pk)})
    assert (mixed.status_code, Lead.objects.count()) == (409, 0)


@pytest.mark.parametrize("address", ["/leads/", "/leads/export/", "/progress/", "/settings/"])
def test_pages_with_people_are_kept_by_no_cache(tabs, address):
    browser, _, south = tabs
    method = browser.post if "export" in address else browser.get
    assert method(address, headers={HEADER: str(south.pk)}).headers["Cache-Control"] == "no-store"

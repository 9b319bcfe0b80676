import json
from datetime import time

import pytest
from django.urls import reverse

from leads.models import Membership, Offer
from tests.factories import MembershipFactory, OfferFactory
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return MembershipFactory(role=Membership.Role.OWNER, workspace__name="North")


@pytest.fixture
def browser(client, owner):
    client.force_login(owner.user)
    return client


@pytest.fixture
def offer(owner):
    return OfferFactory(
        workspace=owner.workspace,
        name="Trains",
        industries=["Rail", "Freight"],
        company_sizes=["11-50"],
        deal_value=250,
    )


@pytest.fixture
def edit(browser, offer):
    """(the fields of the edit page as it was opened, a function that sends them with changes)."""
    address = reverse("offer-edit", args=[offer.pk])
    opened = fields_of(browser.get(address))

    def send(**changed):
        return browser.post(address, opened | changed)

    return send


def stored(offer):
    return Offer.objects.values("name", "description", "industries").get(pk=offer.pk)


def test_an_untouched_page_is_saved_as_it_was(edit, offer):
    before = Offer.objects.values().get(pk=offer.pk)
    assert edit().status_code == 302
    after = Offer.objects.values().get(pk=offer.pk)
    assert after | {"updated_at": None} == before | {"updated_at": None}


def test_what_another_changed_elsewhere_in_the_form_is_kept_and_named(edit, offer, browser):
    Offer.objects.filter(pk=offer.pk).update(industries=["Shipping"], is_active=False)
    edit(name="Barges")
    assert stored(offer) | {"description": ""} == {"name": "Barges", "description": "", "industries": ["Shipping"]}
    page = browser.get(reverse("offer", args=[offer.pk])).content.decode()
    assert "Also kept, as changed after you opened the page: Industries, In use." in page
    assert Offer.objects.get(pk=offer.pk).is_active is False


def test_what_both_changed_is_shown_twice_and_nothing_is_saved(edit, offer):
    Offer.objects.filter(pk=offer.pk).update(industries=["Shipping", "Ports"], name="Ships")
    refused = edit(industries="Rail", description="Mine")
    form = refused.context["form"]
    assert (refused.status_code, form.conflicts) == (422, [
        {"name": "take-industries", "label": "Industries", "mine": "Rail", "theirs": "Shipping\nPorts"},
    ])  # fmt: skip
    assert "Nothing of yours is saved yet" in refused.content.decode()
    assert stored(offer)["description"] == offer.description


@pytest.mark.parametrize(("chosen", "kept"), [("mine", ["Rail"]), ("theirs", ["Shipping", "Ports"])])
def test_the_user_chooses_between_the_two(edit, offer, chosen, kept):
    Offer.objects.filter(pk=offer.pk).update(industries=["Shipping", "Ports"], name="Ships")
    again = fields_of(edit(industries="Rail", description="Mine"))
    assert edit(**again | {"take-industries": chosen}).status_code == 302
    assert stored(offer) == {"name": "Ships", "description": "Mine", "industries": kept}


def test_a_third_change_is_asked_about_again(edit, offer):
    Offer.objects.filter(pk=offer.pk).update(industries=["Shipping"])
    again = fields_of(edit(industries="Rail"))
    Offer.objects.filter(pk=offer.pk).update(industries=["Air"])
    refused = edit(**again | {"take-industries": "mine"})
    assert (refused.status_code, refused.context["form"].conflicts[0]["theirs"]) == (422, "Air")


@pytest.mark.parametrize("seen", ["", "[]", '{"name": 7}', "{"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(edit, offer, seen):
    refused = edit(name="Barges", seen=seen)
    assert (refused.status_code, stored(offer)["name"]) == (422, "Trains")


def test_line_breaks_of_the_browser_are_no_change(edit, offer):
    Offer.objects.filter(pk=offer.pk).update(industries=["Air"])
    edit(industries="Rail\r\nFreight", name="Barges")
    assert stored(offer)["industries"] == ["Air"]


def test_choices_and_ticks_are_shown_in_words(edit, offer):
    Offer.objects.filter(pk=offer.pk).update(
        company_sizes=["51-200"], language="de", is_active=False, website="https://trains.example"
    )
    changed = edit(company_sizes=["1001-5000", "10001+"], language="fr", website="", is_active="on", deal_value="3")
    shown = {each["label"]: (each["mine"], each["theirs"]) for each in changed.context["form"].conflicts}
    assert shown == {"Company sizes": ("1,001–5,000, over 10,000", "51–200"), "Language": ("French", "German")}


def test_settings_of_the_workspace_are_not_overwritten_either(browser, owner):
    opened = fields_of(browser.get(reverse("settings")))
    owner.workspace.outreach_from = time(10)
    owner.workspace.name = "Far North"
    owner.workspace.save()
    refused = browser.post(reverse("settings"), opened | {"outreach_from": "08:00", "monthly_budget_usd": "5"})
    asked = [(each["label"], each["mine"], each["theirs"]) for each in refused.context["form"].conflicts]
    assert (refused.status_code, asked) == (422, [("From", "08:00", "10:00")])
    again = fields_of(refused)
    assert json.loads(again["seen"])["outreach_from"] == ["10:00"]
    assert browser.post(reverse("settings"), again).status_code == 302
    owner.workspace.refresh_from_db()
    assert (owner.workspace.outreach_from, owner.workspace.name) == (time(8), "Far North")

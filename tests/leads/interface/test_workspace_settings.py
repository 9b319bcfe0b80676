from datetime import time
from decimal import Decimal

import pytest
from django.urls import reverse

from autoreach.calls import budget
from autoreach.calls.signals import budget_changed
from leads.models import Membership
from leads.signals import outreach_window_changed
from tests.conftest import ReadOnlyGetClient
from tests.forms import fields_of
from tests.teams import team

pytestmark = pytest.mark.django_db


def save(team, **changed):
    opened = fields_of(team.client.get(reverse("settings")))
    return team.client.post(reverse("settings"), settings_form(seen=opened.get("seen", ""), **changed))


def settings_form(**changed):
    window = {"outreach_days": [1, 2, 3, 4, 5], "outreach_from": "09:00", "outreach_until": "18:00"}
    return {"name": "North", "time_zone": "UTC", "contributes_to_pool": "on", "scorer": "automatic"} | window | changed


def test_an_owner_sets_the_budget_and_the_window(north):
    changed = {
        "monthly_budget_usd": "25.50",
        "outreach_days": [6, 7],
        "outreach_from": "08:00",
        "outreach_until": "12:30",
        "linkedin_in_window_only": "on",
    }
    save(north, **changed)

    north.workspace.refresh_from_db()
    workspace = north.workspace
    assert budget.monthly_cap(workspace.pk) == Decimal("25.50")
    assert (workspace.outreach_days, workspace.linkedin_in_window_only) == ([6, 7], True)
    assert (workspace.outreach_from, workspace.outreach_until) == (time(8), time(12, 30))


def test_an_owner_chooses_the_scorer(north):
    save(north, scorer="local")

    north.workspace.refresh_from_db()
    assert north.workspace.scorer == "local"


@pytest.mark.parametrize(
    ("providers", "sentence"),
    [
        ({}, "No AI is configured here, so every lead is scored by the local scorer."),
        (
            {"OPENAI_API_KEY": "k"},
            "The AI configured here is gpt-6-luna, for usually $0.35 per 1,000 leads. By default it scores.",
        ),
        (
            {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "AI_MODEL": "own", "AI_SCORING": "off"},
            "The AI configured here is own, at a price that is not known, so that no monthly budget limits it. "
            "By default the local scorer scores.",
        ),
    ],
)
def test_the_page_says_what_the_choice_of_a_scorer_means(north, settings, providers, sentence):
    settings.PROVIDERS = providers
    assert north.client.get(reverse("settings")).context["scoring_now"] == sentence


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"monthly_budget_usd": "-1"}, "monthly_budget_usd"),
        ({"outreach_days": []}, "outreach_days"),
        ({"outreach_days": [8]}, "outreach_days"),
        ({"outreach_from": "18:00", "outreach_until": "09:00"}, "outreach_until"),
    ],
)
def test_a_budget_or_window_that_makes_no_sense_is_refused(north, wrong, field):
    response = save(north, **wrong)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize(
    ("changed", "heard"),
    [
        ({"monthly_budget_usd": "50"}, ["budget"]),
        ({"outreach_until": "20:00"}, ["window"]),
        ({"time_zone": "Europe/Vienna"}, ["window"]),
        ({"name": "New"}, []),
    ],
)
def test_upper_floors_hear_once_of_a_new_budget_or_window(north, changed, heard):
    told = []

    def hear_budget(workspace_ids, **_):
        told.append(("budget", *workspace_ids))

    def hear_window(workspace, **_):
        told.append(("window", workspace.pk))

    budget_changed.connect(hear_budget)
    outreach_window_changed.connect(hear_window)
    save(north, **changed)
    budget_changed.disconnect(hear_budget)
    outreach_window_changed.disconnect(hear_window)

    assert told == [(name, north.workspace.pk) for name in heard]


def test_an_owner_changes_the_workspaces_settings(north):
    response = save(north, name="Northern team", time_zone="Europe/Vienna")

    north.workspace.refresh_from_db()
    changed = (north.workspace.name, north.workspace.time_zone, north.workspace.contributes_to_pool)
    assert response.url == reverse("settings")
    assert changed == ("Northern team", "Europe/Vienna", True)


def test_a_wrong_setting_is_refused_and_nothing_changes(north):
    response = save(north, name="", time_zone="Mars/Olympus")

    north.workspace.refresh_from_db()
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["name", "time_zone"])
    assert (north.workspace.name, north.workspace.time_zone) == ("North", "UTC")
    assert "North" in response.content.decode()


def test_a_member_sees_the_settings_and_cannot_change_them(north):
    member = team(ReadOnlyGetClient, "west", role=Membership.Role.MEMBER)

    page = member.client.get(reverse("settings")).content.decode()
    refused = save(member, name="Mine")

    member.workspace.refresh_from_db()
    assert "You may not change the settings of this workspace." in page
    assert (refused.status_code, member.workspace.name) == (403, "West")


def test_settings_list_only_the_own_members(north, south):
    body = north.client.get(reverse("settings")).content.decode()

    assert north.user.username in body
    assert south.user.username not in body


def test_the_example_can_be_removed_only_where_there_is_one(north):
    without = north.client.get(reverse("settings")).content.decode()
    north.workspace.is_example = True
    north.workspace.save(update_fields=["is_example"])
    with_example = north.client.get(reverse("settings")).content.decode()

    assert ["Remove the example" in page for page in (without, with_example)] == [False, True]

from math import ceil

import pytest

from autoreach.calls import clients
from autoreach.sandbox.world import ON_LINKEDIN
from leads.models import Lead, LeadSource, Search
from leads.sources.linkedin_people import LinkedInPeople, LinkedInPeopleForm
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of, parameters_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory(), locations=["Germany"], industries=["Machinery"])


def run(offer, **typed):
    search = begin("linkedin_people", offer, **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def test_an_offer_suggests_roles_places_and_industries(offer):
    assert parameters_of("linkedin_people", offer) == {
        "roles": ["plant manager", "head of operations"],
        "locations": ["Germany"],
        "industries": ["Machinery"],
        "people": 250,
    }


@pytest.mark.parametrize(("people", "fits"), [(0, False), (49, False), (50, True), (5000, True), (5001, False)])
def test_fifty_to_five_thousand_people_may_be_asked_for(people, fits):
    assert LinkedInPeopleForm({"roles": "ceo", "people": people}).is_valid() is fits


def test_everybody_with_the_role_in_the_place_is_found(sandbox, offer):
    search = run(offer, roles="manager", industries="", people=1000)
    world = sandbox.world
    columns = world.people.columns
    expected = {
        world.people.get(number).slug
        for number in world.people.on(ON_LINKEDIN)
        if "manager" in world.people.titles[columns.title[number]].text.lower().split()
        and world.cities[columns.city[number]].country == "Germany"
    }
    found = set(Lead.objects.values_list("linkedin_slug", flat=True))
    assert found <= expected
    assert len(expected) - len(found) == search.counts["hidden"]
    assert search.cursor["state"]["chosen"][0]["titles"][0] == "Germany"
    assert set(LeadSource.objects.values_list("reference", flat=True)) == {"“manager”"}


def test_a_limit_is_shared_by_the_roles_and_used_up(sandbox, offer):
    search = run(offer, roles="ceo\nmanager", industries="", people=100)
    assert search.counts["people"] == 100


def test_no_more_people_are_taken_than_were_asked_for(sandbox, offer):
    search = run(offer, roles="manager", locations="", industries="", people=70)
    assert search.counts["people"] == 70


def test_a_place_that_linkedin_does_not_know_stops_the_search_with_the_word(sandbox, offer):
    search = run(offer, locations="Atlantis", industries="")
    assert (search.status, search.found, sandbox.calls.by_endpoint["unipile search"]) == ("failed", 0, 0)
    assert search.error == "The place “Atlantis”: LinkedIn knows no place of this name."
    assert search.remedy == "Spell it as LinkedIn does, and start the search again."


@pytest.mark.parametrize(
    ("typed", "known"), [("The Netherlands", "Netherlands"), ("the netherlands", "Netherlands"), ("Turkey", "Türkiye")]
)
def test_a_country_is_looked_up_by_the_name_that_linkedin_has(sandbox, offer, typed, known):
    search = run(offer, roles="manager", locations=typed, industries="", people=50)
    assert (search.status, search.error) == ("finishing", "")
    assert [(chosen["word"], chosen["titles"][0]) for chosen in search.cursor["state"]["chosen"]] == [(typed, known)]


def test_one_of_two_places_is_enough_and_the_other_is_named(sandbox, offer):
    search = run(offer, roles="manager", locations="Atlantis\nGermany", industries="", people=50)
    assert (search.status, search.counts["people"]) == ("finishing", 50)
    assert [problem["about"] for problem in search.problems] == ["The place “Atlantis”"]


def test_an_account_with_sales_navigator_is_shown_more_people_of_a_role(sandbox, offer):
    search = run(offer, roles="manager", locations="Germany\nFrance\nSpain\nItaly", industries="Machinery", people=1100)
    assert sandbox.calls.by_endpoint["unipile me"] == 1
    assert sandbox.calls.by_endpoint["unipile search"] == ceil(search.counts["people"] / 100)
    bodies = sandbox.calls.listing(provider="unipile", endpoint="parameters")
    assert sum("type=SALES_INDUSTRY" in call["path"] for call in bodies) == 1


@pytest.fixture
def without_navigator(settings, sandbox):
    settings.PROVIDERS = settings.PROVIDERS | {"UNIPILE_ACCOUNT_ID": "acc_classic"}
    clients.reset()


def test_the_end_of_what_linkedin_shows_is_said(sandbox, without_navigator, offer):
    search = run(offer, roles="manager", locations="", industries="", people=1500)
    assert search.counts["people"] == 1000
    assert [problem["cause"] for problem in search.problems] == [
        "LinkedIn shows only the first 1,000 people of a search."
    ]


def test_a_further_day_asks_for_the_next_role_by_seniority(offer):
    past = [Search(parameters={"roles": ["plant manager"], "people": 250})]
    assert LinkedInPeople.expanded(offer, past) == {"roles": ["head of operations"], "people": 250}
    assert LinkedInPeople.expanded(None, [Search(parameters={"roles": ["accountant"]})]) is None

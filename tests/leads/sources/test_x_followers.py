import pytest

from autoreach.sandbox.world import ON_X
from leads.models import Lead, LeadSource
from leads.sources.source import RUNNING
from leads.sources.tasks import run_search
from leads.sources.x_followers import XFollowersForm
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

pytestmark = pytest.mark.django_db


def run(**typed):
    search = begin("x_followers", offer_of(WorkspaceFactory()), **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


@pytest.fixture
def hub(sandbox):
    """The account that most people follow in the category: (number, handle)."""
    world = sandbox.world
    hubs = [hub for hub in world.network.hubs("crm", ON_X) if world.has_account(hub, ON_X)]
    number = max(hubs, key=lambda hub: world.network.follower_count(hub, ON_X))
    return number, world.account_name(number)


def test_every_follower_is_found_once(sandbox, hub):
    number, name = hub
    world, count = sandbox.world, sandbox.world.network.follower_count(number, ON_X)
    search = run(accounts=f"https://x.com/{name}", people=5000)
    expected = {world.people.get(each).handle.lower() for each in world.network.followers(number, ON_X, 0, count)}
    assert set(Lead.objects.values_list("x_handle", flat=True)) == expected
    assert search.counts == {"accounts": 1, "people": count}
    evidence = set(LeadSource.objects.values_list("evidence", "evidence_url", "reference"))
    assert evidence == {(f"Follows @{name}", f"https://x.com/{name}", f"@{name}")}


def test_no_more_people_are_read_than_were_asked_for(sandbox, hub):
    search = run(accounts=hub[1], people=25)
    assert (search.counts["people"], Lead.objects.count()) == (25, 25)
    assert dict(sandbox.calls.by_endpoint) == {"x users_by": 1, "x followers": 1}


def test_what_one_account_lacks_is_read_of_the_others(sandbox, hub):
    world = sandbox.world
    few = next(number for number in world.people.on(ON_X) if world.network.follower_count(number, ON_X) == 5)
    search = run(accounts=f"{world.account_name(few)}\n{hub[1]}", people=60)
    assert search.counts["people"] >= 55


def test_whom_an_account_follows_can_be_read_too(sandbox):
    world = sandbox.world
    number = next(each for each in world.people.on(ON_X) if each > 100 and world.network.following(each, ON_X))
    run(accounts=world.account_name(number), whom="following", people=100)
    hubs = [hub for hub in world.network.following(number, ON_X) if hub < world.people.count]
    expected = {world.people.get(hub).handle.lower() for hub in hubs}
    assert set(Lead.objects.values_list("x_handle", flat=True)) == expected


def test_a_private_account_and_one_that_is_not_there_are_named_and_the_rest_goes_on(sandbox, hub):
    search = run(accounts=f"protected_sbx\nnot_there_sbx\n{hub[1]}", people=10)
    assert [(each["about"], each["cause"]) for each in search.problems] == [
        ("@protected_sbx", "The account is private: X does not list its followers."),
        ("@not_there_sbx", "X has no such account, or has suspended it."),
    ]
    assert (search.status, Lead.objects.count()) == ("finishing", 10)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"accounts": ""}, "accounts"),
        ({"accounts": "https://example.com/page"}, "accounts"),
        ({"people": 0}, "people"),
        ({"people": 10_001}, "people"),
        ({"whom": "friends"}, "whom"),
    ],
)
def test_what_cannot_be_searched_is_refused(typed, field):
    form = XFollowersForm({"accounts": "@acme", "whom": "followers", "people": 10} | typed)
    assert list(form.errors) == [field]


def test_every_person_is_charged(sandbox):
    costs = RUNNING["x_followers"].costs({"accounts": ["a", "b"], "people": 500})
    assert [(cost.what, float(cost.usd)) for cost in costs] == [("accounts looked up", 0.02), ("people", 5.0)]

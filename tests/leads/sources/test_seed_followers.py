import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from autoreach.calls import clients
from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.models import Expansion, Lead, LeadSource, SeedAccount
from leads.sources.running import control
from leads.sources.running.control import start
from leads.sources.running.expansion import start_due
from leads.sources.running.queue import SEARCHES, give_up
from leads.sources.running.reading import take_step
from leads.sources.seed_followers import XSeedFollowersForm, followers_of
from leads.sources.tasks import run_search
from tests.factories import LeadFactory, OfferFactory, SearchFactory, WorkspaceFactory
from tests.leads.sources.searching import another_day, finished, offer_of
from tests.planner import rows_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory())


def seed_of(offer, handle, *, platform="x", saved=True, **fields):
    seed = SeedAccount.objects.create(
        workspace=offer.workspace, offer=offer, platform=platform, handle=handle, kind="vendor", reason="A vendor.",
        verified_at=timezone.now(), saved_at=timezone.now() if saved else None, **fields
    )  # fmt: skip
    seed.searches.add(SearchFactory(workspace=offer.workspace, offer=offer, kind=f"{platform}_lookalike"))
    return seed


def extract(kind, offer, **parameters):
    search = start(workspace=offer.workspace, user=None, offer=offer, kind=kind, parameters=parameters)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def hubs_of(world):
    return [hub for hub in world.network.hubs("production_planning", ON_X) if world.has_account(hub, ON_X)]


def test_the_followers_of_saved_accounts_become_leads_that_say_where_they_came_from(sandbox, offer):
    world = sandbox.world
    first, second = hubs_of(world)[:2]
    seeds = [seed_of(offer, world.account_name(hub).lower()) for hub in (first, second)]
    search = extract("x_seeds", offer, accounts=[seed.handle for seed in seeds], people=60, whom="followers")
    assert (search.status, search.counts["people"]) == ("finishing", 60)
    assert search.origin == seeds[1].searches.get()
    assert {source.kind for source in LeadSource.objects.all()} == {"x_seeds"}
    assert [seed.leads for seed in SeedAccount.objects.order_by("pk")] == [
        Lead.objects.filter(sources__reference=f"@{world.account_name(hub).lower()}").count() for hub in (first, second)
    ]
    assert min(SeedAccount.objects.values_list("leads", flat=True)) >= 30


def test_a_lead_that_an_account_brings_twice_counts_once(sandbox, offer):
    seed = seed_of(offer, sandbox.world.account_name(hubs_of(sandbox.world)[0]).lower())
    for _ in range(2):
        extract("x_seeds", offer, accounts=[seed.handle], people=20, whom="followers")
    seed.refresh_from_db()
    assert seed.leads == Lead.objects.count() == 20


def test_the_followers_of_a_person_on_linkedin_count_too(sandbox, offer):
    world = sandbox.world
    hub = next(hub for hub in world.network.hubs("production_planning", ON_LINKEDIN) if hub < world.people.count)
    seed = seed_of(offer, f"person:{world.people.get(hub).slug}", platform="linkedin")
    extract("linkedin_seeds", offer, accounts=[seed.handle], people=30)
    seed.refresh_from_db()
    assert seed.leads == Lead.objects.count() > 0


def test_only_saved_accounts_of_the_offer_can_be_extracted(offer):
    seed_of(offer, "saved", followers=12_000, name="Saved")
    seed_of(offer, "proposed", saved=False)
    seed_of(OfferFactory(workspace=offer.workspace), "of_another_offer")
    form = XSeedFollowersForm({"accounts": ["saved"], "people": 500}, offer=offer)
    assert form.fields["accounts"].choices == [("saved", "Saved (@saved) · 12,000 followers")]
    assert form.is_valid()
    assert form.stored() == {"accounts": ["saved"], "people": 500, "whom": "followers"}
    refused = XSeedFollowersForm({"accounts": ["proposed"], "people": 500}, offer=offer)
    assert list(refused.errors) == ["accounts"]
    assert XSeedFollowersForm({"people": 10}, offer=offer).errors["accounts"] == ["Choose at least one seed account."]


def test_a_further_day_reads_only_accounts_that_are_still_saved(sandbox, offer):
    world = sandbox.world
    kept, removed = (seed_of(offer, world.account_name(hub).lower()) for hub in hubs_of(world)[:2])
    first = finished(start(
        workspace=offer.workspace, user=None, offer=offer, kind="x_seeds",
        parameters={"accounts": [kept.handle, removed.handle], "people": 20, "whom": "followers"},
    ))  # fmt: skip
    removed.remove()
    later = another_day(first)
    assert (later.parameters["accounts"], later.counts) == ([kept.handle], {"accounts": 1, "people": 20})
    assert set(later.lead_sources.values_list("reference", flat=True)) == {kept.shown_handle}
    kept.remove()
    Expansion.objects.update(next_at=timezone.now())
    assert (start_due(), Expansion.objects.get().stopped_because) == (
        0,
        "None of its seed accounts is saved any more. "
        "Save other seed accounts, and start a search for their followers.",
    )


def test_the_leads_are_counted_once_however_many_pages_are_read(sandbox, offer):
    seeds = [seed_of(offer, sandbox.world.account_name(hub).lower()) for hub in hubs_of(sandbox.world)[:2]]
    with CaptureQueriesContext(connection) as asked:
        extract("x_seeds", offer, accounts=[seed.handle for seed in seeds], people=20, whom="followers")
    assert len([each for each in asked if each["sql"].startswith('UPDATE "leads_seedaccount"')]) == 1
    assert [seed.leads for seed in SeedAccount.objects.order_by("pk")] == [10, 10]


def began(sandbox, offer):
    """An extraction that has read the followers of the first of two seed accounts."""
    seeds = [seed_of(offer, sandbox.world.account_name(hub).lower()) for hub in hubs_of(sandbox.world)[:2]]
    parameters = {"accounts": [seed.handle for seed in seeds], "people": 20, "whom": "followers"}
    search = start(workspace=offer.workspace, user=None, offer=offer, kind="x_seeds", parameters=parameters)
    work = SEARCHES.claim(search.pk)
    assert [take_step(work) for _ in range(2)] == [True, True]
    return work


def test_an_extraction_whose_platform_is_disconnected_counts_what_it_brought(sandbox, offer, settings):
    work = began(sandbox, offer)
    settings.PROVIDERS = {}
    clients.reset()
    assert take_step(work) is False
    work.refresh_from_db()
    assert (work.status, work.error) == ("failed", "X is not connected.")
    assert [seed.leads for seed in SeedAccount.objects.order_by("pk")] == [10, 0]


@pytest.mark.parametrize(
    "end", [control.cancel, control.pause, give_up, lambda work: (work.offer.archive(), take_step(work))]
)
def test_an_extraction_that_ends_or_rests_between_two_pages_counts_what_it_brought(sandbox, offer, end):
    end(began(sandbox, offer))
    assert [seed.leads for seed in SeedAccount.objects.order_by("pk")] == [10, 0]


def test_who_follows_a_seed_account_is_found_without_a_look_at_who_follows_others(offer):
    seed = seed_of(offer, "planmaster")
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind="x_seeds")
    for reference in ("@planmaster", *(f"@other_{number}" for number in range(20))):
        lead = LeadFactory(workspace=offer.workspace)
        LeadSource.objects.create(
            workspace=offer.workspace, lead=lead, search=search, kind="x_seeds", reference=reference
        )
    assert rows_read("leads_leadsource", lambda: list(followers_of(seed))) == 1

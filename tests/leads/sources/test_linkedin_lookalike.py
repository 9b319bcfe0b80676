from functools import partial

import pytest

from autoreach.sandbox.world import ON_LINKEDIN
from leads.models import Lead
from leads.sources.linkedin_lookalike import LinkedInLookalikeForm
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import offer_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory(scorer="ai"))


run = partial(read, "linkedin_lookalike")


def people_followers(world, search):
    people = search.seed_accounts.filter(handle__startswith="person:")
    by_slug = {world.people.get(number).slug: number for number in world.people.on(ON_LINKEDIN)}
    expected = {s.slug: world.network.follower_count(by_slug[s.slug], ON_LINKEDIN) for s in people}
    return {seed.slug: seed.followers for seed in people}, expected


def test_an_ai_proposes_people_and_companies_and_each_is_looked_up(sandbox, offer):
    search = run(offer)
    found, expected = people_followers(sandbox.world, search)
    assert found == expected and found
    assert (search.status, search.seed_accounts.count(), Lead.objects.count()) == ("finishing", 10, 0)
    vendor = search.seed_accounts.get(name="PlanMaster")
    assert (vendor.kind, vendor.is_company, vendor.shows_followers) == ("vendor", True, False)


def test_a_profile_leads_to_those_whose_posts_the_person_passes_on(without_ai, offer):
    world, sharer = without_ai.world, 198
    hub = world.people.get(world.network.hubs(world.category_of(sharer).code, ON_LINKEDIN)[0])
    search = run(offer, profile=f"https://www.linkedin.com/in/{world.people.get(sharer).slug}")
    seed = search.seed_accounts.get(handle=f"person:{hub.slug}")
    assert seed.reason == f"{world.people.get(sharer).linkedin_name} passes its posts on."


def test_without_ai_competitors_and_voices_are_proposed(without_ai, offer):
    search = run(offer)
    found, expected = people_followers(without_ai.world, search)
    assert found == expected
    assert search.seed_accounts.get(name="PlanMaster").reason.startswith("Named in the offer as a competitor.")
    assert search.counts["posts"] > 0


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("https://x.com/acme", "This is no profile on LinkedIn."),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7390000000000000001/", "This is the address of a post."),
    ],
)
def test_an_address_of_another_kind_is_refused(offer, typed, complaint):
    form = LinkedInLookalikeForm({"profile": typed, "followers": 100}, offer=offer)
    assert [error.partition(".")[0] + "." for error in form.errors["profile"]] == [complaint]


def test_a_profile_that_is_gone_is_named(sandbox, offer):
    search = run(offer, profile="https://www.linkedin.com/in/unknown-person-sbx")
    slug, cause = search.error.split(": ", 1)
    assert (search.status, slug) == ("failed", "the profile of unknown-person-sbx")
    assert cause.startswith("It does not exist, was deleted, or is private")

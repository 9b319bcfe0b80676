import pytest

from autoreach.sandbox.world import ON_LINKEDIN
from leads.models import Lead, LeadSource
from leads.sources.linkedin_followers import LinkedInFollowersForm
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

pytestmark = pytest.mark.django_db


def run(**typed):
    search = begin("linkedin_followers", offer_of(WorkspaceFactory()), **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def vendor(world):
    """A company of the world that people follow: (account, slug)."""
    number = world.network.hubs("crm", ON_LINKEDIN)[-1]
    return number, world.companies.get(number - world.people.count).slug


def test_every_follower_of_a_company_is_found(sandbox):
    world = sandbox.world
    number, slug = vendor(world)
    count = world.network.follower_count(number, ON_LINKEDIN)
    run(accounts=f"https://www.linkedin.com/company/{slug}/", people=10_000)
    followers = world.network.followers(number, ON_LINKEDIN, 0, count)
    assert Lead.objects.count() == len(followers)
    assert set(LeadSource.objects.values_list("evidence", flat=True)) == {f"Follows {slug} on LinkedIn"}


def test_no_more_people_are_read_than_were_asked_for(sandbox):
    search = run(accounts=f"linkedin.com/company/{vendor(sandbox.world)[1]}", people=30)
    assert (search.counts, Lead.objects.count()) == ({"profiles": 1, "people": 30}, 30)


def test_a_person_s_followers_are_read_too(sandbox):
    search = run(accounts="https://www.linkedin.com/in/ann-oneil-sbx", people=50)
    assert search.counts["people"] == Lead.objects.count() > 0


def test_a_profile_that_is_not_there_is_named_and_the_rest_goes_on(sandbox):
    search = run(
        accounts=f"linkedin.com/in/not-there-at-all\nlinkedin.com/company/{vendor(sandbox.world)[1]}", people=20
    )
    assert [each["about"] for each in search.problems] == ["the profile of not-there-at-all"]
    assert (search.status, Lead.objects.count()) == ("finishing", 10)


def test_a_later_page_that_is_refused_is_named_with_its_cause_and_other_lists_go_on(sandbox):
    world = sandbox.world
    people = [
        number
        for number in world.people.on(ON_LINKEDIN)[1000:]
        if world.network.follower_count(number, ON_LINKEDIN) > 250
    ][:2]
    slugs = [world.people.get(number).slug for number in people]
    sandbox.faults.set([{"fault": "forbidden", "provider": "unipile", "endpoint": "followers", "after": 2, "count": 1}])
    search = run(accounts="\n".join(f"linkedin.com/in/{slug}" for slug in slugs), people=400)
    assert search.problems == [
        {
            "about": f"more followers of {slugs[0]}",
            "cause": "LinkedIn does not show the rest of the list: your LinkedIn account at Unipile may not do this: "
            "The account lacks this feature.",
            "remedy": "Start the search again.",
            "is_nothing": False,
        }
    ]
    shown = [
        world.network.followers(number, ON_LINKEDIN, 0, most) for number, most in zip(people, (100, 200), strict=True)
    ]
    assert search.counts["people"] == len({*shown[0], *shown[1]})


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"accounts": ""}, "accounts"), ({"accounts": "https://x.com/nora"}, "accounts"), ({"people": 0}, "people")],
)
def test_what_cannot_be_read_is_refused(typed, field):
    form = LinkedInFollowersForm({"accounts": "linkedin.com/in/nora-sample", "people": 10} | typed)
    assert list(form.errors) == [field]

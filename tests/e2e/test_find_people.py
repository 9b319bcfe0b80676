"""From an offer to people with evidence, as a user sees it; the outside world is the sandbox."""

import re

import pytest
from playwright.sync_api import expect

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.models import Search
from scoring.models import BuyerScore
from tests.factories import PASSWORD, MembershipFactory
from tests.leads.sources.searching import offer_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(sandbox, sandbox_server, settings):
    settings.SANDBOX_URL, _ = sandbox_server
    return sandbox


@pytest.fixture
def member():
    return MembershipFactory(role="owner")


@pytest.fixture
def offer(member):
    return offer_of(member.workspace, locations=["Germany"])


@pytest.fixture
def desk(page, world, member, offer):
    page.goto("/login/")
    page.get_by_label("Username").fill(member.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/buyers/")  # unlike `expect`, until its scripts listen
    return page


def figure(desk, label):
    return desk.locator("#search-progress .figures div", has=desk.get_by_text(label, exact=True)).locator("dd")


def test_posts_are_searched_and_their_authors_stand_there_with_what_they_wrote(desk, assert_accessible, photograph):
    desk.goto("/searches/")
    desk.get_by_role("link", name="Find people").first.click()
    expect(desk.get_by_role("heading", name="Find people")).to_be_visible()
    assert_accessible(desk)
    photograph(desk, "find-people")
    desk.locator("section", has=desk.locator("#platform-x")).get_by_role("link", name="Search posts").click()
    expect(desk.get_by_label("Search for")).to_have_value(re.compile("recommend production planning\nalternative"))
    expect(desk.locator("#search-cost .figure")).to_have_text("about $5.25")
    assert_accessible(desk)
    photograph(desk, "search-new")
    desk.get_by_label("Posts (required)").fill("9")
    expect(desk.locator("#search-cost")).to_contain_text("Posts: At least 10.")
    desk.get_by_label("Search for").fill("planmaster")
    desk.get_by_label("Posts (required)").fill("20")
    desk.get_by_label("People who replied, too").uncheck()
    expect(desk.locator("#search-cost .figure")).to_have_text("about $0.30")
    expect(desk.locator("#cost-in-bar")).to_have_text("about $0.30")
    desk.get_by_role("button", name="Start the search").click()
    expect(figure(desk, "Posts")).to_have_text("20")
    expect(desk.locator("#search-progress")).to_contain_text("Completed")
    expect(desk.locator("#found-people ~ ol li").first.locator("blockquote")).to_be_visible()
    assert desk.locator("#search-progress").get_attribute("hx-get") is None
    assert_accessible(desk)
    photograph(desk, "search")
    desk.locator("#found-people ~ ol li a").first.click()
    expect(desk.get_by_role("heading", name="Where this person came from")).to_be_visible()
    photograph(desk, "lead-from-search")


def test_a_search_that_found_nobody_says_what_to_change_and_keeps_what_was_asked(desk, offer, photograph):
    desk.goto(f"/searches/new/linkedin_people/?offer={offer.pk}")
    desk.get_by_label("Places").fill("Atlantis")
    desk.get_by_role("button", name="Start the search").click()
    expect(desk.get_by_role("alert")).to_contain_text("LinkedIn knows no place of this name.")
    photograph(desk, "search-failed")
    desk.get_by_role("link", name="Search again with changes").click()
    expect(desk.get_by_label("Places")).to_have_value("Atlantis")
    photograph(desk, "search-again")
    desk.get_by_label("Places").fill("Germany")
    desk.get_by_label("Roles").fill("manager")
    desk.get_by_label("People (required)").fill("50")
    desk.get_by_role("button", name="Start the search").click()
    expect(figure(desk, "Results read")).to_have_text("50")
    desk.goto("/searches/")
    photograph(desk, "searches")
    expect(desk.get_by_text("LinkedIn: manager")).to_be_visible()


def test_a_search_that_waits_says_what_for_and_can_be_cancelled_and_deleted(desk, world, offer, photograph):
    world.faults.set([{"fault": "out_of_credits", "provider": "x", "after": 1}])
    desk.goto(f"/searches/new/tweet_search/?offer={offer.pk}")
    desk.get_by_role("button", name="Start the search").click()
    expect(desk.get_by_text("X is out of credits.")).to_be_visible()
    photograph(desk, "search-waiting")
    desk.get_by_role("button", name="Pause").click()
    expect(desk.get_by_text("Paused. Resume it")).to_be_visible()
    desk.get_by_role("button", name="Cancel").click()
    desk.get_by_role("button", name="Delete").click()
    expect(desk.get_by_text("No searches yet")).to_be_visible()
    assert Search.objects.get().deleted_at is not None


def walks(world):
    """What is typed into the form of each source, beside what the offer suggests."""
    hub = world.network.hubs("crm", ON_X)[0]
    on_x, on_linkedin = (most_answered(world, platform) for platform in (ON_X, ON_LINKEDIN))
    return {
        "x_followers": {"accounts": world.account_name(hub), "people": "10"},
        "x_post": {"posts": f"https://x.com/i/status/{world.posts.id_of(on_x)}", "people": "10"},
        "linkedin_followers": {"accounts": "https://www.linkedin.com/in/eager-buyer-sbx/", "people": "10"},
        "linkedin_post": {
            "posts": f"https://www.linkedin.com/feed/update/urn:li:activity:{world.posts.id_of(on_linkedin)}/",
            "people": "10",
        },
        "linkedin_content": {"pains": "planmaster", "hiring": "", "seeking": "", "buying": "", "posts": "2"},
        "linkedin_companies": {"descriptors": "manufacturing", "companies": "10"},
        "linkedin_jobs": {"roles": "planner", "jobs": "25", "companies": "10"},
        "links": {"text": "Meet https://x.com/eager_sbx and https://www.linkedin.com/in/ann-oneil-sbx/"},
    }


def most_answered(world, platform):
    posts = world.posts.younger_than(6 * 1440, platform, answers=False)
    return max(posts, key=lambda post: len(world.posts.answers_to(post, "replied_to")))


def test_every_source_leads_from_its_form_to_scored_people(desk, world, offer):
    for kind, typed in walks(world.world).items():
        desk.goto(f"/searches/new/{kind}/?offer={offer.pk}")
        for name, value in typed.items():
            desk.locator(f"#id_{name}").fill(value)
        desk.get_by_role("button", name="Start the search").click()
        expect(desk.locator("#search-progress")).to_contain_text("Completed")
        expect(desk.locator("#found-people ~ ol li").first).to_be_visible()
        search = Search.objects.get(kind=kind)
        scores = BuyerScore.objects.filter(offer=offer, lead__sources__search=search)
        assert (kind, scores.count(), scores.filter(scored_at=None).count()) == (kind, search.found, 0)

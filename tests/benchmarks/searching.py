"""Searches against the sandbox's world: what each source is asked, and whom it has to find."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone

from autoreach.calls import clients
from autoreach.sandbox import environment
from autoreach.sandbox.server import running
from autoreach.sandbox.unipile_ids import distance_of
from autoreach.sandbox.unipile_search import Search as LinkedInSearch
from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from autoreach.sandbox.world.dice import words_of
from leads.models import Lead, Offer, Search, Workspace
from leads.sources.lookalike import SEEDS
from leads.sources.running.control import start
from leads.sources.source import RUNNING

MINUTES = 1440
# LinkedIn names no one beyond the third degree.
FARTHEST_SHOWN = 3
# The level of the world's people below which none leads.
LEADS = 5
# How many follow a seed account at the least, unless one asks for fewer.
FOLLOWED_ENOUGH = 100
OFFER = {
    "name": "Planwise",
    "description": "Production planning software that replans a factory in seconds.",
    "target_audience": "Plant managers and heads of operations at machine builders. Not recruiters.",
    "pain_points": ["late deliveries because of manual planning"],
    "competitors": ["PlanMaster"],
}


@dataclass
class Scenario:
    """`typed` goes over the form's defaults; `people` are the handles or slugs of all whom it has to find.

    `one_of` are sets of which it has to find one person each. `least` is with how few calls that can be done. `is_full`
    says that its limits are used up, so that its estimate can be compared with its cost.
    """

    name: str
    kind: str
    typed: dict
    people: set[str] | None
    least: int
    is_full: bool = False
    one_of: list[set[str]] | None = None
    without_ai: bool = False
    ask_ai: bool = False
    columns: tuple[str, ...] = field(default=("x_handle", "linkedin_slug"))

    def found(self, search: Search) -> set[str]:
        if RUNNING[self.kind].info.finds_accounts:
            return set(search.seed_accounts.values_list("handle", flat=True))
        rows = Lead.objects.filter(sources__search=search).values_list(*self.columns)
        return {next(filter(None, row), "").lower() for row in rows}


@contextmanager
def sandbox():
    """A sandbox in this process, which every client of it is pointed at."""
    with running() as (url, app):
        settings.SANDBOX_URL, settings.PROVIDERS, settings.ALLOWANCES = url, environment(url), {}
        clients.reset()
        yield app


def new_offer(number: int) -> Offer:
    workspace = Workspace.objects.create(name="Benchmark", slug=f"benchmark-{number}")
    return Offer.objects.create(workspace=workspace, **OFFER)


def providers_of(scenario: Scenario) -> dict[str, str]:
    known = environment(settings.SANDBOX_URL)
    return {name: value for name, value in known.items() if not (scenario.without_ai and name.startswith("OPENAI"))}


def begin(scenario: Scenario, offer: Offer) -> Search:
    settings.PROVIDERS = providers_of(scenario)
    offer.workspace.scorer = Workspace.Scorer.AI if scenario.ask_ai else Workspace.Scorer.AUTOMATIC
    offer.workspace.save(update_fields=["scorer"])
    form_class = RUNNING[scenario.kind].Parameters
    blank = form_class(offer=offer)
    defaults = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    sent = {name: "\n".join(value) if isinstance(value, list) else value for name, value in defaults.items()}
    form = form_class(
        {
            name: value
            for name, value in (sent | scenario.typed).items()
            if value not in (None, "", False) or (value == 0 and value is not False)
        },
        offer=offer,
    )
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return start(workspace=offer.workspace, user=None, offer=offer, kind=scenario.kind, parameters=form.stored())


def scenarios(world) -> list[Scenario]:
    makers: list[Callable] = [
        tweets_of_a_week,
        tweets_of_a_month,
        tweets_as_suggested,
        x_followers,
        some_x_followers,
        answers_on_x,
        links,
        people_by_role,
        linkedin_followers,
        linkedin_posts,
        comments_on_linkedin,
        companies,
        hiring_companies,
        lookalike,
        lookalike_by_ai,
    ]
    return [make(world) for make in makers]


def hidden(world):
    """Numbers of people whom X does not show."""
    return {number for number, case in enumerate(world.people.cases) if case.x}


def posts_with(world, words, days):
    since = timezone.now() - timedelta(days=days)
    posts = [post for post in world.posts.younger_than(days * MINUTES, ON_X) if post.relation != "retweeted"]
    unseen = hidden(world)
    return [
        post for post in posts
        if words in post.text.lower() and world.moment(post) > since and post.account not in unseen
    ]  # fmt: skip


def writers(world, posts):
    return {world.account_name(post.account).lower() for post in posts if post.account < world.people.count}


def tweet_scenario(world, name, days, page_size, ids_a_query):
    posts = posts_with(world, "planmaster", days)
    unseen = hidden(world)
    answers = {
        post: [one for one in world.posts.answers_to(post, "replied_to") if one.account not in unseen] for post in posts
    }
    answered = [post for post in posts if answers[post]]
    replies = [reply for found in answers.values() for reply in found]
    typed = {"queries": "planmaster", "posts": 300, "days": days, "language": "", "exclude": "", "replies": "on"}
    least = ceil(len(posts) / page_size) + max(ceil(len(answered) / ids_a_query), ceil(len(replies) / page_size))
    return Scenario(name, "tweet_search", typed, writers(world, [*posts, *replies]), least)


def tweets_of_a_week(world):
    return tweet_scenario(world, "posts of a week and their replies", 7, 100, 13)


def tweets_of_a_month(world):
    return tweet_scenario(world, "posts of a month and their replies", 30, 500, 27)


def tweets_as_suggested(world):
    """What the form asks by itself: ten queries, each of which needs a call, with replies to the posts of each."""
    return Scenario("posts as the offer suggests", "tweet_search", {}, None, 10 + 10, is_full=True)


def people_by_role(world):
    columns = world.people.columns
    numbers = [
        number for number in world.people.on(ON_LINKEDIN)
        if "manager" in world.people.titles[columns.title[number]].text.lower().split()
        and world.cities[columns.city[number]].country == "Germany"
        and distance_of(number) <= FARTHEST_SHOWN
    ]  # fmt: skip
    named = {world.people.get(number).slug for number in numbers}
    typed = {"roles": "manager", "locations": "Germany", "industries": "", "people": 1000}
    return Scenario("managers in Germany", "linkedin_people", typed, named, 1 + ceil(len(numbers) / 50))


def lookalike(world):
    """Without AI, from a profile: all accounts that it follows, where its posts name no others."""
    for number in world.people.on(ON_X):
        hubs = world.network.following(number, ON_X)
        followed = [hub for hub in hubs if world.network.follower_count(hub, ON_X) >= FOLLOWED_ENOUGH]
        named = any("@" in post.text for post in world.posts.timeline(number, ON_X))
        if number > len(world.people.cases) and 5 <= len(followed) <= SEEDS and not named:
            break
    typed = {"profile": world.account_name(number)}
    seeds = {world.account_name(hub).lower() for hub in followed}
    return Scenario("accounts that a profile follows", "x_lookalike", typed, seeds, 4, without_ai=True)


def lookalike_by_ai(world):
    """Whom the sources of the AI name for the trade, in three calls: a web search, its reading, and one look-up."""
    hubs = world.network.hubs("production_planning", ON_X)
    named = [hub for hub in hubs if world.has_account(hub, ON_X)][::-1][:SEEDS]
    seeds = {world.account_name(hub).lower() for hub in named}
    return Scenario("accounts that the web names", "x_lookalike", {}, seeds, 3, ask_ai=True)


def x_followers(world):
    hub, count = largest_hub(world, ON_X)
    followers = {world.people.get(each).handle.lower() for each in world.network.followers(hub, ON_X, 0, count)}
    typed = {"accounts": world.account_name(hub), "people": 5000, "whom": "followers"}
    return Scenario("followers of an account", "x_followers", typed, followers, 1 + ceil(count / 1000))


def some_x_followers(world):
    hub, _ = largest_hub(world, ON_X)
    followers = {world.people.get(each).handle.lower() for each in world.network.followers(hub, ON_X, 0, 200)}
    typed = {"accounts": world.account_name(hub), "people": 200, "whom": "followers"}
    return Scenario("some followers of an account", "x_followers", typed, followers, 2, is_full=True)


def largest_hub(world, platform):
    """(an account of the category, how many follow it)."""
    hubs = [hub for hub in world.network.hubs("crm", platform) if world.has_account(hub, platform)]
    hub = max(hubs, key=lambda each: world.network.follower_count(each, platform))
    return hub, world.network.follower_count(hub, platform)


def most_answered(world, platform, days):
    """The post with the most replies of those that may be seen."""
    posts = world.posts.younger_than(days * MINUTES, platform, answers=False)
    unseen = hidden(world)
    return max(
        (post for post in posts if post.account not in unseen),
        key=lambda post: len(world.posts.answers_to(post, "replied_to")),
    )


def answers_on_x(world):
    post = most_answered(world, ON_X, 6)
    kinds = {kind: world.posts.answers_to(post, kind) for kind in ("replied_to", "quoted", "retweeted")}
    unseen = hidden(world)
    people = writers(world, [answer for found in kinds.values() for answer in found if answer.account not in unseen])
    address = f"https://x.com/{world.account_name(post.account)}/status/{world.posts.id_of(post)}"
    typed = {"posts": address, "replies": "on", "quotes": "on", "reposts": "on", "people": 100}
    least = 1 + sum(bool(found) for found in kinds.values())
    return Scenario("answers to a post on X", "x_post", typed, people, least)


def links(world):
    """Profile links of both platforms and the address of a search."""
    on_x = {world.people.get(number).handle.lower() for number in world.people.on(ON_X)[500:540]}
    on_linkedin = {world.people.get(number).slug for number in world.people.on(ON_LINKEDIN)[900:940]}
    # without a date, X counts its week from the beginning of today
    posts = posts_with(world, "planmaster", 8)
    posts = [post for post in posts if post.age <= 7 * MINUTES]
    text = "\n".join(
        [
            *(f"https://x.com/{handle}" for handle in on_x),
            *(f"https://www.linkedin.com/in/{slug}/" for slug in on_linkedin),
            "https://x.com/search?q=planmaster&src=typed_query",
        ]
    )
    people = on_x | on_linkedin | writers(world, posts)
    least = ceil(len(posts) / 100)
    return Scenario("links of a text", "links", {"text": text, "results": 1000}, people, least)


def linkedin_followers(world):
    hub, count = next(
        (number, count)
        for number in world.people.on(ON_LINKEDIN)[1000:]
        if (count := world.network.follower_count(number, ON_LINKEDIN)) > 250
    )
    followers = {world.people.get(each).slug for each in world.network.followers(hub, ON_LINKEDIN, 0, count)}
    typed = {"accounts": f"https://www.linkedin.com/in/{world.people.get(hub).slug}/", "people": 5000}
    least = 1 + ceil(count / 100)
    return Scenario("followers on LinkedIn", "linkedin_followers", typed, followers, least)


def linkedin_posts(world):
    posts = [
        post for post in world.posts.younger_than(30 * MINUTES, ON_LINKEDIN, answers=False)
        if "planmaster" in words_of(post.text)
    ][:200]  # fmt: skip
    comments = {post: world.posts.answers_to(post, "replied_to") for post in posts}
    people = slugs(world, [*posts, *(each for found in comments.values() for each in found)])
    words = {"pains": "planmaster", "hiring": "", "seeking": "", "buying": "", "growth": ""}
    typed = words | {"posts": 200, "comments": "on"}
    least = ceil(len(posts) / 50) + sum(map(bool, comments.values()))
    return Scenario("posts on LinkedIn and their comments", "linkedin_content", typed, people, least)


def slugs(world, posts):
    return {world.people.get(post.account).slug for post in posts if post.account < world.people.count}


def comments_on_linkedin(world):
    post = most_answered(world, ON_LINKEDIN, 60)
    answers = [answer for kind in ("replied_to", "reacted") for answer in world.posts.answers_to(post, kind)]
    typed = {"posts": f"urn:li:activity:{world.posts.id_of(post)}", "comments": "on", "reactions": "on", "people": 100}
    return Scenario("comments on a LinkedIn post", "linkedin_post", typed, slugs(world, answers), 3)


def at_companies(world, numbers):
    """The people LinkedIn shows of each company at which someone leads."""
    found = {number: set() for number in numbers}
    led = set()
    for number in world.people.on(ON_LINKEDIN):
        company = world.people.columns.company[number]
        if company in found and distance_of(number) <= FARTHEST_SHOWN:
            found[company].add(world.people.get(number).slug)
            led |= {company} if world.people.get(number).level < LEADS else set()
    return [found[number] for number in numbers if number in led]


def companies(world):
    numbers = [company.number for company in LinkedInSearch(world).find_companies({"keywords": "manufacturing"})][:100]
    typed = {"descriptors": "manufacturing", "locations": "", "industries": "", "companies": 100}
    least = ceil(len(numbers) / 50) + len(numbers)
    one_of = at_companies(world, numbers)
    return Scenario("companies of a kind", "linkedin_companies", typed, None, least, one_of=one_of)


def hiring_companies(world):
    ads = LinkedInSearch(world).find_jobs({"keywords": "planner", "date_posted": 30})[:200]
    numbers = list(dict.fromkeys(ad.company.number for ad in ads if ad.company.name not in OFFER["competitors"]))[:50]
    typed = {"roles": "planner", "locations": "", "jobs": 200, "companies": 50}
    least = ceil(len(ads) / 50) + 2 * len(numbers)
    return Scenario("hiring companies", "linkedin_jobs", typed, None, least, one_of=at_companies(world, numbers))

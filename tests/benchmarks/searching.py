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
from autoreach.sandbox.unipile_search import distance_of
from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.models import Lead, Offer, Search, Workspace
from leads.sources.running.control import start
from leads.sources.source import RUNNING

MINUTES = 1440
# LinkedIn names no one beyond the third degree.
FARTHEST_SHOWN = 3
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

    `least` is with how few calls that can be done. `is_full` says that its limits are used up, so that its estimate can
    be compared with its cost.
    """

    name: str
    kind: str
    typed: dict
    people: set[str] | None
    least: int
    is_full: bool = False
    columns: tuple[str, ...] = field(default=("x_handle", "linkedin_slug"))

    def found(self, search: Search) -> set[str]:
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


def begin(scenario: Scenario, offer: Offer) -> Search:
    form_class = RUNNING[scenario.kind].Parameters
    blank = form_class(offer=offer)
    defaults = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    sent = {name: "\n".join(value) if isinstance(value, list) else value for name, value in defaults.items()}
    form = form_class(
        {
            name: value
            for name, value in (sent | scenario.typed).items()
            if value not in (None, "", False) or (value == 0 and value is not False)
        }
    )
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    return start(workspace=offer.workspace, user=None, offer=offer, kind=scenario.kind, parameters=form.stored())


def scenarios(world) -> list[Scenario]:
    makers: list[Callable] = [tweets_of_a_week, tweets_of_a_month, tweets_as_suggested, people_by_role, x_followers]
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


def x_followers(world):
    hubs = [hub for hub in world.network.hubs("crm", ON_X) if world.has_account(hub, ON_X)]
    hub = max(hubs, key=lambda each: world.network.follower_count(each, ON_X))
    count = world.network.follower_count(hub, ON_X)
    followers = {world.people.get(each).handle.lower() for each in world.network.followers(hub, ON_X, 0, count)}
    typed = {"accounts": world.account_name(hub), "people": 5000, "whom": "followers"}
    return Scenario("followers of an account", "x_followers", typed, followers, 1 + ceil(count / 1000))

from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.providers.x.objects import XPost
from leads.models import Lead, LeadSource, Offer, Search
from leads.sources.queries import phrases
from leads.sources.source import RUNNING, estimated_usd, most_usd
from leads.sources.tasks import run_search
from leads.sources.tweet_search import TweetSearch, TweetSearchForm, threads, x_query
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of, parameters_of

DEFAULTS = {"exclude": "giveaway, retweet, air drop", "min_likes": 3, "language": "en"}


def test_what_is_left_out_stands_in_the_query():
    assert x_query("crm OR erp", DEFAULTS) == ('(crm OR erp) -giveaway -is:retweet -"air drop" min_likes:3 lang:en')
    assert x_query("planning tool", {"exclude": "", "min_likes": 0, "language": ""}) == "planning tool"


def form(**typed):
    return TweetSearchForm({"queries": "crm", "posts": 250, "days": 7, "replies_a_post": 100, "min_likes": 0} | typed)


def test_a_query_is_as_long_as_the_search_that_is_used_takes():
    assert form(queries="x" * 512).is_valid()
    assert form(queries="x" * 513).errors["queries"] == [
        f"“{'x' * 40}…” is too long: with what is left out it has 513 characters, and X takes 512."
    ]
    assert form(queries="x" * 1024, days=60).is_valid()
    assert not form(queries="x" * 1025, days=60).is_valid()


@pytest.mark.parametrize(
    ("searches", "posts", "said"),
    [
        (3, 30, []),
        (3, 29, ["3 searches need 30. Ask for more posts, or fewer searches."]),
        (30, 299, ["30 searches need 300. Ask for more posts, or fewer searches."]),
        # no number of posts that the field takes would do
        (31, 300, ["31 searches need 310. Keep 30 searches at the most."]),
    ],
)
def test_each_search_needs_ten_posts_as_its_hint_says(searches, posts, said):
    asked = form(queries="\n".join(map(str, range(searches))), posts=posts)
    assert asked.errors.get("posts", []) == [f"X delivers at least 10 posts a search: {each}" for each in said]
    assert asked.fields["posts"].help_text == (
        "10 to 300, over all searches together, and at least 10 for each. X delivers no fewer."
    )


@pytest.mark.parametrize(("field", "number"), [("posts", 0), ("posts", 301), ("days", 0), ("replies_a_post", 101)])
def test_numbers_are_within_their_range(field, number):
    assert list(form(**{field: number}).errors) == [field]


def test_the_spelling_that_x_refuses_by_now_is_corrected():
    checked = form(queries="crm min_faves:5 min_retweets:2")
    assert checked.is_valid() and checked.stored()["queries"] == ["crm min_likes:5 min_reposts:2"]


@pytest.mark.django_db
def test_an_offer_suggests_what_to_search_for():
    suggested = parameters_of("tweet_search", offer_of(WorkspaceFactory()))
    assert suggested["queries"][:4] == [
        "recommend production planning",
        'alternative "PlanMaster"',
        'frustrated "PlanMaster"',
        "late deliveries",
    ]
    assert (suggested["posts"], suggested["days"], suggested["replies"], suggested["replies_a_post"]) == (
        250,
        60,
        True,
        100,
    )
    assert suggested["exclude"] == "giveaway, retweet, airdrop"


def post(number, replies, conversation=None):
    return XPost(str(number), "Agreed", "7", replies=replies, conversation_id=str(conversation or number))


def test_the_replies_to_many_posts_are_asked_for_at_once():
    posts = [post(number, replies) for number, replies in enumerate((40, 60, 1, 500), start=1)]
    assert list(threads(posts, 100, 100, 512)) == [
        (["conversation_id:1", "conversation_id:2"], 100),
        (["conversation_id:3"], 1),
        (["conversation_id:4"], 100),
    ]
    many = [post(number, 1) for number in range(10**18, 10**18 + 40)]
    asked = list(threads(many, 100, 100, 512))
    assert [len(terms) for terms, _ in asked] == [13, 13, 13, 1]
    assert max(len(" OR ".join(terms)) for terms, _ in asked) <= 512


def test_a_conversation_is_asked_for_once_and_a_reply_outside_of_them_by_itself():
    source = TweetSearch(Search(parameters={"replies_a_post": 10, "days": 7}))
    found = [post(1, 2), post(2, 1, conversation=1), post(3, 4, conversation=9), post(4, 0), post(5, 0, conversation=9)]
    pages = list(source.reply_pages(found))
    assert [each.given for each in pages] == [{"terms": ["conversation_id:1", "in_reply_to_tweet_id:3"], "most": 6}]
    assert list(source.reply_pages([post(6, 3, conversation=1)])) == []


def test_the_estimate_is_of_posts_with_their_authors_and_of_usual_replies(settings):
    costs = RUNNING["tweet_search"].costs({"posts": 100, "replies": True, "replies_a_post": 10})
    assert [(cost.what, cost.number, float(cost.usd)) for cost in costs] == [
        ("posts with their authors", 100, 1.5),
        ("replies with their authors", 40, 0.6),
    ]
    assert (float(estimated_usd(costs)), float(most_usd(costs))) == (2.1, 16.5)


@pytest.mark.django_db
def test_every_author_of_the_week_is_found_and_who_replied(sandbox):
    asked = {"queries": "planmaster", "posts": 300, "days": 7, "language": "", "exclude": ""}
    search = begin("tweet_search", offer_of(WorkspaceFactory()), **asked)
    run_search(search.pk)
    world = sandbox.world
    oldest = timezone.now() - timedelta(days=7)
    week = [post for post in world.posts.younger_than(7 * 1440, 1) if post.relation != "retweeted"]
    week = [post for post in week if world.moment(post) > oldest]
    states = {number for number, case in enumerate(world.people.cases) if case.x}
    posts = [post for post in week if "planmaster" in post.text.lower() and post.account not in states]
    replies = [
        answer
        for post in posts
        for answer in world.posts.answers_to(post, "replied_to")
        if answer.account not in states
    ]
    expected = {post.account for post in [*posts, *replies] if post.account < world.people.count}
    assert set(Lead.objects.values_list("x_handle", flat=True)) == {
        world.account_name(account).lower() for account in expected
    }
    assert LeadSource.objects.filter(evidence="").count() == 0


@pytest.mark.django_db
def test_more_than_a_week_is_asked_of_the_archive(sandbox):
    search = begin("tweet_search", offer_of(WorkspaceFactory()), queries="planmaster", posts=10, replies=False)
    run_search(search.pk)
    # the first search of the archive may take longer than a worker waits, and is asked again
    assert set(sandbox.calls.by_endpoint) == {"x search_all"}


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "longest"), [(7, 512), (60, 1024)])
def test_no_further_day_asks_for_more_than_x_takes(days, longest):
    competitor = "Enterprise Resource Planning Suite for Midsized Manufacturers"
    offer = offer_of(WorkspaceFactory(), competitors=[f"{competitor} {number} {'x' * 180}" for number in range(2)])
    exclude = ", ".join(f"a b{number}" for number in range(25))
    # the suggested phrases with so long a name are too long by themselves
    asked = parameters_of("tweet_search", offer, queries="crm", days=days, exclude=exclude)
    past = [Search(parameters=asked | {"queries": ["crm"] * 10}, created_at=timezone.now())]
    for _ in range(4):
        day = TweetSearch.expanded(offer, past)
        assert day["queries"] and max(len(x_query(query, day)) for query in day["queries"]) <= longest
        past.append(Search(parameters=day, created_at=timezone.now()))


@pytest.mark.parametrize(("query", "days"), [("crm", 6), ("x" * 600, 8)])
def test_once_nothing_fresh_is_left_a_day_asks_again_for_what_was_written_since(query, days):
    asked = parameters_of("tweet_search", queries="crm", days=60)
    now = timezone.now()
    past = [
        Search(parameters=asked | {"queries": queries}, created_at=now - timedelta(days=5 - place))
        for place, queries in enumerate([[query], ["erp"], ["mes"], ["wms"], ["tms"]])
    ]
    assert TweetSearch.expanded(None, past) == asked | {"queries": [query], "days": days}
    assert TweetSearch.expanded(None, past[:1]) is None


def test_an_offer_whose_phrases_last_for_two_days_is_searched_for_on_each_further_day():
    offer = Offer(wanted_phrases=["payroll is a mess", "late payslips"])
    asked = parameters_of("tweet_search", queries=phrases(offer)[0], posts=300)
    days = [asked["queries"]]
    while len(days) < 6:
        past = [Search(parameters=asked | {"queries": queries}, created_at=timezone.now()) for queries in days]
        days.append(TweetSearch.expanded(offer, past)["queries"])
    assert days == days[:2] * 3

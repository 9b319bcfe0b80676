from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from autoreach.calls.models import Allowance, ProviderCall
from autoreach.calls.prices import research_usd
from autoreach.sandbox.world import ON_X
from leads.models import Lead, Offer, Search, SeedAccount, Workspace
from leads.sources.running.queue import SEARCHES
from leads.sources.source import RUNNING, estimated_usd, most_usd
from leads.sources.tasks import run_search
from leads.sources.x_lookalike import XLookalikeForm, one_query
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, lose_answer, offer_of, parameters_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory(scorer="ai"))


run = partial(read, "x_lookalike")


def hubs_of(world, category="production_planning"):
    hubs = world.network.hubs(category, ON_X)
    return {world.account_name(hub).lower(): hub for hub in hubs if world.has_account(hub, ON_X)}


def followers_of(world, seeds):
    hubs = hubs_of(world)
    return {seed.handle: world.network.follower_count(hubs[seed.handle], ON_X) for seed in seeds}


def test_an_ai_proposes_accounts_and_each_is_looked_up(sandbox, offer):
    begun = timezone.now()
    search = run(offer)
    seeds = list(search.seed_accounts.order_by("-followers"))
    assert (search.status, len(seeds), Lead.objects.count()) == ("finishing", 10, 0)
    assert {seed.handle: seed.followers for seed in seeds} == followers_of(sandbox.world, seeds)
    first = seeds[0]
    assert (first.name, first.kind, first.saved_at) == ("PlanMaster", "vendor", None)
    assert first.reason == (
        "Vendor PlanMaster: production planning software. Its description speaks of production, planning and software."
    )
    assert begun <= first.verified_at <= timezone.now()
    assert abs(search.cost().spent / search.estimated_usd - 1) < 0.2


def test_a_proposed_account_that_does_not_exist_is_left_out_and_named(sandbox, offer):
    search = run(offer)
    assert [(each["about"], each["cause"]) for each in search.problems] == [
        ("@productionpl", "X has no such account. It is left out.")
    ]
    assert not SeedAccount.objects.filter(handle="productionpl").exists()


def test_without_ai_competitors_and_who_writes_about_it_are_proposed(without_ai, offer):
    search = run(offer)
    seeds = {seed.name: seed for seed in search.seed_accounts.all()}
    assert {seed.handle: seed.followers for seed in seeds.values()} == followers_of(without_ai.world, seeds.values())
    assert (seeds["PlanMaster"].kind, seeds["PlanMaster"].reason.partition(".")[0]) == (
        "vendor",
        "Named in the offer as a competitor",
    )
    assert {seed.kind for seed in seeds.values()} == {"vendor", "thought_leader"}
    assert search.counts["posts"] == 100
    assert abs(search.cost().spent / search.estimated_usd - 1) < 0.2


def test_a_profile_leads_to_the_accounts_that_it_follows(without_ai, offer):
    world = without_ai.world
    number = next(each for each in world.people.on(ON_X) if each > 100 and world.network.following(each, ON_X))
    name = world.account_name(number)
    search = run(offer, profile=f"https://x.com/{name}")
    followed = {world.account_name(hub).lower() for hub in world.network.following(number, ON_X)}
    handles = set(search.seed_accounts.values_list("handle", flat=True))
    assert handles and handles <= followed
    assert {seed.reason.partition(".")[0] for seed in search.seed_accounts.all()} == {f"Followed by @{name}"}


@pytest.mark.parametrize(
    ("profile", "cause"),
    [
        ("@protected_sbx", "The account is private: X does not say whom it follows."),
        ("@not_there_sbx", "X has no such account, or has suspended it."),
    ],
)
def test_a_profile_that_cannot_be_read_is_named(sandbox, offer, profile, cause):
    search = run(offer, profile=profile)
    assert (search.status, search.error) == ("failed", f"{profile}: {cause}")


def test_an_account_that_is_found_again_stays_saved(sandbox, offer):
    first = run(offer)
    saved = first.seed_accounts.order_by("-followers").first()
    SeedAccount.objects.filter(pk=saved.pk).update(saved_at=saved.verified_at, followers=1)
    second = run(offer)
    again = SeedAccount.objects.get(pk=saved.pk)
    assert (again.saved_at, again.followers) == (saved.verified_at, saved.followers)
    assert list(again.searches.order_by("pk")) == [first, second]
    assert SeedAccount.objects.count() == 10


def test_accounts_that_too_few_follow_are_left_out(sandbox, offer):
    search = run(offer, followers=1_000_000)
    assert (search.status, search.seed_accounts.count()) == ("finishing", 0)


def test_what_is_asked_for_is_kept_when_the_credits_run_out(sandbox, offer):
    sandbox.faults.set([{"fault": "out_of_credits", "provider": "x"}])
    search = run(offer)
    assert (search.status, search.waits_for) == ("pending", "X is out of credits")
    sandbox.faults.set([])
    Allowance.objects.update(blocked_until=None, reason="")
    Search.objects.update(not_before=None)
    run_search(search.pk)
    search.refresh_from_db()
    assert (search.status, search.seed_accounts.count()) == ("finishing", 10)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("https://www.linkedin.com/in/jane-doe", "This is a profile on LinkedIn."),
        ("https://x.com/acme/status/1234567890", "This is the address of a post."),
        ("https://example.com/about-us", "This is no profile on X."),
    ],
)
def test_an_address_of_another_kind_is_refused(typed, complaint):
    form = XLookalikeForm({"profile": typed, "followers": 100, "posts": 100})
    assert [error.partition(".")[0] + "." for error in form.errors["profile"]] == [complaint]


def test_without_an_offer_or_a_profile_there_is_nothing_to_start_from():
    typed = {"followers": 100, "posts": 100, "queries": "late deliveries"}
    silent = Offer(workspace=Workspace(), description=" ", target_audience="")
    assert [XLookalikeForm(typed, offer=offer).non_field_errors() for offer in (None, silent)] == [
        ["Choose an offer first: the people who follow the accounts are scored for it."],
        ["The offer does not say what is sold and to whom. Describe it, or name a profile to start from."],
    ]


def test_the_searches_of_one_query_fit_into_it():
    assert one_query(["a b", "c"]) == "((a b) OR (c)) -is:retweet"
    assert len(one_query(["word " * 60] * 5)) <= 1024


def test_an_estimate_has_a_line_for_what_is_read(without_ai, offer):
    costs = RUNNING["x_lookalike"].costs(parameters_of("x_lookalike", offer))
    assert [(cost.what, cost.number, float(cost.usd)) for cost in costs] == [
        ("accounts of competitors", 5, 0.05),
        ("posts with their authors", 100, 1.5),
        ("accounts looked up", 20, 0.2),
    ]


def test_with_ai_the_most_is_what_is_read_where_the_web_names_no_account(sandbox, offer):
    costs = RUNNING["x_lookalike"].costs(parameters_of("x_lookalike", offer))
    assert [(cost.what, cost.number, cost.most, float(cost.most_usd)) for cost in costs[1:]] == [
        ("accounts looked up", 10, 20, 0.2),
        ("accounts and posts read, as the web names no account", 0, 125, 1.75),
    ]
    assert most_usd(costs) == research_usd(1, 1) + Decimal("1.95")


@pytest.mark.parametrize("profile", ["", "@name"])
def test_where_the_ai_cannot_search_no_more_is_spent_than_was_named(sandbox, offer, profile):
    sandbox.faults.set([{"fault": "no_path", "provider": "openai", "count": 1}])
    world = sandbox.world
    number = next(each for each in world.people.on(ON_X) if each > 100 and world.network.following(each, ON_X))
    search = run(offer, profile=profile and f"https://x.com/{world.account_name(number)}")
    costs = RUNNING["x_lookalike"].costs(search.parameters)
    assert search.seed_accounts.count() > 0
    assert estimated_usd(costs) < search.cost().spent <= most_usd(costs)


@pytest.mark.parametrize(
    ("steps", "about"),
    [(0, "the web for accounts"), (1, "what the web says")],
)
def test_an_answer_of_the_ai_that_a_crash_lost_is_not_paid_twice(sandbox, offer, steps, about):
    proposed = set(run(offer).seed_accounts.values_list("handle", flat=True))
    sandbox.calls.clear()
    search = begin("x_lookalike", offer)
    lose_answer(search, after=steps)
    run_search(search.pk)
    search.refresh_from_db()
    asked = ProviderCall.objects.filter(owner_id=search.pk, provider="ai").order_by("pk")
    assert list(asked.values_list("status", flat=True)) == ["booked"] * steps + ["uncertain"]
    assert sandbox.calls.by_endpoint["openai responses"] == steps
    handles = set(search.seed_accounts.values_list("handle", flat=True))
    # what the web said is paid and known: only its reading is missing
    assert (search.status, handles == proposed) == ("finishing", steps == 1) and handles
    assert search.problems[0] == {
        "about": about,
        "cause": "The worker stopped while it waited for the answer. It may be paid already, so it is not asked for "
        "again.",
        "remedy": "“Search again” asks for it, and may pay for it, once more.",
        "is_nothing": False,
    }


def test_a_workspace_that_uses_no_ai_asks_x_instead(sandbox, offer):
    Workspace.objects.filter(pk=offer.workspace_id).update(scorer=Workspace.Scorer.LOCAL)
    offer = Offer.objects.get(pk=offer.pk)
    assert {"competitors", "queries", "posts"} <= set(XLookalikeForm(offer=offer).fields)
    search = run(offer)
    asked = ProviderCall.objects.filter(owner_id=search.pk, owner_kind="search")
    assert set(asked.values_list("provider", flat=True)) == {"x"}


def test_a_plan_without_the_archive_is_asked_for_the_last_week(without_ai, offer):
    without_ai.faults.set([{"fault": "forbidden", "endpoint": "search_all"}])
    search = run(offer, posts=150)
    assert (search.status, search.problems, search.counts["posts"] > 0) == ("finishing", [], True)
    assert without_ai.calls.by_endpoint["x search_recent"] >= 1


def test_searches_that_a_user_took_out_are_not_made(without_ai, offer):
    search = run(offer, queries="")
    assert "x search_all" not in without_ai.calls.by_endpoint
    assert search.counts.get("posts", 0) == 0


def test_a_search_that_asks_an_ai_holds_up_no_common_worker(sandbox, offer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        asking = begin("x_lookalike", offer)
        begin("tweet_search", offer, queries="crm", posts=10)
        begin("tweet_search", offer, queries="crm", posts=20, by_ai=True)
    assert [task.keywords["cluster"] for task in woken] == ["slow", "autoreach", "slow"]
    run_search(asking.pk)
    with django_capture_on_commit_callbacks() as woken:
        Search.objects.filter(pk=asking.pk).update(status="pending", lease=None)
        SEARCHES.wake(asking.pk)
    assert [task.keywords["cluster"] for task in woken] == ["autoreach"]

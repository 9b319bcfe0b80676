from decimal import Decimal

import pytest

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.models import Lead, LeadSource
from leads.sources.follower_lists import HEAD_PAGE
from leads.sources.source import RUNNING
from tests.factories import SearchFactory, WorkspaceFactory
from tests.leads.sources.searching import another_day, offer_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(sandbox):
    """What is typed for an account with many followers, by kind of search."""
    world = sandbox.world
    hub = next(hub for hub in world.network.hubs("crm", ON_X) if world.has_account(hub, ON_X))
    vendor = world.network.hubs("crm", ON_LINKEDIN)[-1]
    slug = world.companies.get(vendor - world.people.count).slug
    return {"x_followers": world.account_name(hub), "linkedin_followers": f"linkedin.com/company/{slug}"}


def met_by(search):
    return set(LeadSource.objects.filter(search=search).values_list("lead", flat=True))


def unfollow(first, number):
    """As if the newest people had come after the run."""
    (noted,) = first.cursor["state"]["lists"].values()
    noted["newest"] = noted["newest"][number:]
    first.save(update_fields=["cursor"])


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_a_further_day_reads_on_where_the_day_before_ended(sandbox, account, kind):
    first = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=40)
    second = another_day(first)
    third = another_day(first)
    assert [len(met_by(each)) for each in (first, second, third)] == [40, 40, 40]
    assert Lead.objects.count() == 120


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_new_followers_come_first_however_many_there_are(sandbox, account, kind):
    first = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=60)
    unfollow(first, 30)
    newest = set(LeadSource.objects.filter(search=first).order_by("pk").values_list("lead", flat=True)[:30])
    assert len(met_by(another_day(first)) & newest) == 30


def test_where_all_were_read_only_the_first_page_is_read_and_paid(sandbox, account):
    first = run("x_followers", offer_of(WorkspaceFactory()), accounts=account["x_followers"], people=10_000)
    later = another_day(first)
    assert (later.created, later.parameters["people"]) == (0, HEAD_PAGE)
    assert later.estimated_usd == later.cost().spent == Decimal("0.26")


def ordered(search):
    found = LeadSource.objects.filter(search=search).order_by("pk")
    return list(found.values_list("lead__x_handle", "lead__linkedin_slug"))


@pytest.fixture
def overtaken(sandbox, account):
    """Of each kind, a search of ten people above whom thirty came since; and the fifty people on top of the list."""

    def searched(kind):
        whole = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=40)
        first = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=10)
        first.cursor["state"]["lists"] = whole.cursor["state"]["lists"]
        (noted,) = first.cursor["state"]["lists"].values()
        noted["newest"] = noted["newest"][30:]
        first.save(update_fields=["cursor"])
        top = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=50)
        return first, ordered(top)

    return searched


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_where_more_came_than_a_run_may_read_further_days_read_the_rest_and_none_twice(overtaken, kind):
    first, top = overtaken(kind)
    days = [another_day(first) for _ in range(4)]
    # on LinkedIn a cursor keeps the size of its first page
    assert [ordered(day)[:10] for day in days] == [top[:10], top[10:20], top[20:30], top[40:50]]
    assert [len(ordered(day)) for day in days[:3]] == [10, 10, 10]
    assert len({day.cost().spent for day in days[:3]}) == 1


def test_who_came_while_the_rest_was_read_is_read_once_it_is(overtaken):
    first, top = overtaken("x_followers")
    assert [ordered(another_day(first)) for _ in range(2)] == [top[:10], top[10:20]]
    second = first.repetitions.latest("pk")
    (noted,) = second.cursor["state"]["lists"].values()
    noted["head"]["newest"] = noted["head"]["newest"][5:]
    second.save(update_fields=["cursor"])
    assert [ordered(another_day(first)) for _ in range(2)] == [top[20:30], top[:5] + top[40:45]]


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_a_rest_that_the_provider_no_longer_knows_is_read_from_the_top(overtaken, kind):
    first, top = overtaken(kind)
    second = another_day(first)
    (noted,) = second.cursor["state"]["lists"].values()
    noted["head"]["cursor"] = "expired"
    second.save(update_fields=["cursor"])
    third = another_day(first)
    assert (ordered(third), third.problems) == (top[:10], [])


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_a_run_that_stops_among_the_new_ones_forgets_nobody(sandbox, account, kind):
    first = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=60)
    top = ordered(first)
    unfollow(first, 30)
    sandbox.faults.set([{"fault": "not_found", "endpoint": "followers", "after": 1}])
    second = another_day(first)
    sandbox.faults.set([])
    third = another_day(first)
    assert (ordered(second), ordered(third)[:5]) == (top[:25], top[25:30])
    assert (len(ordered(third)[:60]), set(ordered(third)[5:]).isdisjoint(top)) == (60, True)
    assert (third.parameters, len(third.cursor["state"]["lists"])) == (first.parameters, 1)


def test_a_list_that_was_not_begun_is_not_taken_for_read(sandbox, account):
    both = f"{account['x_followers']}\neager_sbx"
    sandbox.faults.set([{"fault": "not_found", "endpoint": "followers", "after": 1}])
    first = run("x_followers", offer_of(WorkspaceFactory()), accounts=both, people=10_000)
    sandbox.faults.set([])
    assert another_day(first).parameters == first.parameters


def test_only_the_last_run_that_noted_a_list_is_loaded(django_assert_num_queries):
    first = SearchFactory(kind="x_followers", cursor={"state": {"lists": {"acme": "oldest"}}})
    more = {"kind": first.kind, "workspace": first.workspace, "repeats": first}
    SearchFactory(**more, cursor={"state": {"lists": {"acme": "newest"}}})
    SearchFactory(**more, cursor={"state": {}})
    source = RUNNING["x_followers"](SearchFactory(**more))
    with django_assert_num_queries(1) as asked:
        assert source.list_of("acme") == "newest"
    assert asked.captured_queries[0]["sql"].endswith("LIMIT 1")


@pytest.mark.parametrize("fault", ["not_found", "throttled"])
def test_a_list_that_is_withheld_for_a_day_goes_on_where_it_was(sandbox, account, fault):
    first = run("linkedin_followers", offer_of(WorkspaceFactory()), accounts=account["linkedin_followers"], people=40)
    sandbox.faults.set([{"fault": fault, "endpoint": "followers", "after": 1}])
    second = another_day(first)
    sandbox.faults.set([])
    third = another_day(first)
    assert (ordered(second), len(ordered(third))) == ([], 40)
    assert set(ordered(third)).isdisjoint(ordered(first))

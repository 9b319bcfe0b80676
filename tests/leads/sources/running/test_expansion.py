import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from autoreach.calls.budget import set_monthly_cap
from leads.models import Expansion, Lead, LeadSource, Search
from leads.signals import search_started
from leads.sources.running import control, expansion
from leads.sources.running.expansion import DAY, look_ahead, start_due, switch_off, switch_on
from leads.sources.source import RUNNING
from tests.concurrency import apart
from tests.factories import MembershipFactory, ProviderCallFactory, SearchFactory, WorkspaceFactory
from tests.leads.sources.searching import another_day, begin, offer_of, parameters_of, run

pytestmark = pytest.mark.django_db
EXHAUSTED = RUNNING["tweet_search"].if_exhausted


@pytest.fixture
def first(sandbox, clock):
    """A search of yesterday that brought people."""
    search = begin("tweet_search", offer_of(WorkspaceFactory()), queries="crm\nerp", posts=100, replies=False)
    return ended(search, created=5)


def ended(search, status="completed", **changes):
    now = timezone.now()
    changes = {"completed_at": now + timedelta(seconds=1), "created_at": now - DAY, **changes}
    Search.objects.filter(pk=search.pk).update(status=status, **changes)
    search.refresh_from_db()
    return search


def due(first, ago=timedelta(0)):
    Expansion.objects.filter(search=first).update(next_at=timezone.now() - ago)


def runs_of(first):
    return list(first.repetitions.order_by("pk"))


def obstacle_of(first):
    return str(look_ahead(Expansion.objects.get(search=first))[0] or "")


def test_the_next_run_asks_others_and_says_what_it_is_expected_to_cost(first):
    switch_on(first, None)
    assert start_due() == 1
    (run,) = runs_of(first)
    assert run.parameters == first.parameters | {
        "queries": [
            '(recommend OR "looking for" OR best OR anyone) production planning',
            '(alternative OR leaving OR renewal OR migration) "PlanMaster"',
        ]
    }
    assert (run.offer, run.status, run.estimated_usd) == (first.offer, "pending", Decimal("1.5"))


def test_a_search_is_repeated_a_day_after_its_last_run_and_not_before(first):
    ended(first, created_at=timezone.now() - timedelta(hours=20))
    daily = switch_on(first, None)
    assert daily.next_at == first.created_at + timedelta(hours=24)
    assert (start_due(), runs_of(first)) == (0, [])


def test_days_that_were_missed_bring_one_run(first, clock):
    switch_on(first, None)
    due(first, ago=timedelta(days=5, hours=1))
    assert (start_due(), start_due(), len(runs_of(first))) == (1, 0, 1)
    assert Expansion.objects.get().next_at == clock.now + timedelta(hours=23)


@pytest.mark.django_db(transaction=True)
def test_two_workers_start_a_day_once(sandbox):
    offer, asked = offer_of(WorkspaceFactory()), parameters_of("tweet_search", queries="crm\nerp")
    first = SearchFactory(workspace=offer.workspace, kind="tweet_search", offer=offer, parameters=asked)
    switch_on(ended(first), None)
    due(first)
    daily = Expansion.objects.get()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        assert expansion.start_next(daily.pk)
        # the other worker comes while this one has not committed yet
        assert not pool.submit(apart, expansion.start_next, daily.pk).result(timeout=60)
        transaction.set_rollback(True)


def test_one_that_was_switched_off_does_not_run(first):
    switch_on(first, None)
    assert switch_off(first) and not switch_off(first)
    assert start_due() == 0


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("paused", "Its last run is paused. Resume that run. Cancelling it stops the repetition."),
        ("finishing", "Its last run is still at work. The next one follows it."),
    ],
)
def test_a_run_waits_for_the_one_before(first, status, said):
    switch_on(first, None)
    due(first)
    Search.objects.filter(pk=first.pk).update(status=status)
    assert obstacle_of(first) == said
    assert (start_due(), Expansion.objects.get().is_on) == (0, True)


def test_cancelling_a_run_stops_the_repetition_until_it_is_switched_on(first, clock):
    switch_on(first, None)
    ended(first, "cancelled")
    due(first)
    start_due()
    assert (Expansion.objects.get().is_on, Expansion.objects.get().stopped_because) == (
        False,
        "Its last run was cancelled. Use “Repeat again” to go on.",
    )
    clock.now += timedelta(minutes=1)
    switch_on(first, None)
    assert start_due() == 1


def test_deleting_the_search_stops_the_repetition(first):
    switch_on(first, None)
    control.delete(first)
    assert (start_due(), Expansion.objects.get().is_on, runs_of(first)) == (0, False, [])


def test_a_run_that_the_budget_has_no_room_for_is_started_when_there_is(first):
    switch_on(first, None)
    set_monthly_cap(first.workspace_id, Decimal(1))
    assert start_due() == 0
    assert obstacle_of(first) == (
        "A run costs about $1.50, and $1.00 of this month’s budget is left. "
        "Raise the monthly budget under Settings, or wait for the first of the month."
    )
    ProviderCallFactory(workspace=first.workspace, cost_usd=Decimal("0.996"))
    assert "and $0.0040 of this month’s budget is left" in obstacle_of(first)
    ProviderCallFactory(workspace=first.workspace, cost_usd=Decimal("0.004"))
    set_monthly_cap(first.workspace_id, Decimal("2.50"))
    due(first)
    assert start_due() == 1


def test_an_archived_offer_is_searched_for_no_longer(first):
    switch_on(first, None)
    first.offer.archive()
    assert (start_due(), obstacle_of(first)) == (0, "Its offer is archived. Restore the offer to go on.")


def test_a_provider_that_is_not_connected_is_named(first, settings):
    switch_on(first, None)
    expansion.clients.cache_clear()
    settings.PROVIDERS = {}
    assert obstacle_of(first).startswith("X is not connected.")


def later_runs(first, status, count, **changes):
    for _ in range(count):
        due(first)
        assert start_due() == 1
        ended(runs_of(first)[-1], status, **changes)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("completed", f"Exhausted: 3 runs in a row brought no one new. {EXHAUSTED}"),
        ("failed", "3 runs in a row failed. X refuses the key. Renew it."),
    ],
)
def test_three_runs_in_a_row_without_anyone_new_stop_it(first, status, said, clock):
    switch_on(first, None)
    later_runs(first, status, 3, created=0, error="X refuses the key.", remedy="Renew it.")
    due(first)
    assert start_due() == 0
    assert (Expansion.objects.get().is_on, Expansion.objects.get().stopped_because) == (False, said)
    clock.now += timedelta(minutes=1)
    switch_on(first, None)
    assert start_due() == 1


def test_one_new_person_keeps_it_going_and_a_run_that_failed_is_asked_again(first):
    switch_on(first, None)
    later_runs(first, "completed", 2, created=0)
    later_runs(first, "completed", 1, created=1)
    later_runs(first, "failed", 1)
    later_runs(first, "completed", 1, created=0)
    failed, again = runs_of(first)[-2:]
    assert failed.parameters == again.parameters and obstacle_of(first) == ""


def test_a_search_with_nothing_left_to_ask_is_exhausted_at_once(first):
    Search.objects.filter(pk=first.pk).update(offer=None)
    first.refresh_from_db()
    daily = switch_on(first, None)
    assert (daily.is_on, daily.stopped_because) == (False, f"Exhausted: there is nothing left to ask for. {EXHAUSTED}")


@pytest.fixture
def broken(first):
    """Another search that is repeated; a key that its source reads is missing from what was stored."""
    search = ended(begin("tweet_search", first.offer, queries="crm", posts=100))
    switch_on(search, None)
    Search.objects.filter(pk=search.pk).update(parameters={"queries": ["crm"]})
    return search


def test_one_that_cannot_be_worked_out_is_put_off_and_does_not_keep_the_others(first, broken, monkeypatch, clock):
    monkeypatch.setattr(expansion, "STARTED_AT_ONCE", 1)
    switch_on(first, None)
    due(broken, ago=DAY)
    due(first)
    assert [start_due(), start_due(), len(runs_of(first)), len(runs_of(broken))] == [0, 1, 1, 0]
    daily = Expansion.objects.get(search=broken)
    assert (daily.is_on, daily.next_at, obstacle_of(broken)) == (
        True,
        clock.now + timedelta(minutes=10),
        "What the next run is to ask for could not be worked out. It is tried again every ten minutes. "
        "Where it stays, use “Search again” and repeat the new search.",
    )


def test_one_that_cannot_be_started_is_put_off_and_says_so_until_it_starts(first, clock):
    def fail(**_):
        raise RuntimeError("a receiver failed")

    switch_on(first, None)
    due(first)
    search_started.connect(fail)
    try:
        assert (start_due(), runs_of(first)) == (0, [])
    finally:
        search_started.disconnect(fail)
    daily = Expansion.objects.get()
    assert (daily.is_on, daily.next_at, daily.stopped_because) == (
        True,
        clock.now + timedelta(minutes=10),
        "The next run could not be started. It is tried again every ten minutes.",
    )
    due(first)
    assert (start_due(), Expansion.objects.get().stopped_because) == (1, "")


@pytest.mark.parametrize(
    ("membership", "runs"),
    [
        ({"role": "owner"}, 1),
        ({"role": "member", "rights": ["spend"]}, 1),
        ({"role": "member", "rights": ["invite"]}, 0),
        ({"role": "owner", "is_active": False}, 0),
        (None, 0),
    ],
)
def test_a_run_is_started_only_for_someone_who_may_spend_still(first, membership, runs):
    # an owner elsewhere has no say here
    user = MembershipFactory(role="owner").user
    if membership:
        fields = {name: value for name, value in membership.items() if name != "is_active"}
        MembershipFactory(workspace=first.workspace, user=user, **fields)
        user.is_active = membership.get("is_active", True)
        user.save()
    switch_on(first, None)
    Expansion.objects.update(switched_by=user)
    due(first)
    said = "Who switched it on may no longer spend here. Someone who may can use “Repeat again”."
    assert (start_due(), len(runs_of(first))) == (runs, runs)
    daily = Expansion.objects.get()
    assert (daily.is_on, daily.stopped_because) == (bool(runs), "" if runs else said)


def test_daily_runs_stop_when_who_switched_them_on_is_deleted(first):
    user = MembershipFactory(workspace=first.workspace).user
    switch_on(first, user)
    user.delete()
    due(first)
    daily = Expansion.objects.get()
    assert (start_due(), daily.is_on, daily.stopped_because) == (
        0,
        False,
        "Who switched it on was deleted. Someone who may spend can use “Repeat again”.",
    )


def people_of(search):
    return set(Lead.objects.filter(sources__search=search).values_list("x_handle", flat=True))


def test_a_whole_further_day_brings_other_people(sandbox):
    offer = offer_of(WorkspaceFactory())
    first = run("tweet_search", offer, queries="crm", posts=50, days=60, replies=False)
    later = another_day(first)
    phrase = '(recommend OR "looking for" OR best OR anyone) production planning'
    assert (later.status, later.parameters["queries"], later.problems) == ("completed", [phrase], [])
    others = people_of(later) - people_of(first)
    assert len(others) == later.created > 0
    said = LeadSource.objects.filter(search=later).values_list("evidence", flat=True)
    assert [text for text in said if not {"production", "planning"} <= set(re.findall(r"\w+", text.lower()))] == []

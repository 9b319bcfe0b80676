from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from autoreach.calls.models import DailyUsage, ProviderCall
from autoreach.calls.sums import add_up
from autoreach.calls.usage import PERIODS, offer_names, period_of, usage_of
from tests.factories import OfferFactory, WorkspaceFactory
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def workspace():
    return WorkspaceFactory()


def spend(workspace, usd, day=3, **fields):
    usd = usd and Decimal(usd)
    made = {"provider": "x", "purpose": "Tweet search", "source": "Tweet search", "calls": 2, "cost_usd": usd} | fields
    call = ProviderCall.objects.create(workspace=workspace, key=str(ProviderCall.objects.count()), **made)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)
    ProviderCall.objects.filter(pk=call.pk).update(created_at=at)


def shown(used, breakdown):
    return [(line.name, line.calls, line.usd) for line in used.of(breakdown)]


def test_spend_is_summed_by_each_thing_it_was_for(workspace):
    offer = OfferFactory(workspace=workspace)
    spend(workspace, "1.5", offer=offer)
    spend(workspace, "0.5", day=4, purpose="X posts", source="CSV import")
    spend(workspace, "4", provider="ai", purpose="AI scoring", source="", model="gpt-6-luna")
    used = usage_of(workspace.pk, FIRST, LAST)
    assert used.usd == Decimal(6)
    assert shown(used, "purpose") == [
        ("AI scoring", 2, 4),
        ("Tweet search", 2, Decimal("1.5")),
        ("X posts", 2, Decimal("0.5")),
    ]
    assert shown(used, "source") == [("", 2, 4), ("Tweet search", 2, Decimal("1.5")), ("CSV import", 2, Decimal("0.5"))]
    assert shown(used, "offer") == [("", 4, Decimal("4.5")), (str(offer.pk), 2, Decimal("1.5"))]
    assert shown(used, "model") == [("gpt-6-luna", 2, 4), ("", 4, 2)]
    assert shown(used, "provider") == [("ai", 2, 4), ("x", 4, 2)]
    assert offer_names(workspace.pk, used.of("offer")) == {str(offer.pk): offer.name}
    days = {day.day: spent for day, spent in used.days}
    assert (len(days), days[3], days[4], days[5]) == (31, {"x": Decimal("1.5"), "ai": 4}, {"x": Decimal("0.5")}, {})


def test_only_the_period_and_the_workspace_count_and_calls_in_progress_or_failed_do_not(workspace):
    spend(workspace, "1", day=0)
    spend(workspace, "1", day=32)
    spend(WorkspaceFactory(), "1")
    spend(workspace, "1", status="failed")
    spend(workspace, "1", status="started")
    spend(workspace, "1", calls=0, provider="local scorer")
    assert usage_of(workspace.pk, FIRST, LAST).lines == ()


def test_a_call_without_a_known_price_is_counted_as_such(workspace):
    spend(workspace, None, provider="ai")
    (line,) = usage_of(workspace.pk, FIRST, LAST).of("provider")
    assert (line.usd, line.unknown) == (0, 1)


def test_sums_follow_every_change_of_the_ledger_and_stay_when_they_are_added_up(workspace):
    offer = OfferFactory(workspace=workspace)
    spend(workspace, "1.5", offer=offer)
    spend(workspace, "0.5", offer=offer)
    spend(workspace, "4", provider="ai", model="gpt-6-luna")
    spend(workspace, None, day=9)
    calls = ProviderCall.objects.order_by("pk")
    calls.filter(pk=calls[0].pk).update(cost_usd="2")
    calls[1].delete()
    ProviderCall.objects.filter(model="gpt-6-luna").update(status="failed")
    offer.delete()
    before = usage_of(workspace.pk, FIRST, LAST)
    assert (before.usd, shown(before, "offer"), shown(before, "provider")) == (2, [("", 4, 2)], [("x", 4, 2)])
    for _ in range(2):
        add_up()
        assert usage_of(workspace.pk, FIRST, LAST) == before
    rows = DailyUsage.objects.order_by("day").values_list("day__day", "calls", "usd", "unknown")
    assert list(rows) == [(3, 2, 2, 0), (9, 2, 0, 1)]
    workspace.delete()
    assert not DailyUsage.objects.exists()


def test_what_was_spent_on_what_is_known_without_a_look_at_the_ledger(workspace):
    spend(workspace, "1")
    assert rows_read("calls_providercall", lambda: usage_of(workspace.pk, FIRST, LAST)) == 0


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("month", (2026, 11, 1), (2026, 11, 22)),
        ("last_month", (2026, 10, 1), (2026, 11, 1)),
        ("week", (2026, 11, 15), (2026, 11, 22)),
        ("quarter", (2026, 8, 24), (2026, 11, 22)),
    ],
)
def test_a_period_is_of_whole_days_up_to_the_end_of_today(name, since, until, clock):
    clock.now = datetime(2026, 11, 21, 23, 59, tzinfo=UTC)
    assert period_of(name) == (datetime(*since, tzinfo=UTC), datetime(*until, tzinfo=UTC))


def test_every_period_that_is_offered_can_be_read():
    assert [name for name in PERIODS if not period_of(name)] == []


def test_what_only_a_flat_rate_paid_shows_no_price_of_its_own(workspace):
    spend(workspace, "0", provider="linkedin", purpose="LinkedIn profile", source="Links")
    spend(workspace, "0", provider="linkedin", purpose="Find X profile", source="")
    spend(workspace, "0.5", purpose="Find X profile", source="")
    used = usage_of(workspace.pk, FIRST, LAST)
    assert [(line.name, line.at_flat_rate) for line in used.of("purpose")] == [
        ("Find X profile", False),
        ("LinkedIn profile", True),
    ]
    assert [(line.name, line.at_flat_rate) for line in used.of("provider")] == [("x", False), ("linkedin", True)]

"""What the ledger adds up to is kept beside it, whatever writes a line."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from autoreach.calls import budget
from autoreach.calls.models import ProviderCall, Spending
from autoreach.calls.sums import add_up
from tests.factories import WorkspaceFactory
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
Status = ProviderCall.Status
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def workspace():
    return WorkspaceFactory()


def book(workspace, *costs, on="2026-05-31T23:59:59Z", status=Status.BOOKED):
    lines = [ProviderCall(workspace=workspace, key=f"{n}:{ProviderCall.objects.count()}", cost_usd=cost, status=status)
             for n, cost in enumerate(costs)]  # fmt: skip
    lines = ProviderCall.objects.bulk_create(lines)
    ProviderCall.objects.filter(pk__in=[line.pk for line in lines]).update(created_at=on)
    return lines


def spent(workspace):
    rows = Spending.objects.filter(workspace=workspace).values_list("month").annotate(usd=Sum("usd"))
    return {month: usd for month, usd in rows.order_by("month") if usd}


def test_months_begin_in_utc_and_add_up_apart(workspace):
    book(workspace, 1, 2)
    book(workspace, 4, on="2026-06-01T00:00:00Z")
    book(WorkspaceFactory(), 8)
    assert spent(workspace) == {MAY: 3, JUNE: 4}


def test_a_call_that_failed_cost_nothing_and_one_of_unknown_price_is_not_counted(workspace):
    book(workspace, 1, status=Status.FAILED)
    book(workspace, None)
    book(workspace, 2, status=Status.UNCERTAIN)
    book(workspace, 4, status=Status.STARTED)
    assert spent(workspace) == {MAY: 6}


def test_every_change_of_a_line_changes_the_sum(workspace):
    first, second = book(workspace, 1, 2)
    for change, now_spent in (
        ({"cost_usd": 5}, {MAY: 7}),
        ({"cost_usd": None}, {MAY: 2}),
        ({"cost_usd": "0.000001"}, {MAY: Decimal("2.000001")}),
        ({"status": Status.FAILED}, {MAY: 2}),
        ({"status": Status.BOOKED, "created_at": "2026-06-02T00:00Z"}, {MAY: 2, JUNE: Decimal("0.000001")}),
    ):
        ProviderCall.objects.filter(pk=first.pk).update(**change)
        assert spent(workspace) == now_spent
    second.delete()
    assert spent(workspace) == {JUNE: Decimal("0.000001")}


def test_adding_up_leaves_a_row_for_each_month_and_changes_no_sum(workspace):
    for _ in range(3):
        book(workspace, 1, 2)
        book(workspace, 4, on="2026-06-01T00:00:00Z")
    add_up()
    assert list(Spending.objects.order_by("month").values_list("month", "usd")) == [(MAY, 9), (JUNE, 12)]


def test_a_workspace_can_be_deleted_with_what_it_spent(workspace):
    kept = WorkspaceFactory()
    for each in (workspace, kept):
        book(each, 1, 2)
    workspace.delete()
    assert (set(Spending.objects.values_list("workspace", flat=True)), spent(kept)) == ({kept.pk}, {MAY: 3})


def test_what_was_spent_is_known_without_a_look_at_the_ledger(workspace):
    for _ in range(3):
        book(workspace, "0.04", on=timezone.now())
    spent = []
    assert rows_read("calls_providercall", lambda: spent.append(budget.spent_this_month(workspace.pk))) == 0
    add_up()
    assert rows_read("calls_spending", lambda: spent.append(budget.spent_this_month(workspace.pk))) == 1
    assert spent == [Decimal("0.12")] * 2


def test_last_months_spending_leaves_this_months_budget_alone(workspace):
    book(workspace, "0.05", on=timezone.now() - timedelta(days=32))
    assert budget.spent_this_month(workspace.pk) == 0


def test_a_month_tells_what_was_spent_from_what_is_reserved(workspace):
    budget.set_monthly_cap(workspace.pk, Decimal(5))
    book(workspace, "0.4", on=timezone.now())
    book(workspace, "0.25", on=timezone.now(), status=Status.STARTED)
    book(workspace, "8", on=timezone.now() - timedelta(days=32), status=Status.STARTED)
    month = budget.standing_of(workspace.pk)
    assert month == budget.Standing(spent=Decimal("0.4"), reserved=Decimal("0.25"), cap=Decimal(5))
    assert month.taken == Decimal("0.65")


def test_what_is_left_of_a_budget_is_never_negative(workspace):
    assert budget.left_this_month(workspace.pk) is None
    budget.set_monthly_cap(workspace.pk, Decimal("1"))
    book(workspace, "0.4", on=timezone.now())
    assert budget.left_this_month(workspace.pk) == Decimal("0.6")
    book(workspace, "2", on=timezone.now())
    assert budget.left_this_month(workspace.pk) == 0


def test_a_workspace_without_a_cap_has_no_room_to_run_out_of(workspace):
    uncapped = WorkspaceFactory()
    budget.set_monthly_cap(workspace.pk, Decimal("1"))
    budget.set_monthly_cap(uncapped.pk, None)
    book(workspace, "0.4", on=timezone.now())
    with transaction.atomic():
        assert budget.lock_room([workspace.pk, uncapped.pk]) == {workspace.pk: Decimal("0.6")}


@pytest.mark.parametrize(("today", "first"), [("2026-11-30", date(2026, 12, 1)), ("2026-12-31", date(2027, 1, 1))])
def test_the_next_month_begins_on_its_first_day(monkeypatch, today, first):
    now = datetime.fromisoformat(f"{today}T23:59:59+00:00")
    monkeypatch.setattr(budget.timezone, "now", lambda: now)
    assert budget.next_month() == datetime(first.year, first.month, 1, tzinfo=UTC)


def test_budgets_are_locked_by_themselves_in_the_order_of_their_workspaces(workspace, django_assert_num_queries):
    """A lock on the workspaces too would wait for the settings page, which locks workspace and budget in this order."""
    budget.set_monthly_cap(workspace.pk, Decimal(5))
    with CaptureQueriesContext(connection) as queries:
        assert budget.lock_room({workspace.pk}) == {workspace.pk: Decimal(5)}
    assert ["JOIN" in query["sql"] for query in queries] == [False, False]

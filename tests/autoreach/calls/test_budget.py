"""What the ledger adds up to is kept beside it, whoever writes a line."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from autoreach.calls.budget import compact_spending
from autoreach.calls.models import ProviderCall, Spending
from tests.factories import WorkspaceFactory

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
    compact_spending()
    assert list(Spending.objects.order_by("month").values_list("month", "usd")) == [(MAY, 9), (JUNE, 12)]


def test_a_workspace_can_be_deleted_with_what_it_spent(workspace):
    kept = WorkspaceFactory()
    for each in (workspace, kept):
        book(each, 1, 2)
    workspace.delete()
    assert (set(Spending.objects.values_list("workspace", flat=True)), spent(kept)) == ({kept.pk}, {MAY: 3})

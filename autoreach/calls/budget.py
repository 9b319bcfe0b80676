"""The monthly cap of a workspace, and what it has spent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from autoreach.calls.costs import cost_of
from autoreach.calls.models import Budget, ProviderCall, Spending
from autoreach.calls.signals import budget_changed


def month_start() -> datetime:
    """The month of a budget begins in UTC, wherever the workspace is."""
    return timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month() -> datetime:
    return (month_start() + timedelta(days=32)).replace(day=1)


def monthly_cap(workspace_id: int) -> Decimal | None:
    """US dollars; None where no budget is set."""
    return Budget.objects.filter(workspace=workspace_id).values_list("monthly_usd", flat=True).first()


def set_monthly_cap(workspace_id: int, usd: Decimal | None) -> None:
    Budget.objects.update_or_create(workspace_id=workspace_id, defaults={"monthly_usd": usd})
    budget_changed.send(None, workspace_ids=[workspace_id])


def spent_this_month(workspace_id: int) -> Decimal:
    """US dollars since the first of the month (UTC), what calls in progress reserve and uncertain ones included.

    The ledger itself is not read: a trigger keeps its sums (`Spending`).
    """
    spent = Spending.objects.filter(workspace=workspace_id, month=month_start().date())
    return spent.aggregate(total=Sum("usd", default=Decimal(0)))["total"]


@dataclass(frozen=True)
class Standing:
    """A workspace's month in US dollars. `reserved` is the most that calls in progress may cost; no `cap` is None."""

    spent: Decimal
    reserved: Decimal
    cap: Decimal | None

    @property
    def taken(self) -> Decimal:
        return self.spent + self.reserved


def reserved_since(workspace_id: int, since: datetime) -> Decimal:
    """US dollars that calls in progress may cost at most, by the index of those."""
    started = ProviderCall.objects.filter(workspace=workspace_id, status=ProviderCall.Status.STARTED)
    return cost_of(started.filter(created_at__gte=since)).reserved


def standing_of(workspace_id: int) -> Standing:
    reserved = reserved_since(workspace_id, month_start())
    total = spent_this_month(workspace_id)
    return Standing(max(total - reserved, Decimal(0)), reserved, monthly_cap(workspace_id))


def left_this_month(workspace_id: int) -> Decimal | None:
    """US dollars; None where no budget is set."""
    cap = monthly_cap(workspace_id)
    return None if cap is None else max(cap - spent_this_month(workspace_id), Decimal(0))


def lock_room(workspace_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is left of each workspace's budget, those without one left out. Within a transaction.

    The budgets stay locked until it ends, so that two workers never spend the same dollar.
    """
    with connection.cursor() as cursor:
        # before each batch of calls: building the query takes longer than running it
        cursor.execute(
            """
            SELECT workspace_id, monthly_usd FROM calls_budget
            WHERE workspace_id = ANY(%s) AND monthly_usd IS NOT NULL ORDER BY workspace_id FOR NO KEY UPDATE
            """,
            [list(workspace_ids)],
        )
        return {pk: cap - spent_this_month(pk) for pk, cap in cursor.fetchall()}

"""What calls cost, by the ledger: every page that sums calls sums them by this definition."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from autoreach.calls.models import ProviderCall

Status = ProviderCall.Status
SUMS = {
    "spent": Sum("cost_usd", filter=~Q(status__in=[Status.STARTED, Status.FAILED]), default=Decimal(0)),
    "reserved": Sum("cost_usd", filter=Q(status=Status.STARTED), default=Decimal(0)),
    "unknown": Count("pk", filter=Q(cost_usd=None)),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """US dollars. `spent` includes uncertain calls, which may have been charged; calls that failed cost nothing.

    `reserved` is the most that calls in progress may cost. `unknown` counts calls without a known price.
    """

    spent: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    unknown: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.spent + other.spent, self.reserved + other.reserved, self.unknown + other.unknown)


def cost_of(calls: QuerySet) -> Cost:
    return Cost(**calls.aggregate(**SUMS))


def costs_by_owner(kind: str, ids: QuerySet | Iterable[int]) -> defaultdict[int, Cost]:
    """What each piece of work spent, by its id."""
    calls = ProviderCall.objects.filter(owner_kind=kind, owner_id__in=ids).order_by()
    sums = calls.values_list("owner_id").annotate(**SUMS)
    return defaultdict(Cost, {pk: Cost(*cost) for pk, *cost in sums})

"""What a workspace spent, by what it was for, and by day: the Usage page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.db import connection
from django.utils import timezone

from autoreach.calls.budget import month_start, next_month
from autoreach.calls.models import ProviderCall
from autoreach.providers.registry import FLAT_RATE

# (heading, columns of the ledger, what stands where a call has none)
BREAKDOWNS = {
    "purpose": ("By purpose", "Other"),
    "source": ("By source of leads", "Of several sources, or none"),
    "offer": ("By offer", "Without an offer"),
    "model": ("By AI model", "Without AI"),
    "provider": ("By provider", ""),
}
PERIODS = {
    "month": "This month",
    "last_month": "Last month",
    "week": "The last 7 days",
    "quarter": "The last 90 days",
}
# The sums of each day (`DailyUsage`) are summed again for each breakdown.
SPENT = """
    SELECT CASE WHEN GROUPING(day) = 0 THEN 'day' WHEN GROUPING(purpose) = 0 THEN 'purpose'
            WHEN GROUPING(source) = 0 THEN 'source' WHEN GROUPING(offer_id) = 0 THEN 'offer'
            WHEN GROUPING(model) = 0 THEN 'model' ELSE 'provider' END AS breakdown,
        COALESCE(day::text, purpose, source, offer_id::text, model, provider, '') AS name, provider,
        sum(calls)::bigint, COALESCE(sum(usd), 0), sum(unknown)::bigint, bool_and(provider = ANY(%s))
    FROM (
        SELECT day, purpose, source, offer_id, model, provider,
            sum(calls) AS calls, sum(usd) AS usd, sum(unknown) AS unknown
        FROM calls_dailyusage WHERE workspace_id = %s AND day >= %s AND day < %s
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(calls) > 0
    ) AS made
    GROUP BY GROUPING SETS ((day, provider), (purpose), (source), (offer_id), (model), (provider))
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """One line: `unknown` counts calls without a known price; `at_flat_rate` says that no call has a price."""

    breakdown: str
    name: str
    provider: str | None
    calls: int
    usd: Decimal
    unknown: int
    at_flat_rate: bool


@dataclass(frozen=True, slots=True)
class Usage:
    since: date
    until: date
    lines: tuple[Spent, ...]

    def of(self, breakdown: str) -> list[Spent]:
        """Dearest first."""
        lines = (line for line in self.lines if line.breakdown == breakdown)
        return sorted(lines, key=lambda line: (-line.usd, -line.calls, line.name))

    @property
    def usd(self) -> Decimal:
        return sum((line.usd for line in self.of("provider")), Decimal(0))

    @property
    def days(self) -> list[tuple[date, dict[str, Decimal]]]:
        """Every day of the period with what each provider cost on it."""
        spent = sorted((line for line in self.lines if line.breakdown == "day"), key=attrgetter("name"))
        by_day = {
            day: {line.provider: line.usd for line in lines} for day, lines in groupby(spent, key=attrgetter("name"))
        }
        days = (self.since + timedelta(days=number) for number in range((self.until - self.since).days + 1))
        return [(day, by_day.get(day.isoformat(), {})) for day in days]


def period_of(name: str) -> tuple[datetime, datetime]:
    """From the beginning of a day to the beginning of another (UTC, as for the budget)."""
    today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, first = today + timedelta(days=1), month_start()
    return {
        "month": (first, min(tomorrow, next_month())),
        "last_month": ((first - timedelta(days=1)).replace(day=1), first),
        "week": (tomorrow - timedelta(days=7), tomorrow),
        "quarter": (tomorrow - timedelta(days=90), tomorrow),
    }[name]


def usage_of(workspace_id: int, since: datetime, until: datetime) -> Usage:
    with connection.cursor() as cursor:
        cursor.execute(SPENT, [list(FLAT_RATE), workspace_id, since.date(), until.date()])
        lines = [Spent(*row) for row in cursor.fetchall()]
    return Usage(since.date(), until.date() - timedelta(days=1), tuple(lines))


def offer_names(workspace_id: int, lines: Iterable[Spent]) -> dict[str, str]:
    """The offers' names by what the ledger knows of them: their id."""
    offers = ProviderCall._meta.get_field("offer").related_model.objects.filter(workspace=workspace_id)
    ids = [int(line.name) for line in lines if line.name]
    return {str(pk): name for pk, name in offers.filter(pk__in=ids).values_list("pk", "name")}

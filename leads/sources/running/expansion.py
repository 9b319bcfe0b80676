"""Buyer Expansion: a search has a new run each day, which asks for others than the runs before."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from autoreach.calls.budget import left_this_month
from autoreach.calls.clients import clients
from autoreach.calls.templatetags.provider_calls import money
from autoreach.providers.registry import AI
from leads.models import Expansion, Membership, Search
from leads.sources.running import trouble
from leads.sources.running.control import start
from leads.sources.source import RUNNING, estimated_usd
from leads.sources.transitions import AT_WORK

Status = Search.Status
DAY = timedelta(days=1)
# After so many runs in a row that brought no one new, a search is exhausted; after so many that failed, it stops too.
FRUITLESS = 3
STARTED_AT_ONCE = 100
LOOK_AGAIN = timedelta(minutes=10)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why there is no run now, and what to do about it. One that is final switches the repetition off."""

    cause: str
    remedy: str = ""
    is_final: bool = False

    def __str__(self):
        return f"{self.cause} {self.remedy}".strip()


NOT_PLANNED = Obstacle(
    "What the next run is to ask for could not be worked out.",
    "It is tried again every ten minutes. Where it stays, use “Search again” and repeat the new search.",
)
NOT_STARTED = Obstacle("The next run could not be started.", "It is tried again every ten minutes.")


def can_repeat(search: Search) -> bool:
    return search.kind in RUNNING and bool(RUNNING[search.kind].if_exhausted)


def first_of(search: Search) -> Search:
    return search.repeats or search


def runs_of(first: Search):
    """The runs of a repeated search, those included that were taken off the lists; newest first."""
    return Search.objects.filter(Q(pk=first.pk) | Q(repeats=first)).defer("cursor", "problems").order_by("-pk")


@transaction.atomic
def switch_on(first: Search, user) -> Expansion:
    """The next run is a day after the last one, or now where that was longer ago."""
    now, last = timezone.now(), runs_of(first).first()
    expansion, _ = Expansion.objects.update_or_create(
        search=first,
        defaults={
            "is_on": True,
            "since": now,
            "next_at": max(now, last.created_at + DAY),
            "stopped_because": "",
            "switched_by": user,
        },
    )
    obstacle, _ = look_ahead(expansion)
    if obstacle and obstacle.is_final:
        stop_or_look_again(expansion, obstacle)
    return expansion


def switch_off(first: Search) -> bool:
    return bool(Expansion.objects.filter(search=first, is_on=True).update(is_on=False, stopped_because=""))


def start_due() -> int:
    """Each minute: start the runs whose day has come. Returns how many."""
    due = Expansion.objects.filter(is_on=True, next_at__lte=timezone.now()).order_by("next_at")
    return sum(try_next(pk) for pk in due.values_list("pk", flat=True)[:STARTED_AT_ONCE])


def try_next(pk: int) -> bool:
    """One that fails must not keep the others from starting: it is put off like one with an obstacle."""
    try:
        return start_next(pk)
    except Exception:
        logger.exception("the next run of expansion %s could not be started", pk)
        again = timezone.now() + LOOK_AGAIN
        Expansion.objects.filter(pk=pk, is_on=True).update(next_at=again, stopped_because=str(NOT_STARTED))
        return False


@transaction.atomic
def start_next(pk: int) -> bool:
    """Start the run that is due, unless another worker does. However many days were missed, it is one run."""
    now = timezone.now()
    rows = Expansion.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    expansion = rows.filter(pk=pk, is_on=True, next_at__lte=now).select_related("search__workspace").first()
    if expansion is None:
        return False
    obstacle, parameters = look_ahead(expansion)
    if obstacle:
        stop_or_look_again(expansion, obstacle)
        return False
    first = expansion.search
    start(
        workspace=first.workspace,
        user=expansion.switched_by,
        offer=first.offer,
        kind=first.kind,
        parameters=parameters,
        repeats=first,
    )
    expansion.next_at += DAY * ((now - expansion.next_at) // DAY + 1)
    expansion.stopped_because = ""
    expansion.save(update_fields=["next_at", "stopped_because"])
    return True


def stop_or_look_again(expansion: Expansion, obstacle: Obstacle) -> None:
    if obstacle.is_final:
        expansion.is_on, expansion.stopped_because = False, str(obstacle)
    else:
        expansion.next_at, expansion.stopped_because = timezone.now() + LOOK_AGAIN, ""
    expansion.save(update_fields=["is_on", "stopped_because", "next_at"])


def look_ahead(expansion: Expansion) -> tuple[Obstacle | None, dict | None]:
    """What keeps the next run from starting, or its parameters."""
    runs = list(runs_of(expansion.search))
    if obstacle := of_runs(expansion, runs) or of_member(expansion) or of_offer(expansion.search):
        return obstacle, None
    source = RUNNING[expansion.search.kind]
    try:
        with transaction.atomic():
            parameters, usd = planned(source, expansion.search.offer, runs)
    except Exception:
        logger.exception("the next run of expansion %s could not be worked out", expansion.pk)
        return NOT_PLANNED, None
    if parameters is None:
        return Obstacle(source.if_nothing_left, source.if_exhausted, is_final=True), None
    if obstacle := of_provider(expansion.search) or of_budget(expansion.search, usd):
        return obstacle, None
    return None, parameters


def planned(source, offer, runs: list[Search]) -> tuple[dict | None, Decimal]:
    """The parameters of the next run, if any are left, and what it is expected to cost."""
    parameters = source.expanded(offer, past_of(runs))
    return parameters, estimated_usd(source.costs(parameters)) if parameters is not None else Decimal(0)


def past_of(runs: list[Search]) -> list[Search]:
    """Oldest first, without those that could not ask what they were to ask."""
    return [run for run in reversed(runs) if run.status != Status.FAILED or run.found or run.pk == runs[-1].pk]


def of_runs(expansion: Expansion, runs: list[Search]) -> Obstacle | None:
    last, source = runs[0], RUNNING[expansion.search.kind]
    if expansion.search.deleted_at:
        return Obstacle("The search was deleted.", is_final=True)
    if last.status == Status.CANCELLED and last.completed_at and last.completed_at > expansion.since:
        return Obstacle("Its last run was cancelled.", "Use “Repeat again” to go on.", is_final=True)
    if last.status == Status.PAUSED:
        return Obstacle("Its last run is paused.", "Resume that run. Cancelling it stops the repetition.")
    if last.status in (*AT_WORK, Status.FINISHING) and expansion.next_at <= timezone.now():
        return Obstacle("Its last run is still at work.", "The next one follows it.")
    latest = [run for run in runs if run.completed_at and run.completed_at > expansion.since][:FRUITLESS]
    if len(latest) < FRUITLESS:
        return None
    if all(run.status == Status.FAILED for run in latest):
        return Obstacle(f"{FRUITLESS} runs in a row failed. {last.error}", last.remedy, is_final=True)
    if all(run.status == Status.COMPLETED and not run.created for run in latest):
        said = f"Exhausted: {FRUITLESS} runs in a row brought no one new."
        return Obstacle(said, source.if_exhausted, is_final=True)
    return None


def of_member(expansion: Expansion) -> Obstacle | None:
    """Without a user, the command line or AutoReach itself switched it on."""
    if expansion.switched_by_id is None:
        return None
    members = Membership.objects.filter(
        workspace=expansion.search.workspace_id, user=expansion.switched_by_id, user__is_active=True
    )
    if any(member.may(Membership.Right.SPEND) for member in members):
        return None
    said = "Who switched it on may no longer spend here."
    return Obstacle(said, "Someone who may can use “Repeat again”.", is_final=True)


def of_offer(search: Search) -> Obstacle | None:
    if search.offer and search.offer.archived_at:
        return Obstacle("Its offer is archived.", "Restore the offer to go on.")
    return None


def of_provider(search: Search) -> Obstacle | None:
    provider = RUNNING[search.kind].provider
    if provider and getattr(clients(with_ai=provider == AI), provider) is None:
        return Obstacle(*trouble.not_configured(provider))
    return None


def of_budget(search: Search, usd) -> Obstacle | None:
    left = left_this_month(search.workspace_id)
    if left is None or usd <= left:
        return None
    said = f"A run costs about {money(usd)}, and {money(left)} of this month’s budget is left."
    return Obstacle(said, "Raise the monthly budget under Settings, or wait for the first of the month.")

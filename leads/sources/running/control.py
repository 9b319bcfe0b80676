"""What a user does to a search: start, pause, resume, cancel, delete."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from autoreach.pages import ONE_CLICK
from autoreach.work.claims import FREED
from leads.models import Search
from leads.signals import search_started
from leads.sources.running.queue import SEARCHES
from leads.sources.source import RUNNING, estimated_usd
from leads.sources.transitions import AT_WORK, CANCEL, GO_ON, PAUSE, RESUME


@transaction.atomic
def start_once(*, workspace, user, offer, kind, parameters) -> tuple[Search, bool]:
    """Start a search that a user asks for, as (search, whether it is new).

    The second of two clicks, or a program that asks again because an answer was lost, gets the first one's search.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leads.searches'), %s)", [user.pk])
    asked = {"workspace": workspace, "offer": offer, "kind": kind, "parameters": parameters}
    lately = timezone.now() - ONE_CLICK
    mine = Search.objects.filter(**asked, created_by=user, created_at__gt=lately, deleted_at=None)
    earlier = mine.exclude(status__in=[Search.Status.FAILED, Search.Status.CANCELLED]).first()
    return (earlier, False) if earlier else (start(**asked, user=user), True)


@transaction.atomic
def start(*, workspace, user, offer, kind, parameters, origin=None, repeats=None) -> Search:
    """Queue a search with checked parameters (`ParametersForm.stored`)."""
    source = RUNNING[kind]
    costs = source.costs(parameters)
    search = Search.objects.create(
        workspace=workspace,
        offer=offer,
        kind=kind,
        label=source.label(parameters),
        parameters=parameters,
        estimated_usd=estimated_usd(costs),
        created_by=user,
        origin=origin or source.origin_of(offer, parameters),
        repeats=repeats,
    )
    search_started.send(Search, search=search)
    SEARCHES.wake(search.pk)
    return search


@transaction.atomic
def pause(search) -> bool:
    """What is being read is kept; nothing more is asked."""
    paused = PAUSE.write(Search.objects.filter(pk=search.pk), waits_for="", remedy="")
    if paused and search.kind in RUNNING:
        RUNNING[search.kind](search).stop()
    return bool(paused)


def resume(search) -> bool:
    """A worker that still reads its last page goes on with it; otherwise another one takes the search."""
    rows = Search.objects.filter(pk=search.pk)
    held = Q(lease__isnull=False, lease_until__gt=timezone.now())
    fresh = {"waits_for": "", "remedy": "", "attempts": 0}
    with transaction.atomic():
        if GO_ON.write(rows.filter(held), **fresh):
            return True
        resumed = RESUME.write(rows.exclude(held), **FREED, **fresh, not_before=None)
        if resumed:
            SEARCHES.wake(search.pk)
        return bool(resumed)


@transaction.atomic
def cancel(search) -> bool:
    """The people found until now are kept."""
    rows = Search.objects.filter(pk=search.pk)
    cancelled = CANCEL.write(rows, completed_at=timezone.now(), waits_for="", remedy="")
    if cancelled and search.kind in RUNNING:
        RUNNING[search.kind](search).stop()
    return bool(cancelled)


def delete(search) -> bool:
    """Take a search that is not at work off every list. Its leads stay, and name it as their source."""
    rows = Search.objects.filter(pk=search.pk, deleted_at=None)
    return bool(rows.exclude(status__in=[*AT_WORK, Search.Status.FINISHING]).update(deleted_at=timezone.now()))

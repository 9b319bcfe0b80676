"""How searches are worked on, and how each of them ends."""

from django.utils import timezone

from autoreach.calls.waits import Wait
from autoreach.work import claims
from autoreach.work.claims import FREED
from autoreach.work.work_queue import WorkQueue
from leads.models import Search
from leads.signals import search_completed, search_read, search_undone
from leads.sources.transitions import AT_WORK, CLAIM, COMPLETE, FAIL, FREE, PAUSE_HELD, PUT_OFF, READ, UNDO


def searches_of(*kinds, task, gives_up):
    """The queue of the searches of some sources; `gives_up` is the sentence for people where one fails for good."""
    return queue_of(lambda: kinds, task=task, give_up=lambda search: fail(search, gives_up))


def queue_of(kinds, *, task, give_up, **options):
    """The same, where `kinds` is asked each time."""
    return WorkQueue(
        works=lambda: Search.objects.filter(kind__in=kinds(), status__in=AT_WORK),
        task=task,
        give_up=give_up,
        claimed=CLAIM,
        freed=FREE,
        **options,
    )


def put_off(search, wait: Wait, remedy):
    """A held search waits for something, and says what for."""
    claims.put_off(search, until=wait.until, transition=PUT_OFF, waits_for=wait.reason[:200], remedy=remedy)


def release(search):
    """A worker lets go of a search that was paused or cancelled while it read."""
    Search.objects.filter(pk=search.pk, lease=search.lease).update(**FREED)


def free_stopped():
    """Take expired leases off searches that are no longer at work: their worker died after they were stopped."""
    stopped = Search.objects.exclude(status__in=AT_WORK)
    return stopped.filter(lease__isnull=False, lease_until__lt=timezone.now()).update(**FREED)


def pause_held(search, cause, remedy):
    """A held search waits for its user, who decides whether it goes on and pays."""
    held = Search.objects.filter(pk=search.pk, lease=search.lease)
    PAUSE_HELD.write(held, **FREED, waits_for=cause[:200], remedy=remedy)


def finish_reading(search):
    """A held search has read every page. It is complete once its leads are scored; it fails if no page went well.

    In the transaction that writes the last of it.
    """
    if search.problems and not search.found and not search.cursor.get("went_well"):
        first = search.problems[0]
        fail(search, f"{first['about']}: {first['cause']}", first["remedy"])
    elif READ.write(Search.objects.filter(pk=search.pk, lease=search.lease), **FREED):
        search_read.send(Search, search=search)


def complete(search, **changes):
    """End a search that brought what it could, in the transaction that writes the last of it."""
    if COMPLETE.write(Search.objects.filter(pk=search.pk), **FREED, completed_at=timezone.now(), **changes):
        search_completed.send(Search, search=search)


def fail(search, sentence, remedy=""):
    held = Search.objects.filter(pk=search.pk, lease=search.lease)
    FAIL.write(held, **FREED, error=sentence, remedy=remedy, waits_for="", completed_at=timezone.now())


def undo(search):
    """What it brought was taken back."""
    if UNDO.write(Search.objects.filter(pk=search.pk), **FREED):
        search_undone.send(Search, search=search)

"""How searches are worked on, and how each of them ends."""

from django.utils import timezone

from autoreach.work.claims import FREED
from autoreach.work.work_queue import WorkQueue
from leads.models import Search
from leads.signals import search_completed
from leads.sources.transitions import AT_WORK, CLAIM, COMPLETE, FAIL, FREE, UNDO


def searches_of(kind, *, task, gives_up):
    """The queue of a source's searches; `gives_up` is the sentence for people where a search fails for good."""
    return WorkQueue(
        works=lambda: Search.objects.filter(kind=kind, status__in=AT_WORK),
        task=task,
        give_up=lambda search: fail(search, gives_up),
        claimed=CLAIM,
        freed=FREE,
    )


def complete(search, **changes):
    """End a search that brought what it could, in the transaction that writes the last of it."""
    COMPLETE.write(Search.objects.filter(pk=search.pk), **FREED, completed_at=timezone.now(), **changes)
    search_completed.send(Search, search=search)


def fail(search, sentence):
    held = Search.objects.filter(pk=search.pk, lease=search.lease)
    FAIL.write(held, **FREED, error=sentence, completed_at=timezone.now())


def undo(search):
    """What it brought was taken back."""
    UNDO.write(Search.objects.filter(pk=search.pk), **FREED)

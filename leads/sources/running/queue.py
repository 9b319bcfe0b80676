from collections.abc import Collection

from django.db import transaction

from leads.models import Search
from leads.sources.runner import fail, queue_of
from leads.sources.source import RUNNING

GIVEN_UP = (
    "The search stopped several times at the same place. The people found until then are kept. "
    "Start it again; if it stops once more, the server's log says why."
)


@transaction.atomic
def give_up(search: Search) -> None:
    fail(search, GIVEN_UP)
    RUNNING[search.kind](search).stop()


def taking_long(ids: Collection[int]) -> set[int]:
    """Those whose next page keeps a worker for long. Only what an AI is asked does."""
    searches = Search.objects.filter(pk__in=ids, parameters__by_ai=True)
    return {search.pk for search in searches if RUNNING[search.kind].takes_long(search)}


SEARCHES = queue_of(lambda: list(RUNNING), task="leads.sources.tasks.run_search", give_up=give_up, slow=taking_long)

from leads.sources.runner import queue_of
from leads.sources.source import RUNNING

GIVEN_UP = (
    "The search stopped several times at the same place. The people found until then are kept. "
    "Start it again; if it stops once more, the server's log says why."
)
SEARCHES = queue_of(lambda: list(RUNNING), task="leads.sources.tasks.run_search", gives_up=GIVEN_UP)

from autoreach.work.sweeps import run_each
from leads.sources.runner import free_stopped
from leads.sources.running.expansion import start_due
from leads.sources.running.queue import SEARCHES
from leads.sources.running.reading import take_step

# Well below the worker's time limit: another task goes on where this one ends.
SECONDS = 30


def run_search(search_id):
    SEARCHES.run(search_id, take_step, seconds=SECONDS)


def tend():
    """Every minute: searches whose worker died or whose wake-up was lost, those whose wait is over, and daily runs."""
    run_each(SEARCHES.sweep, free_stopped, start_due)

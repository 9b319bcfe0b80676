"""What enriching costs by itself: the pipeline benchmark with answers that come at once."""

from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.enriching import WORKERS, cluster, open_jobs, sandbox
from tests.benchmarks.pipeline import measure

SIZE = 2_000
WARM_UP = 100


def run(size):
    with sandbox() as provider:
        people = provider.people_on_both(WARM_UP + size)
        with cluster(provider) as running:
            measure(open_jobs(people[:WARM_UP]), running, provider, WORKERS)
            rate, calls = measure(open_jobs(people[WARM_UP:]), running, provider, WORKERS)
        yield observed("calls for each lead", calls, "calls")
        yield at_least("leads", rate, "leads/s", limit=150)
        yield at_most("memory of a worker", max(running.peak.values()), "MiB", limit=300)

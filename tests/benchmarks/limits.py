"""Sixty calls in a window, of X with headers and of LinkedIn without: how much of it is used, and if any is refused."""

from collections import Counter

from tests.benchmarks import at_least, at_most
from tests.benchmarks.enriching import WORKERS, cluster, open_jobs, sandbox, wait_until_ready, wake

SIZE = 720
CALLS = 60
# A minute, scaled.
SECONDS = 6
X, LINKEDIN = ("x", "users_by"), ("unipile", "profile")


def used(calls, provider, endpoint):
    """Share of the allowance that was used in the whole windows between the first and the last."""
    windows = Counter(
        int(call["at"] // SECONDS) for call in calls if (call["provider"], call["endpoint"]) == (provider, endpoint)
    )
    whole = range(min(windows) + 1, max(windows))
    return sum(windows[number] for number in whole) / (CALLS * len(whole))


def run(size):
    with sandbox(latency=0.05) as provider:
        rules = [
            {"provider": name, "endpoint": endpoint, "calls": CALLS, "seconds": SECONDS}
            for name, endpoint in (X, LINKEDIN)
        ]
        provider.ask("POST", "/limits", rules)
        # LinkedIn names no allowance, so the operator does.
        allowances = f'{{"linkedin": {{"profile": [{CALLS}, {SECONDS}]}}}}'
        with cluster(provider, ALLOWANCES=allowances) as running:
            jobs = open_jobs(provider.people_on_both(size))
            wake(WORKERS)
            wait_until_ready(jobs, running)
        log = provider.ask("GET", "/calls?list=1&limit=50000")
    for name, endpoint in (X, LINKEDIN):
        yield at_least(f"allowance of {name} {endpoint} used", 100 * used(log["calls"], name, endpoint), "%", limit=95)
    yield at_most("calls over the limit", log["refused_by_limit"], "calls", limit=0)

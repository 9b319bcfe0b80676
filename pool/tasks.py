from autoreach.work.sweeps import run_each
from pool import matches, profiles, removal

BATCH, BATCHES = 5000, 10


def run_match(search_id):
    matches.run_match(search_id)


def tend():
    """Every minute: matches whose worker died or whose wake-up was lost, stale descriptions, expired profiles."""
    run_each(matches.MATCHES.sweep, drop_expired, redescribe)


def drop_expired():
    in_batches(removal.drop_expired)


def redescribe():
    in_batches(profiles.redescribe)


def in_batches(sweep):
    for _ in range(BATCHES):
        if sweep(limit=BATCH) < BATCH:
            break

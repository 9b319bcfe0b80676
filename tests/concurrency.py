"""For tests in which a second connection or thread works beside the first."""

import time

from django.db import connection


def apart(work, *arguments):
    """In a thread, with a connection of its own."""
    try:
        return work(*arguments)
    finally:
        connection.close()


def wait_until_blocking(other):
    """Until another connection waits for a lock that this one holds, or a minute has passed."""
    waiting = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    for _ in range(3000):
        if other.execute(waiting).rowcount:
            return
        time.sleep(0.02)

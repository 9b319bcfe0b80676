"""Look-ups of leads by the addresses of profiles through the JSON API, beside a bare view of the same row."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

from django.contrib.auth import get_user_model
from django.db import connection

from autoreach.api import tokens
from autoreach.api.models import PersonalToken
from tests.benchmarks import at_least, at_most
from tests.benchmarks.load import Visitor, server

NAME = "api"
SIZE = 200_000
A_SECOND, SECONDS = 50, 20
PROGRAMS, REQUESTS, ONE_BY_ONE = 8, 400, 60
LOOK_UP = "/api/v1/leads/lookup?url=https%3A%2F%2Fwww.linkedin.com%2Fin%2FMade-Up-{n}%2F%3Ftrk%3Dpeople"
BARE = "/bare/lookup/?slug=made-up-{n}"


def run(size):
    user = get_user_model().objects.create_user("nora")
    visitor = Visitor(user, "many", size)
    programs = [Program(visitor.workspace, number) for number in range(PROGRAMS)]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with server() as port:
        alone, bare = (median(timed(port, *each, size)) for each in ((programs[0], LOOK_UP), (visitor, BARE)))
        yield at_most("one program", alone, "ms", limit=bare, times=2)
        late = quantiles(paced(port, programs, size), n=20)[-1]
        yield at_most(f"95 % of {A_SECOND} a second within", late, "ms", limit=100)
        rate, bare_rate = (at_full_speed(port, *each, size) for each in ((programs, LOOK_UP), ([visitor], BARE)))
        yield at_least(f"{PROGRAMS} programs at once", rate, "look-ups/s", limit=A_SECOND, reference=bare_rate)


class Program(Visitor):
    """Looks leads up with a token of a member of its own, since a token may send ten requests a second."""

    def __init__(self, workspace, number):
        user = get_user_model().objects.create_user(f"program {number}")
        membership = workspace.memberships.create(user=user)
        _, text = tokens.make(membership=membership, name="bench", scopes=[PersonalToken.Scope.READ])
        self.offer, self.headers = None, {"Authorization": f"Bearer {text}"}


def asked(port, askers, path, size, number):
    """Ask for one lead of the workspace, or for a person who is none. Leads that lie apart follow each other."""
    return askers[number % len(askers)].ask(port, path.format(n=1 + number * 7919 % (size * 2)), 1)[0]


def timed(port, asker, path, size):
    """Milliseconds of requests one after the other."""
    return [1000 * asked(port, [asker], path, size, number) for number in range(ONE_BY_ONE)]


def paced(port, programs, size):
    """Milliseconds from when each request was due: where the server falls behind, those that wait are late."""
    began = time.perf_counter()

    def at_its_time(number):
        due = began + number / A_SECOND
        time.sleep(max(0, due - time.perf_counter()))
        asked(port, programs, LOOK_UP, size, number)
        return 1000 * (time.perf_counter() - due)

    with ThreadPoolExecutor(4 * PROGRAMS) as threads:
        return list(threads.map(at_its_time, range(A_SECOND * SECONDS)))


def at_full_speed(port, askers, path, size):
    """Answers a second."""
    began = time.perf_counter()
    with ThreadPoolExecutor(PROGRAMS) as threads:
        list(threads.map(lambda number: asked(port, askers, path, size, number), range(REQUESTS)))
    return REQUESTS / (time.perf_counter() - began)

"""Pages under load, beside bare views of the same rows that the same server answers in the same run."""

import os
import shlex
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from statistics import median, quantiles

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from autoreach.serving.serve import answers
from tests.benchmarks import at_least, at_most
from tests.benchmarks.page import logged_in, offer_of, workspace
from tests.installation import free_port

NAME = "load"
SIZE = 1_000_000
FEW = 20_000
SUPERVISORD = settings.BASE_DIR / "autoreach" / "serving" / "supervisord.conf"
# A page, its bare view, and how much longer than the bare view it may take for one client.
PAGES = {
    "Buyers": ("/buyers/?offer={offer}", "/bare/buyers/?offer={offer}", 1.4),
    "Leads": ("/leads/", "/bare/leads/", 1.4),
    "Settings": ("/settings/", "/bare/settings/", 2),
}
CROWDED = ("Buyers", "Leads")
CROWDS = (8, 50)
REQUESTS_OF_ONE, REQUESTS_OF_A_CROWD, ROUNDS = 60, 300, 3


def run(size):
    user = get_user_model().objects.create_user("nora")
    few, many = Visitor(user, "few", min(FEW, size)), Visitor(user, "many", size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with server() as port:
        small, large = ({name: alone(port, each, name) for name in PAGES} for each in (few, many))
        for name, (page, bare) in small.items():
            yield at_most(f"{name}, one client", page, "ms", limit=bare, times=PAGES[name][2])
        for name in CROWDED:
            yield at_most(f"{name}, {size:,} leads", large[name][0], "ms", limit=small[name][0], times=1.3)
        for clients in CROWDS:
            for name in CROWDED:
                yield from crowded(port, few, many, name, clients)


class Visitor:
    """Asks for pages of a workspace of so many leads."""

    def __init__(self, user, name, size):
        self.workspace = workspace(user, name, size)
        self.offer = offer_of(self.workspace)["offer"]
        self.headers = {"Cookie": f"sessionid={logged_in(user, self.workspace).cookies['sessionid'].value}"}

    def ask(self, port, path, times):
        """Seconds that each of so many requests took, over one connection as long as the server keeps it."""
        taken = []
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as server:
            for _ in range(times):
                started = time.perf_counter()
                server.request("GET", path.format(offer=self.offer), headers=self.headers)
                response = server.getresponse()
                response.read()
                taken.append(time.perf_counter() - started)
                if response.status != 200:
                    raise RuntimeError(f"{path} was answered with {response.status}")
        return taken


@contextmanager
def server():
    """The port of a web server that is started as in an installation, with the bare views beside the pages."""
    conf = RawConfigParser(inline_comment_prefixes=None)
    conf.read(SUPERVISORD)
    port = free_port()
    command = conf["program:web"]["command"]
    command = command.replace("%(ENV_BIND)s", f"127.0.0.1:{port}").replace("%(ENV_PYTHON)s", sys.executable)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.server_settings"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(shlex.split(command), cwd=settings.BASE_DIR, env=environment, stderr=log)
    try:
        while not answers(f"http://127.0.0.1:{port}/health/"):
            if process.poll() is not None:
                raise RuntimeError("the web server did not start")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def alone(port, visitor, name):
    """Median milliseconds of a page and of its bare view, asked for in turn by one client."""
    paths = PAGES[name][:2]
    taken = {path: [] for path in paths}
    for _ in range(REQUESTS_OF_ONE):
        for path in paths:
            taken[path] += visitor.ask(port, path, 1)
    return [1000 * median(taken[path]) for path in paths]


def crowded(port, few, many, name, clients):
    path, bare_path, _ = PAGES[name]
    measured = {key: [] for key in ("page", "bare", "large")}
    for _ in range(ROUNDS):
        for key, visitor, asked in (("page", few, path), ("bare", few, bare_path), ("large", many, path)):
            measured[key].append(load(port, visitor, asked, clients))
    (rate, late), (bare_rate, bare_late), (large_rate, large_late) = (
        map(median, zip(*rounds, strict=True)) for rounds in measured.values()
    )
    what = f"{name}, {clients} clients"
    yield at_least(what, rate, "pages/s", limit=0.7 * bare_rate, reference=bare_rate)
    yield at_most(f"{what}: 95 % within", late, "ms", limit=bare_late, times=1.5)
    yield at_least(f"{what}, many leads", large_rate, "pages/s", limit=rate / 1.3, reference=rate)
    yield at_most(f"{what}, many leads: 95 % within", large_late, "ms", limit=late, times=1.3)


def load(port, visitor, path, clients):
    """Answers a second, and the milliseconds within which 95 of 100 came."""
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        asking = [threads.submit(visitor.ask, port, path, REQUESTS_OF_A_CROWD // clients) for _ in range(clients)]
        taken = [seconds for each in asking for seconds in each.result()]
    return len(taken) / (time.perf_counter() - started), 1000 * quantiles(taken, n=20)[-1]

"""SIZE workers killed at random during searches of each kind: the same people, and no page paid twice."""

import os
import random
import signal
import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.models import ProviderCall
from leads.models import Search
from leads.sources.running import control
from leads.sources.running.queue import SEARCHES
from leads.sources.running.storing import LOST
from leads.sources.tasks import run_search
from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.searching import begin, new_offer, providers_of, sandbox, scenarios

SIZE = 20
# A call takes about as long as a page is stored, so that kills meet both.
LATENCY = 0.05
LONGEST_LIFE = 1.5


def run(size):
    chance = random.Random(20)
    with sandbox() as app:
        for number, scenario in enumerate(scenarios(app.world)):
            app.latency = 0
            whole = begin(scenario, new_offer(100 * number))
            finish(whole)
            instead = without_ai(scenario, 100 * number + 99) if scenario.ask_ai else whole
            app.latency = LATENCY
            left, killed = size, []
            while left:
                search = begin(scenario, new_offer(100 * number + len(killed) + 1))
                left -= kill_until_done(search, left, chance)
                finish(search)
                killed.append(search)
            same = min(likeness(scenario, instead if lost_its_sources(each) else whole, each) for each in killed)
            paid = max(paid_twice(each) if scenario.ask_ai else beyond(whole, each) for each in killed)
            yield observed(f"{scenario.name}: searches for {size} kills", len(killed), "")
            if scenario.ask_ai:
                yield observed(f"{scenario.name}: lost answers of the AI", sum(map(lost_answers, killed)), "")
            yield at_least(f"{scenario.name}: of the people found", same, "", limit=1.0)
            yield at_most(f"{scenario.name}: spent beyond what it costs", paid, "USD", limit=0)


def without_ai(scenario, number):
    """What is found where the answer of the AI is lost: it is not asked again, and the platform is asked instead."""
    search = begin(replace(scenario, ask_ai=False, without_ai=True), new_offer(number))
    finish(search)
    settings.PROVIDERS = providers_of(scenario)
    return search


def lost_its_sources(search):
    return lines_of(search).filter(operation="web_search", status="uncertain").exists()


def lost_answers(search):
    return lines_of(search).filter(provider="ai", status="uncertain").count()


def lines_of(search):
    return ProviderCall.objects.filter(owner_kind="search", owner_id=search.pk)


def kill_until_done(search, size, chance):
    """Returns how many workers were killed."""
    for kills in range(size):
        kill_one(search, chance.uniform(0.02, LONGEST_LIFE))
        recover()
        go_on(search)
        if search.status not in ("pending", "running"):
            return kills + 1
    return size


def kill_one(search, seconds):
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            run_search(search.pk)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)


def recover():
    """What the minute's sweeps do once the lease of a dead worker has run out."""
    past = timezone.now() - timedelta(seconds=1)
    Search.objects.filter(lease__isnull=False).update(lease_until=past)
    ProviderCall.objects.filter(status="started").update(created_at=timezone.now() - timedelta(seconds=10))
    SEARCHES.recover()
    ledger.mark_lost_calls()
    Search.objects.update(attempts=0)


def go_on(search):
    search.refresh_from_db()
    if search.status == "paused" and search.waits_for.endswith(
        LOST
    ):  # after several kills at one page it asks its user
        control.resume(search)
        search.refresh_from_db()


def finish(search):
    go_on(search)
    while search.status in ("pending", "running"):
        run_search(search.pk)
        go_on(search)
    assert search.status == "finishing", (search.status, search.error, search.waits_for)


def likeness(scenario, whole, search):
    expected, found = scenario.found(whole), scenario.found(search)
    return len(expected & found) / max(len(expected | found), 1)


def beyond(whole, search):
    return abs(float(search.cost().spent - whole.cost().spent))


def paid_twice(search):
    """What calls that repeat one of the same page cost, or may have cost."""
    pages = defaultdict(list)
    for key, usd in lines_of(search).values_list("key", "cost_usd"):
        pages[ledger.call_key(key).rpartition(".")[0]].append(float(usd or 0))
    return sum(sum(costs) - max(costs) for costs in pages.values())

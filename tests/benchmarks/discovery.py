"""Each source against the sandbox: whom it finds of those it has to find, with how many calls, at what cost."""

from leads.models import Lead
from leads.sources.tasks import run_search
from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.searching import begin, new_offer, sandbox, scenarios

SIZE = 1


def run(size):
    with sandbox() as app:
        for number, scenario in enumerate(scenarios(app.world)):
            app.calls.clear()
            search = begin(scenario, new_offer(number))
            while search.status in ("pending", "running"):
                run_search(search.pk)
                search.refresh_from_db()
            yield from figures(scenario, search, app)


def figures(scenario, search, app):
    found = scenario.found(search)
    leads = Lead.objects.filter(workspace=search.workspace).count()
    yield observed(f"{scenario.name}: people", len(found), "people")
    if scenario.people is not None:
        yield at_least(f"{scenario.name}: recall", share(found & scenario.people, scenario.people), "", limit=0.98)
        yield at_most(f"{scenario.name}: people that do not belong", len(found - scenario.people), "people", limit=0)
    if scenario.one_of is not None:
        reached = sum(bool(each & found) for each in scenario.one_of)
        strange = found.difference(*scenario.one_of)
        yield at_least(f"{scenario.name}: recall", reached / len(scenario.one_of), "", limit=0.98)
        yield at_most(f"{scenario.name}: people that do not belong", len(strange), "people", limit=0)
    yield at_most(f"{scenario.name}: duplicates", leads - len(found), "people", limit=0)
    yield at_most(f"{scenario.name}: calls", app.calls.total, "calls", limit=scenario.least, times=1.1)
    if scenario.is_full:
        away = abs(float(search.cost().spent / search.estimated_usd) - 1)
        yield at_most(f"{scenario.name}: cost away from the estimate", away, "", limit=0.2)


def share(part, whole):
    return len(part) / len(whole) if whole else 1.0

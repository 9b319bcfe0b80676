"""What the page of a search shows: what was read, who was found, what was asked."""

from collections import defaultdict

from django.db.models import Sum
from django.utils import timezone

from autoreach.calls.costs import Cost, costs_by_owner
from autoreach.providers.registry import PROVIDERS
from leads.models import Expansion, Search
from leads.sources.registry import POOL, source_of
from leads.sources.running.expansion import can_repeat, first_of, look_ahead, runs_of
from leads.sources.seed_followers import KINDS
from leads.sources.source import RUNNING

PEOPLE, RUNS = 30, 30
COUNTED = {
    "people": "Results read",
    "hidden": "Outside the network",
    "jobs": "Job ads",
    "competitor_customers": "Customers of competitors",
    "without_decision_maker": "Companies without a decision-maker",
}


def counts_of(search):
    """(label, number) of what was read, in the order of its source."""
    source = RUNNING.get(search.kind)
    names = source.counted if source else ()
    return [(COUNTED.get(name) or name.replace("_", " ").capitalize(), search.counts.get(name, 0)) for name in names]


def found_people(search):
    """The newest of them, with what they wrote."""
    if search.kind not in RUNNING:
        return []
    return list(search.lead_sources.select_related("lead").order_by("-pk")[:PEOPLE])


def found_seeds(search):
    """The accounts that a lookalike search found, saved ones first."""
    seeds = search.seed_accounts.most_followed_first()
    return sorted(seeds, key=lambda seed: seed.saved_at is None)


def extraction_of(seeds):
    """The kind of search that reads the followers of the saved ones; None where none is saved."""
    return next((KINDS[seed.platform] for seed in seeds if seed.saved_at and seed.shows_followers), None)


def parameters_of(search):
    """(label, value) as it was asked; what a platform made of words that it knows by number stands beside them."""
    source = RUNNING.get(search.kind)
    if source is None:
        return []
    chosen = [
        (f"“{each['word']}” on LinkedIn", each["titles"][0])
        for each in search.cursor.get("state", {}).get("chosen", ())
        if each["titles"]
    ]
    return source.Parameters.shown(search.parameters) + chosen


def pool_matches(search):
    """How many people the pool matches brought that this search asked for; None where it asked for none."""
    followed = Search.objects.filter(origin=search, kind=POOL)
    return followed.aggregate(found=Sum("found"))["found"]


def nothing_found(search, seeds, from_pool):
    """(title, sentences) for a search that ended without a find of its own; None for any other."""
    source = RUNNING.get(search.kind)
    if source is None or search.found or seeds or search.status != Search.Status.COMPLETED:
        return None
    if source.info.finds_accounts:
        return "No account was found", source.advice(search.parameters)
    where = f" on {PROVIDERS[source.provider].label}" if source.provider else ""
    pool = f"{from_pool:,} {'person comes' if from_pool == 1 else 'people come'} from the pool. " if from_pool else ""
    return f"No one was found{where}", f"{pool}{source.advice(search.parameters)}"


def daily_runs(search):
    """Whether and how the search is repeated each day, and what each run brought; None where it cannot be repeated."""
    if not can_repeat(search):
        return None
    first = first_of(search)
    expansion = Expansion.objects.filter(search=first).first()
    obstacle = look_ahead(expansion)[0] if expansion and expansion.is_on else None
    # the row is written when its next run is due; the page says at once that there will be none
    is_over = obstacle is not None and obstacle.is_final
    is_on = expansion is not None and expansion.is_on and not is_over
    return {
        "first": first,
        "expansion": expansion,
        "is_on": is_on,
        "obstacle": obstacle,
        "is_over": is_over,
        "is_due": is_on and expansion.next_at <= timezone.now(),
        "runs": with_costs(runs_of(first).filter(deleted_at=None)[:RUNS]) if expansion else [],
    }


def with_costs(runs):
    """(search, what it cost) of each."""
    runs = list(runs)
    costs = costs_by_owner(Search.CALLS_AS, [run.pk for run in runs])
    return [(run, costs[run.pk]) for run in runs]


def costs_by_kind(ended):
    """(label, searches, expected, what they cost), dearest first. Those that were cancelled stand by themselves."""
    searches = ended.filter(estimated_usd__isnull=False).order_by()
    costs, groups = costs_by_owner(Search.CALLS_AS, searches.values("pk")), defaultdict(list)
    for pk, kind, status, expected in searches.values_list("pk", "kind", "status", "estimated_usd"):
        groups[cost_label(kind, status)].append((expected, costs[pk]))
    lines = [
        (label, len(group), sum(expected for expected, _ in group), sum((cost for _, cost in group), Cost()))
        for label, group in groups.items()
    ]
    return sorted(lines, key=lambda line: (-line[3].spent, line[0]))


def cost_label(kind, status):
    label = source_of(kind).label
    return f"{label}, cancelled" if status == Search.Status.CANCELLED else label

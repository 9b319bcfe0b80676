"""Whom to talk to at a company, of those whom LinkedIn shows, beside whom the sandbox's world calls its most senior."""

from collections import defaultdict

from autoreach.calls.clients import clients
from autoreach.sandbox.unipile_ids import COMPANY, distance_of
from autoreach.sandbox.world import ON_LINKEDIN
from leads.audience.stored import audience_of
from leads.models import Offer
from leads.sources.decision_makers import TITLES, decision_maker
from leads.sources.found_on_linkedin import SEARCH_PAGE
from tests.benchmarks import at_least, observed
from tests.benchmarks._offers import offers
from tests.benchmarks.searching import FARTHEST_SHOWN, sandbox

# Companies; the level of the world's people from which one decides: chief, vice president, director, head, manager.
SIZE, DECIDES = 400, 4


def run(size):
    asked = [(Offer(**fields), fields["competitors"][0]) for fields in offers()]
    with sandbox() as app:
        at_company = visible_people(app.world)
        numbers = [number for number, people in at_company.items() if len(people) > 1][:size]
        right = found = several = 0
        for place, number in enumerate(numbers):
            offer, tool = asked[place % len(asked)]
            best = best_of(at_company[number], functions_for(app.world, tool))
            chosen = chosen_at(number, offer)
            right += chosen in best if best else chosen is None
            found += chosen is not None
            several += bool(best)
    yield at_least("right", right / len(numbers), "", limit=0.95)
    yield observed("companies", len(numbers), "")
    yield observed("of them with someone who decides", several, "")
    yield observed("of them one was found at", found, "")


def visible_people(world):
    """The people of each company whom LinkedIn shows, by its number."""
    found = defaultdict(list)
    for number in world.people.on(ON_LINKEDIN):
        if distance_of(number) <= FARTHEST_SHOWN:
            person = world.people.get(number)
            found[person.company.number].append(person)
    return found


def functions_for(world, tool):
    """Who works with what competes with the tool."""
    return next(category.functions for category in world.companies.categories.values() if tool in category.tools)


def best_of(people, functions):
    """Slugs of the most senior; of several, of those whose work the offer is for."""
    deciding = [person for person in people if person.level <= DECIDES]
    senior = [person for person in deciding if rank(person) == min(map(rank, deciding))]
    fitting = [person for person in senior if person.function in functions]
    return {person.slug for person in fitting or senior}


def rank(person):
    """Founders stand beside the board, whatever else their title says."""
    return 0 if person.function == "founder" else person.level


def chosen_at(number, offer):
    found = clients().linkedin.search_people(title=TITLES, companies=[str(COMPANY + number)], limit=SEARCH_PAGE)
    chosen = decision_maker(found.value.items, audience_of(offer))
    return chosen and chosen.public_identifier

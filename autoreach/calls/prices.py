"""What calls cost by the configured prices: the most, which is reserved before they are made, and the usual."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from django.conf import settings

from autoreach.providers.ai import info as ai
from autoreach.providers.prices import Prices, Tokens

# The most that one request may use. Output and searches are sent along with it; a model reads no more pages than its
# window holds while it searches; and a text has no more tokens than bytes.
SEARCH = Tokens(input=128_000, output=6_000, searches=4)
READING = Tokens(input=64_000, output=4_000)
# Requests for a structured answer at most, by whether the endpoint guarantees the shape.
REQUESTS = {True: 1, False: 2}
USUAL_SEARCH = Tokens(input=12_000, output=1_500, searches=3)
USUAL_READING = Tokens(input=4_000, output=800)
# For a lead with 20 posts, of several that are read together.
USUAL_SCORING = Tokens(input=1_500, output=400)


def x_usd(*, users=0, posts=0, authors=0) -> Decimal:
    return table().x(users=users, posts=posts, authors=authors)


def search_usd() -> Decimal | None:
    """The most that a web search costs, also where two models are asked one after the other; None: unknown."""
    models = [ai.models(settings.PROVIDERS)[1], settings.PROVIDERS.get("AI_CHAT_SEARCH_MODEL", "")]
    known = [usd for model in models if (usd := most(model, SEARCH)) is not None]
    return sum(known) if known else None


def reading_usd() -> Decimal | None:
    """The most that structure for what was found costs, its second chance included; None: unknown."""
    return completion_usd(READING.input, READING.output)


def usual_reading_usd() -> Decimal | None:
    """What a structured answer costs as a rule; None: unknown."""
    return table().tokens(ai.models(settings.PROVIDERS)[0], USUAL_READING)


def research_usd(searches, readings) -> Decimal | None:
    """The most that so many of both cost."""
    search, reading = search_usd(), reading_usd()
    return None if search is None or reading is None else searches * search + readings * reading


def usual_research_usd(searches, readings, search_of=USUAL_SEARCH) -> Decimal | None:
    """What so many of both cost as a rule, where a search uses `search_of`."""
    model, search_model = ai.models(settings.PROVIDERS)
    search, reading = table().tokens(search_model, search_of), table().tokens(model, USUAL_READING)
    return None if search is None or reading is None else searches * search + readings * reading


def completion_usd(size, output) -> Decimal | None:
    """The most that a structured answer to so many bytes costs, its second chance included; None: unknown."""
    usd = most(ai.models(settings.PROVIDERS)[0], Tokens(input=size, output=output))
    return None if usd is None else REQUESTS[ai.mode(settings.PROVIDERS) == "responses"] * usd


def reserved_for_completion(size, output) -> Decimal:
    """What the budget holds back for such an answer: the most it costs, of a model without a price an assumption."""
    usd, times = completion_usd(size, output), REQUESTS[ai.mode(settings.PROVIDERS) == "responses"]
    return times * table().assumed(Tokens(input=size, output=output)) if usd is None else usd


def reserved_for_reading() -> Decimal:
    return reserved_for_completion(READING.input, READING.output)


def reserved_for_scoring() -> Decimal:
    """The least that the budget holds back where a model scores leads."""
    return reserved_for_completion(USUAL_SCORING.input, USUAL_SCORING.output)


def reserved_for_search() -> Decimal:
    usd = search_usd()
    return table().assumed(SEARCH) if usd is None else usd


def unpriced_models() -> list[str]:
    """The configured models that have no price."""
    chosen = (*ai.models(settings.PROVIDERS), settings.PROVIDERS.get("AI_CHAT_SEARCH_MODEL", ""))
    return [model for model in dict.fromkeys(chosen) if model and not table().has(model)]


def assumed_per_million() -> tuple[Decimal, Decimal]:
    """Of input and of output, for a model without a price."""
    million = 1_000_000
    return table().assumed(Tokens(input=million)), table().assumed(Tokens(output=million))


def usual_scoring_usd() -> Decimal | None:
    """What it usually costs that a model scores a lead for an offer; None: unknown."""
    return table().tokens(ai.models(settings.PROVIDERS)[0], USUAL_SCORING)


def most(model, used) -> Decimal | None:
    """At the dearest rate: some models charge more for a prompt that they write to their cache."""
    rates = (table().tokens(model, used), table().tokens(model, replace(used, cache_write=used.input)))
    return None if None in rates else max(rates)


def table() -> Prices:
    return read_table(settings.PROVIDERS.get("PRICES_FILE", "").strip())


@cache
def read_table(path) -> Prices:
    return Prices(path or None)

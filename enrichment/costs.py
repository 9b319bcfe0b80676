"""What enriching a selection would cost, counted set-wise before anything is called."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import Length

from autoreach.calls.prices import research_usd, usual_research_usd, x_usd
from autoreach.providers.registry import AI, FLAT_RATE, LINKEDIN, PROVIDERS, X, available
from autoreach.providers.x.info import has_user_token
from enrichment.steps.activity import POSTS
from enrichment.steps.finders import READ, SEARCHED

STEP_LABELS = {
    "find_linkedin": "Find LinkedIn",
    "find_x": "Find X Profile",
    "profile": "Profile",
    "activity": "Activity",
    "web": "Web intelligence",
    "scoring": "Scoring",
}
NEEDED = {
    "find_linkedin": (LINKEDIN, AI),
    "find_x": (X, AI),
    "profile": (X, LINKEDIN),
    "activity": (X, LINKEDIN),
    "web": (AI,),
    "scoring": (),
}
HAS_X, HAS_LINKEDIN = ~Q(x_handle=""), ~Q(linkedin_slug="")
SEARCHABLE = HAS_LINKEDIN | ~Q(website="") | Q(bio_length__gt=20)
# What one lead needs of a step at most, in calls.
LINKEDIN_FIND, LINKEDIN_ACTIVITY, WEB_SEARCHES = 2 + READ, 2, 2


@dataclass(frozen=True)
class Needs:
    """How many of the selected leads have what the steps go by."""

    total: int
    x: int
    linkedin: int
    only_x: int
    only_linkedin: int
    searchable: int


@dataclass(frozen=True)
class ProviderCost:
    """At most `calls` and `usd`; None is a price nobody knows. A provider may have a flat rate (`flat`).

    `usual` is what so many calls cost as a rule, where that is far less.
    """

    provider: str
    calls: int
    usd: Decimal | None
    flat: bool = False
    usual: Decimal | None = None


@dataclass(frozen=True)
class Cost:
    parts: tuple[ProviderCost, ...]
    unable: tuple[str, ...]

    @property
    def usd(self):
        return sum((part.usd for part in self.parts if part.usd is not None), Decimal(0))

    @property
    def unknown(self):
        """Providers whose calls have no known price."""
        return [part.provider for part in self.parts if part.usd is None]


def needs_of(leads):
    """One pass over the selection (a queryset of leads)."""
    count = {
        "total": Count("pk"),
        X: Count("pk", filter=HAS_X),
        LINKEDIN: Count("pk", filter=HAS_LINKEDIN),
        "only_x": Count("pk", filter=HAS_X & ~HAS_LINKEDIN),
        "only_linkedin": Count("pk", filter=HAS_LINKEDIN & ~HAS_X),
        "searchable": Count("pk", filter=SEARCHABLE),
    }
    return Needs(**leads.order_by().annotate(bio_length=Length("bio")).aggregate(**count))


def cost_of_reading(*, x, linkedin):
    """What new leads cost by themselves, of whom so many have an X profile and so many one of LinkedIn."""
    needs = Needs(total=x + linkedin, x=x, linkedin=linkedin, only_x=x, only_linkedin=linkedin, searchable=0)
    return estimate(needs, ["profile", "activity"])


def estimate(needs, steps):
    """What the `steps` would ask of each provider for leads that need this much, and for whom they can do nothing."""
    calls, usd = Counter(), defaultdict(Decimal)
    configured = available(settings.PROVIDERS)
    for provider, count, price in planned_calls(needs, steps):
        if provider in configured and count:
            calls[provider] += count
            usd[provider] = None if price is None or usd[provider] is None else usd[provider] + price
    usual = {AI: usual_research_usd(*planned_research(needs, steps))}
    parts = tuple(
        ProviderCost(name, calls[name], usd[name], flat=name in FLAT_RATE, usual=usual.get(name))
        for name in PROVIDERS
        if calls[name]
    )
    return Cost(parts, tuple(unable(needs, steps, configured)))


def planned_calls(needs, steps):
    """(provider, calls, US dollars or None) for each thing a step does, at most."""
    searches, readings = planned_research(needs, steps)
    found_x = needs.only_linkedin if "find_x" in steps else 0
    found_linkedin = needs.only_x if "find_linkedin" in steps else 0
    yield AI, searches + readings, research_usd(searches, readings)
    yield LINKEDIN, LINKEDIN_FIND * found_linkedin, Decimal(0)
    yield X, found_x, x_usd(users=READ * found_x)
    if has_user_token(settings.PROVIDERS):
        yield X, found_x, x_usd(users=SEARCHED * found_x)
    if "profile" in steps:
        yield X, needs.x + found_x, x_usd(users=needs.x + found_x)
        yield LINKEDIN, needs.linkedin + found_linkedin, Decimal(0)
    if "activity" in steps:
        yield LINKEDIN, LINKEDIN_ACTIVITY * (needs.linkedin + found_linkedin), Decimal(0)
        yield X, needs.x + found_x, x_usd(posts=POSTS * (needs.x + found_x))


def planned_research(needs, steps):
    """(web searches, readings of what they found), at most."""
    found = (needs.only_linkedin if "find_x" in steps else 0) + (needs.only_x if "find_linkedin" in steps else 0)
    looked_up = needs.searchable if "web" in steps else 0
    return found + WEB_SEARCHES * looked_up, found + looked_up


def unable(needs, steps, configured):
    """Sentences that count the leads a chosen step can do nothing for, with the reason."""
    nowhere = needs.total - needs.x - needs.only_linkedin
    if {"profile", "activity"} & set(steps) and nowhere:
        yield f"{counted(nowhere, needs)} neither an X nor a LinkedIn profile to read."
    if "web" in steps and needs.searchable < needs.total:
        yield f"{counted(needs.total - needs.searchable, needs)} no website, LinkedIn or bio for web intelligence."
    if "find_linkedin" in steps and needs.only_x < needs.total:
        yield f"{counted(needs.total - needs.only_x, needs)} a LinkedIn profile already, or no X profile to go by."
    if "find_x" in steps and needs.only_linkedin < needs.total:
        lacking = needs.total - needs.only_linkedin
        yield f"{counted(lacking, needs)} an X profile already, or no LinkedIn profile to go by."
    for name in PROVIDERS:
        asked = [STEP_LABELS[step] for step in steps if name in NEEDED[step]]
        if asked and name not in configured:
            yield f"{PROVIDERS[name].title} is not configured: {', '.join(asked)} will do without."


def counted(number, needs):
    return f"{number:,} of {needs.total:,} {'has' if number == 1 else 'have'}"

"""What the API takes and answers."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from autoreach.pages import BIGGEST_ID
from leads.models import BuyerState

# The names of the states are those of the Buyers page's tabs.
STATES = {state: state.label.lower().replace(" ", "_") for state in BuyerState}
STATE_OF = {name: state for state, name in STATES.items()}
State = Literal["ready", "emerging", "low_priority", "disqualified", "analyzing", "manual"]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]


class Problem(Schema):
    detail: str


class RateLimit(Schema):
    requests: int
    seconds: int
    at_once: int


class Me(Schema):
    user: str
    workspace: str
    scopes: list[str]
    rate_limit: RateLimit


class OfferName(Schema):
    id: int
    name: str


class Offer(OfferName):
    is_default: bool


class Lead(Schema):
    id: int
    name: str
    title: str
    company: str
    linkedin_url: str
    x_url: str
    page_url: str
    offer: OfferName | None
    state: State | None
    state_label: str | None
    composite: int | None
    fit: int | None
    intent: int | None
    timing: int | None
    reason: str | None


class Offers(Schema):
    items: list[Offer]
    next: str | None


class Leads(Schema):
    items: list[Lead]
    next: str | None


class Understood(Schema):
    platform: Literal["linkedin", "x"]
    address: str


class Found(Schema):
    found: bool
    lead: Lead | None
    understood: Understood


class Person(Schema):
    url: Annotated[str, Field(max_length=500, description="The address of a LinkedIn or X profile.")]
    name: str = ""
    headline: str = ""
    offer: Annotated[Id | None, Field(description="Score for this offer; without one there is no score.")] = None


class Added(Schema):
    lead: Lead
    created: bool


def answers(**by_status):
    """What an operation may answer: its own, and the errors of all."""
    return {int(status[1:]): model for status, model in by_status.items()} | {
        frozenset({401, 403, 404, 422, 429}): Problem
    }

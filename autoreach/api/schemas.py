"""What the API takes and answers."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from autoreach.pages import BIGGEST_ID
from leads.models import BuyerState
from leads.models import Search as StoredSearch

# The names of the states are those of the Buyers page's tabs.
STATES = {state: state.label.lower().replace(" ", "_") for state in BuyerState}
STATE_OF = {name: state for state, name in STATES.items()}
State = Literal[*STATES.values()]
Status = Literal[*StoredSearch.Status.values]
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


class LeadQuery(Schema):
    """The filters of the Leads page."""

    q: Annotated[str, Field(description="Words of name, title, company, industry or place, or an e-mail address.")] = ""
    offer: Annotated[Id | None, Field(description="Leads with a score for this offer, with that score.")] = None
    state: Annotated[State | None, Field(description="For the offer, or the best state without one.")] = None
    score_from: Annotated[int | None, Field(ge=0, le=100)] = None
    score_to: Annotated[int | None, Field(ge=0, le=100)] = None
    source: Annotated[str, Field(description="The kind of a source, as GET /sources names it; also `csv`.")] = ""
    search: Annotated[Id | None, Field(description="Leads that this search found.")] = None
    location: str = ""
    sort: Literal["newest", "score", "name"] = "newest"


Value = str | int | float | bool | None


class SearchRequest(Schema):
    kind: Annotated[str, Field(description="A source, as GET /sources names it.")]
    offer: Id | None = None
    parameters: Annotated[
        dict[str, Value | list[str | int | float]],
        Field(description="Those of GET /sources; what is left out has its default."),
    ] = {}


class CostLine(Schema):
    what: str
    number: int
    usd: float
    most_usd: float


class Estimate(Schema):
    costs: list[CostLine]
    usd: float
    most_usd: float
    left_this_month_usd: float | None
    over_budget: bool


class SearchProblem(Schema):
    about: str
    cause: str
    remedy: str = ""


class Search(Schema):
    id: int
    kind: str
    kind_label: str
    label: str
    status: Status
    status_label: str
    offer: OfferName | None
    found: int
    new: int
    updated: int
    duplicates: int
    rejected: int
    from_pool: int
    read: dict[str, int]
    estimated_usd: float | None
    spent_usd: float
    reserved_usd: float
    unpriced_calls: int
    waits_for: str
    error: str
    remedy: str
    problems: list[SearchProblem]
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    page_url: str


class Searches(Schema):
    items: list[Search]
    next: str | None


class Choice(Schema):
    value: str
    label: str


class Parameter(Schema):
    name: str
    label: str
    help: str
    type: Literal["string", "integer", "boolean", "string[]"]
    required: bool
    least: int | None
    most: int | None
    choices: list[Choice]
    default: Value | list[str]


class Source(Schema):
    kind: str
    label: str
    method: str
    about: str
    provider: str
    parameters: list[Parameter]


class Sources(Schema):
    items: list[Source]


ERRORS = frozenset({400, 401, 403, 404, 422, 429})


def answers(**by_status):
    """What an operation may answer: its own, and the errors of all."""
    return {int(status[1:]): model for status, model in by_status.items()} | {ERRORS: Problem}

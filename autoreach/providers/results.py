"""What every provider returns around its own results."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Usage:
    """What one call used, for the ledger.

    `calls` counts HTTP requests, retries included. `units` are what the provider bills by: objects read (X),
    LinkedIn actions (Unipile) or tokens (AI). `cost_usd` is an estimate; None means unknown, never zero.
    """

    provider: str
    operation: str
    calls: int = 0
    units: int = 0
    cost_usd: Decimal | None = Decimal(0)
    request_id: str = ""
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    searches: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        known = self.cost_usd is not None and other.cost_usd is not None
        return replace(
            other,
            calls=self.calls + other.calls,
            units=self.units + other.units,
            cost_usd=self.cost_usd + other.cost_usd if known else None,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            searches=self.searches + other.searches,
        )


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The allowance the provider named with its answer: `remaining` calls within `scope` until `resets_at`."""

    scope: str
    remaining: int
    resets_at: datetime
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One of several things asked for that did not come; `kind` is not_found, suspended, protected or other."""

    kind: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    value: T
    usage: Usage
    limit: RateLimit | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page; `cursor` asks for the next and None ends, however few items a page holds.

    `throttled` marks a page that came empty although the provider counts more.
    """

    items: tuple[T, ...]
    cursor: str | None = None
    total: int | None = None
    throttled: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A readable 2xx answer of the wire, before its fields mean anything."""

    payload: dict
    usage: Usage
    limit: RateLimit | None = None

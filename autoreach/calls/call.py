"""A call that work needs: what it asks, who asks, and what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from autoreach.calls.gate import NO_PLACE, Place
from autoreach.calls.waits import Wait
from autoreach.providers import Providers
from autoreach.providers.errors import ProviderError
from autoreach.providers.results import Answer

KEY_LIMIT = 190


@dataclass(frozen=True, slots=True)
class Owner:
    """The work that asks, by kind and id, such as a pipeline job or a search."""

    kind: str
    id: int

    def __str__(self):
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a provider.

    `operation` is what the adapter calls it ("users/by", "profile"): limits count by it. `send` runs in a thread and
    touches no database. `estimate_usd` is the most it can cost. With `kept`, a type, the answer's value survives a
    crash until the owner's work ends: wanted where several paid calls make one result.
    """

    provider: str
    name: str
    operation: str
    send: Callable[[Providers], Answer]
    estimate_usd: Decimal = Decimal(0)
    kept: type | None = None


@dataclass(slots=True, eq=False)
class PaidCall:
    """A call and its owner. It ends with a `result`, or with a `wait` that says until when the owner waits, and why.

    `key` is unique to the need: the same need after a crash has the same key. `purpose` is for people, and `source`
    says, for people too, where those come from whom the call is for. `failures` counts by provider how often it did not
    answer this owner. `replayed` results were not asked for again. `context` is the owner's own; nothing here reads it.
    """

    owner: Owner
    purpose: str
    call: Call
    key: str
    workspace_id: int
    offer_id: int | None = None
    lead_id: int | None = None
    source: str = ""
    failures: Mapping[str, int] = field(default_factory=dict)
    context: Any = None
    result: Answer | ProviderError | None = None
    wait: Wait | None = None
    replayed: bool = False
    place: Place = NO_PLACE

    def __post_init__(self):
        # a slug may hold the sign behind which the ledger numbers repetitions
        self.key = self.key.replace("~", "%7E")[:KEY_LIMIT]

    @property
    def service(self) -> tuple[str, str]:
        """What limits count by: provider and operation."""
        return self.call.provider, self.call.operation

    @property
    def is_answered(self) -> bool:
        return isinstance(self.result, Answer)

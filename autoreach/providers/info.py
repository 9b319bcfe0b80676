"""What the rest of the program knows of a provider, without a client and without its libraries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from autoreach.providers.errors import AuthFailed, Misconfigured, OutOfCredits, ProviderError, RateLimited, Unavailable
from autoreach.providers.prices import Prices
from autoreach.providers.variables import Rule

EVERYTHING = "*"

Environment = Mapping[str, str]
Permit = Callable[[str], None]
# By kind of error, or by the code that says more than its kind.
Remedies = Mapping[type[ProviderError] | str, str]

# What an error says of the provider, after its label.
MEANINGS = {
    AuthFailed: "refuses the key",
    Misconfigured: "is not set up rightly",
    OutOfCredits: "is out of credits",
    RateLimited: "is limited",
    Unavailable: "does not answer",
}


class Charge(Enum):
    """How a provider charges a call that is repeated."""

    FLAT_RATE = "no call is charged by itself"
    ONCE_A_DAY = "an object is charged once a UTC day"
    EACH_TIME = "every call is charged"


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """`name` is its field of Providers and its name in the database; `label` goes into sentences.

    `connect(values, prices, permit)` makes the client and may load libraries. `check(client)` asks something free.
    `variables` are those to set, `credentials_from` says where the user gets their values, `remedies(values)` what the
    user does about an error that does not pass by itself.
    """

    name: str
    label: str
    variables: str
    credentials_from: str
    remedies: Callable[[Environment], Remedies]
    is_configured: Callable[[Environment], bool]
    connect: Callable[[Environment, Prices, Permit], Any]
    check: Callable[[Any], Any]
    charge: Charge
    full_label: str = ""
    # Whether each answer names the allowance that is left; without, a limit is known by configuration or by a 429.
    names_allowance: bool = False
    # Whether its limits count every call together, or each operation by itself.
    counts_together: bool = False
    # Calls a day by operation, where nothing else is configured.
    daily_allowances: Mapping[str, int] = field(default_factory=dict)
    # What its operations ask for, where their name does not say it.
    operations: Mapping[str, str] = field(default_factory=dict)
    # What the values of its variables must be, where not every text will do.
    rules: Mapping[str, Rule] = field(default_factory=dict)
    # Whether it is asked within the workspace's outreach window only.
    keeps_window: bool = False

    @property
    def title(self) -> str:
        """The label, with the service through which it is reached."""
        return self.full_label or self.label

    @property
    def has_flat_rate(self) -> bool:
        return self.charge is Charge.FLAT_RATE

    def charges_again(self, asked_at: datetime, now: datetime) -> bool:
        """Whether a call made at `asked_at`, and perhaps charged then, is charged a second time now."""
        if self.charge is Charge.ONCE_A_DAY:
            return asked_at.astimezone(UTC).date() != now.astimezone(UTC).date()
        return self.charge is Charge.EACH_TIME

    def scope_of(self, operation: str) -> str:
        """What the limit of an operation counts."""
        return EVERYTHING if self.counts_together else operation

    def scope_words(self, scope: str) -> str:
        """What a limit counts, as people say it."""
        if scope == EVERYTHING:
            return "All calls"
        words = scope.replace("/", " ").replace(":id ", "").replace("_", " ").capitalize()
        return self.operations.get(scope, words)

    def says(self, kind: type[ProviderError]) -> str:
        return f"{self.label} {MEANINGS[kind]}"

    def remedy(self, kind: type[ProviderError], values: Environment, code: str = "") -> str:
        """What the user does about an error; "" where it passes by itself."""
        known = self.remedies(values)
        return known.get(code) or known.get(kind, "")

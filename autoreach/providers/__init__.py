"""The outside world: X, LinkedIn through Unipile, and AI, as plain clients that know nothing of this product."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from autoreach.providers.http import ignore
from autoreach.providers.prices import Prices
from autoreach.providers.registry import PROVIDERS, available, stripped

if TYPE_CHECKING:
    from autoreach.providers.ai.client import AI
    from autoreach.providers.linkedin.client import LinkedIn
    from autoreach.providers.x.client import X


@dataclass(frozen=True, slots=True)
class Providers:
    """None is a provider that is not configured."""

    x: "X | None" = None
    linkedin: "LinkedIn | None" = None
    ai: "AI | None" = None


def configured(
    environment: Mapping[str, str],
    *,
    permit: Callable[[str, str], None] = ignore,
    without: Collection[str] = (),
) -> Providers:
    """The clients for which `environment` holds credentials. Make them once in each process: they pool connections.

    `permit(provider, operation)` is asked before every request and may wait, or raise RateLimited.
    """
    values = stripped(environment)
    prices = Prices(values.get("PRICES_FILE") or None)
    wanted = available(values) - set(without)
    return Providers(**{name: PROVIDERS[name].connect(values, prices, partial(permit, name)) for name in wanted})

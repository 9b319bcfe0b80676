"""The providers there are, in the order in which pages show them."""

from collections.abc import Mapping

from autoreach.providers.ai.info import INFO as AI_INFO
from autoreach.providers.info import ProviderInfo
from autoreach.providers.linkedin.info import INFO as LINKEDIN_INFO
from autoreach.providers.x.info import INFO as X_INFO

PROVIDERS: dict[str, ProviderInfo] = {info.name: info for info in (X_INFO, LINKEDIN_INFO, AI_INFO)}
X, LINKEDIN, AI = X_INFO.name, LINKEDIN_INFO.name, AI_INFO.name
FLAT_RATE = frozenset(name for name, info in PROVIDERS.items() if info.has_flat_rate)


def stripped(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in environment.items()}


def available(environment: Mapping[str, str]) -> frozenset[str]:
    """The names of the providers that `environment` configures; no client is made."""
    values = stripped(environment)
    return frozenset(name for name, info in PROVIDERS.items() if info.is_configured(values))

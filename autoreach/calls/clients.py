"""The providers' clients of this process and its share of their limits: made once, never shared over a fork."""

import os
import time
from functools import cache

from django.conf import settings

from autoreach.calls.gate import Gate
from autoreach.providers import Providers, configured
from autoreach.providers.errors import Misconfigured, NotFound, NotSupported, ProviderError, RateLimited
from autoreach.providers.registry import AI, PROVIDERS

# Seconds for which an account that was found counts as found.
CONFIRMED_FOR = 60.0


@cache
def gate() -> Gate:
    return Gate()


@cache
def clients(*, with_ai=True) -> Providers:
    """Without AI, a process is spared a second of loading and 45 MB."""
    return configured(settings.PROVIDERS, permit=gate().permit, without=() if with_ai else (AI,))


def confirm_account(provider: str, providers: Providers, error: NotFound) -> None:
    """Raises where the account that asked is itself not found: then nothing is said of the person it asked for.

    In a thread. An account that was there a moment ago is believed.
    """
    confirmed = accounts_confirmed()
    if time.monotonic() < confirmed.get(provider, 0):
        return
    try:
        PROVIDERS[provider].check(getattr(providers, provider))
    except (NotFound, Misconfigured) as missing:
        raise Misconfigured(
            missing.args[0], usage=error.usage, status=missing.status, code="unknown_account"
        ) from missing
    except (RateLimited, NotSupported):
        pass
    except ProviderError as failed:
        failed.usage = error.usage
        raise
    confirmed[provider] = time.monotonic() + CONFIRMED_FOR


@cache
def accounts_confirmed() -> dict[str, float]:
    return {}


def reset() -> None:
    accounts_confirmed.cache_clear()
    clients.cache_clear()
    gate.cache_clear()


os.register_at_fork(after_in_child=reset)

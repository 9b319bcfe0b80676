"""The providers' clients of this process and its share of their limits: made once, never shared over a fork."""

import os
from functools import cache

from django.conf import settings

from autoreach.calls.gate import Gate
from autoreach.providers import Providers, configured
from autoreach.providers.registry import AI


@cache
def gate() -> Gate:
    return Gate()


@cache
def clients(*, with_ai=True) -> Providers:
    """Without AI, a process is spared a second of loading and 45 MB."""
    return configured(settings.PROVIDERS, permit=gate().permit, without=() if with_ai else (AI,))


def reset() -> None:
    clients.cache_clear()
    gate.cache_clear()


os.register_at_fork(after_in_child=reset)

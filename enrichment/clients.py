"""The providers' clients of this process and its share of their limits: made once, never shared over a fork."""

import os
from functools import cache

from django.conf import settings

from autoreach.providers import configured
from enrichment.limits import Gate


@cache
def gate():
    return Gate()


@cache
def clients():
    return configured(settings.PROVIDERS, permit=gate().permit)


def reset():
    clients.cache_clear()
    gate.cache_clear()


os.register_at_fork(after_in_child=reset)

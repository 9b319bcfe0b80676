"""The providers' clients of this process: made once, because they pool connections, and never shared over a fork."""

import os
from functools import cache

from django.conf import settings

from autoreach.providers import configured


@cache
def clients():
    return configured(settings.PROVIDERS)


reset = clients.cache_clear
os.register_at_fork(after_in_child=reset)

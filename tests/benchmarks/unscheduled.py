"""Settings of a cluster whose workers do what they are woken for and nothing else: no sweep helps them."""

from autoreach.settings import *  # noqa: F403

SCHEDULES = {}

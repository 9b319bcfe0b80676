"""What providers say of their limits, and gates that meet them: each Gate stands for one process."""

from datetime import timedelta

from django.utils import timezone

from autoreach.calls.models import Allowance
from autoreach.providers.errors import RateLimited, Unavailable
from autoreach.providers.results import RateLimit
from autoreach.providers.results import Usage as Used

POSTS = ("linkedin", "posts")
TIMELINE = ("x", "users/:id/tweets")


def taken(gates, call, at_most=1000):
    """How many calls the gates let through before they all say wait, asked in turn."""
    passed = 0
    while passed < at_most and sum(gate.admit(*call) is None for gate in gates):
        passed += 1
    return passed


def limited(until, provider="x", scope="*"):
    """What a provider's 429 comes as."""
    return RateLimited("wait", resume_at=until, scope=scope, usage=Used(provider, "op"), status=429)


def named(remaining, limit=60, seconds=900):
    return RateLimit("users/:id/tweets", remaining, timezone.now() + timedelta(seconds=seconds), limit)


def down(provider="linkedin"):
    return Unavailable("timed out", usage=Used(provider, "profile"))


def blocked(reason, minutes=15, **fields):
    """X is closed to everything."""
    until = timezone.now() + timedelta(minutes=minutes)
    return Allowance.objects.create(provider="x", scope="*", blocked_until=until, reason=reason, **fields)

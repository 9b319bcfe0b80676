"""So many calls in a window of time, by key and endpoint; windows start at whole multiples of their length."""

import time
from dataclasses import dataclass

# Calls and seconds by provider and endpoint: what the services document for one app or account.
DOCUMENTED = {
    "x": {
        "search_recent": (450, 900),
        "search_all": (300, 900),
        "user_by_username": (300, 900),
        "users_by": (300, 900),
        "users": (300, 900),
        "user": (300, 900),
        "user_tweets": (10_000, 900),
        "followers": (300, 900),
        "following": (300, 900),
        "mentions": (450, 900),
        "quote_tweets": (75, 900),
        "retweeted_by": (75, 900),
        "tweets": (3_500, 900),
        "tweet": (450, 900),
        "counts_recent": (300, 900),
        "usage": (50, 900),
    },
    "unipile": {"profile": (100, 86_400), "search": (100, 86_400)},
}


@dataclass(frozen=True)
class Limit:
    """`endpoint` "*" counts all endpoints of the provider together."""

    provider: str
    endpoint: str
    calls: int
    seconds: float

    def covers(self, provider, endpoint):
        return self.provider in ("*", provider) and self.endpoint in ("*", endpoint)


@dataclass(frozen=True)
class Standing:
    limit: int
    remaining: int
    reset: float
    refused: bool


UNLIMITED = 1_000_000


class RateLimits:
    def __init__(self):
        self.set([])

    def set(self, rows):
        self.rules = [Limit(**row) for row in rows]
        self._used, self.refused = {}, 0
        self._rule_of = {}

    def set_documented(self):
        self.set(
            {"provider": provider, "endpoint": endpoint, "calls": calls, "seconds": seconds}
            for provider, endpoints in DOCUMENTED.items()
            for endpoint, (calls, seconds) in endpoints.items()
        )

    def take(self, provider, endpoint, key, now=None):
        """Count one call and say where the caller stands; a refused call uses nothing up."""
        now = time.time() if now is None else now
        rule = self._rule(provider, endpoint)
        if rule is None:
            return Standing(UNLIMITED, UNLIMITED - 1, now + 900, False)
        start = now // rule.seconds * rule.seconds
        window = (rule, key if rule.provider != "*" else "")
        began, used = self._used.get(window, (start, 0))
        if began != start:
            used = 0
        refused = used >= rule.calls
        self._used[window] = start, used + (not refused)
        self.refused += refused
        return Standing(rule.calls, max(0, rule.calls - used - 1), start + rule.seconds, refused)

    def _rule(self, provider, endpoint):
        place = provider, endpoint
        if place not in self._rule_of:
            self._rule_of[place] = next((rule for rule in self.rules if rule.covers(provider, endpoint)), None)
        return self._rule_of[place]

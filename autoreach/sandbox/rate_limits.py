"""So many calls in a window of time, by key and endpoint; windows start at whole multiples of their length."""

import time
from dataclasses import dataclass

# provider, endpoint, calls, seconds: what the services document for one app or account.
DOCUMENTED = [
    ("x", "search_recent", 450, 900),
    ("x", "user_by_username", 300, 900),
    ("x", "users_by", 300, 900),
    ("x", "users", 300, 900),
    ("x", "user", 300, 900),
    ("x", "user_tweets", 10_000, 900),
    ("x", "followers", 300, 900),
    ("x", "following", 300, 900),
    ("x", "mentions", 450, 900),
    ("x", "quote_tweets", 75, 900),
    ("x", "retweeted_by", 75, 900),
    ("x", "tweets", 3_500, 900),
    ("x", "tweet", 450, 900),
    ("x", "counts_recent", 300, 900),
    ("x", "usage", 50, 900),
    ("unipile", "profile", 100, 86_400),
    ("unipile", "search", 100, 86_400),
]


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
        names = ("provider", "endpoint", "calls", "seconds")
        self.set([dict(zip(names, row, strict=True)) for row in DOCUMENTED])

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

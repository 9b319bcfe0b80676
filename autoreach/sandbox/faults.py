"""Faults that a test, or a user of the sandbox, orders.

A fault comes from a header (X-Sandbox-Fault: rate_limited;reset=5), from a key that starts with `fault-`
(`fault-out_of_credits`), or from a rule posted to /sandbox/faults.
"""

from dataclasses import dataclass, field, replace
from zlib import crc32

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.world.dice import MASK, hashed

# Refusals: the provider says no in its own words and charges nothing.
REFUSALS = {
    "rate_limited", "rate_limited_bare", "out_of_credits", "unauthorized", "forbidden", "not_found",
    "server_error", "unavailable", "gateway",
}  # fmt: skip
# The call is carried out and charged, but what comes back is spoilt.
SPOILT = {"timeout", "truncated", "malformed", "empty", "html", "reset", "slow"}
# The provider's own kinds of half an answer; the provider's module knows what they mean.
OWN = {
    "throttled", "empty_page", "repeats", "refusal", "cut", "no_message", "failed", "commentary", "invents", "obeys",
    "nonsense",
    "thinks", "two_objects", "no_shape", "no_search", "error_in_answer",
}  # fmt: skip
# Refusals that only some providers know; they too charge nothing.
OWN_REFUSALS = {
    "suspended_account", "not_enrolled", "spend_cap", "unknown_account",
    "no_model", "no_model_access", "no_path", "moderation", "quota_list", "string_error", "too_large",
}  # fmt: skip
KINDS = REFUSALS | SPOILT | OWN | OWN_REFUSALS
# What is free goes on: it knows neither credits nor models nor persons.
MEET_PAID_CALLS = {
    "out_of_credits", "not_found", "spend_cap", "suspended_account", "no_model", "no_model_access", "moderation",
    "quota_list", "string_error", "too_large",
}  # fmt: skip
HTML = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"


class UnknownFault(ValueError):
    pass


@dataclass(frozen=True)
class Fault:
    """`seconds` is the time to reset of a limit, or how long a slow or stalled answer takes."""

    kind: str
    seconds: float | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise UnknownFault(f"no fault {self.kind!r}; there are: {', '.join(sorted(KINDS))}")

    @classmethod
    def parse(cls, text):
        kind, *options = (part.strip() for part in text.split(";"))
        given = dict(option.split("=", 1) for option in options if "=" in option)
        seconds = given.get("reset") or given.get("seconds")
        return cls(kind, float(seconds) if seconds else None)


@dataclass
class Rule:
    """Applies to the calls it matches: a share of them (`rate`), after the first `after`, at most `count` times."""

    fault: Fault
    provider: str = "*"
    endpoint: str = "*"
    path: str = ""
    rate: float = 1.0
    after: int = 0
    count: int | None = None
    seen: int = 0
    applied: int = 0

    def applies(self, provider, endpoint, request):
        if self.provider not in ("*", provider) or self.endpoint not in ("*", endpoint):
            return False
        if self.path not in request.path:
            return False
        self.seen += 1
        if self.seen <= self.after or (self.count is not None and self.applied >= self.count):
            return False
        # Rules that see the same calls must not strike one after the other.
        if hashed(self.seen, crc32(self.fault.kind.encode())) >= self.rate * MASK:
            return False
        self.applied += 1
        return True


@dataclass
class Faults:
    rules: list = field(default_factory=list)

    def set(self, rows):
        self.rules = [self._rule(dict(row)) for row in rows]

    def _rule(self, row):
        seconds = row.pop("seconds", None)
        return Rule(Fault(row.pop("fault", ""), seconds), **row)

    def chosen(self, provider, endpoint, request, key):
        """The fault this call is to meet, or None."""
        header = request.headers.get("x-sandbox-fault")
        asked = header or (key.startswith("fault-") and key.removeprefix("fault-"))
        if asked:
            fault = Fault.parse(asked)
            if not self._known_to(provider, fault):
                raise UnknownFault(f"{provider.name} has no fault {fault.kind!r}")
            return None if not header and self._spares(provider, endpoint, fault) else fault
        for rule in self.rules:
            if rule.endpoint == "*" and self._spares(provider, endpoint, rule.fault):
                continue
            if self._known_to(provider, rule.fault) and rule.applies(provider.name, endpoint, request):
                return rule.fault
        return None

    def _known_to(self, provider, fault):
        return fault.kind not in OWN | OWN_REFUSALS or fault.kind in provider.FAULTS

    def _spares(self, provider, endpoint, fault):
        return endpoint in provider.FREE and fault.kind in MEET_PAID_CALLS


def gateway():
    """What stands before any provider answers in its place."""
    return Reply(HTML, 502, content_type="text/html")


def spoil(reply, fault):
    """The same reply, damaged on its way."""
    body = reply.body()
    match fault.kind:
        case "timeout":
            return replace(reply, delay=fault.seconds or 3600, hang_up=True)
        case "slow":
            return replace(reply, delay=reply.delay + (fault.seconds or 2))
        case "truncated":
            return replace(reply, payload=body, cut=len(body) // 2)
        case "malformed":
            return replace(reply, payload=body[: len(body) * 2 // 3])
        case "empty":
            return replace(reply, payload=b"")
        case "html":
            return Reply(HTML, content_type="text/html", units=reply.units, objects=reply.objects)
        case "reset":
            return replace(reply, hang_up=True)
    return reply

"""When an endpoint may be asked again, as its headers and its sentences say."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from autoreach.providers.reset_times import bounded
from autoreach.providers.results import RateLimit

UNIT = r"ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?"
DURATION = re.compile(rf"(\d+(?:\.\d+)?)\s?({UNIT})(?![a-z])")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
# "Please try again in 7m12s.", "Please retry after 20 seconds."
SAID = re.compile(r"\b(?:try again|retry)[a-z ]{0,20}? (?:in|after) ((?:\d+(?:\.\d+)?\s?[a-z]+[\s,]{0,2}){1,3})", re.I)


def seconds_of(written: str) -> float | None:
    """What "6m0s", "12ms" or "20 seconds" last; None where no length of time is written."""
    found = DURATION.findall(written.lower())
    return sum(float(amount) * length_of(unit) for amount, unit in found) if found else None


def length_of(unit: str) -> float:
    return 0.001 if unit == "ms" or unit.startswith("milli") else SECONDS[unit[0]]


def said_wait(message: str) -> float | None:
    """Seconds after which a sentence says to ask again."""
    found = SAID.search(message)
    return seconds_of(found[1]) if found else None


def in_seconds(seconds: float | None) -> datetime | None:
    return None if seconds is None else bounded(datetime.now(UTC) + timedelta(seconds=min(seconds, 86_400)))


def allowance(headers: Mapping[str, str]) -> RateLimit | None:
    remaining, resets_at = headers.get("x-ratelimit-remaining-requests", ""), reset_of(headers)
    if not remaining.isdecimal() or not resets_at:
        return None
    limit = headers.get("x-ratelimit-limit-requests", "")
    return RateLimit("*", int(remaining), resets_at, int(limit) if limit.isdecimal() else None)


def reset_of(headers: Mapping[str, str]) -> datetime | None:
    """The later of the two resets that are spent; of both where none says so."""
    waits = {}
    for kind in ("requests", "tokens"):
        seconds = seconds_of(headers.get(f"x-ratelimit-reset-{kind}", ""))
        if seconds is not None:
            waits[kind] = seconds
    spent = [waits[kind] for kind in waits if headers.get(f"x-ratelimit-remaining-{kind}") == "0"]
    return in_seconds(max(spent or waits.values(), default=None))

"""When a provider may be asked again, by what the headers of an answer say."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
CLOCK_TOLERANCE = timedelta(seconds=5)


def bounded(resume_at: datetime) -> datetime:
    """At most LONGEST_WAIT from now, whatever a header says: a reset in 2106 must not stop a provider."""
    now = datetime.now(UTC)
    return min(max(resume_at, now + timedelta(seconds=1)), now + LONGEST_WAIT)


def reset_time(epoch: str | None, headers: Mapping[str, str]) -> datetime | None:
    """Unix seconds by the provider's clock, as a time by ours."""
    try:
        resets_at = datetime.fromtimestamp(float(epoch), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    ahead = clock_lead(headers)
    return bounded(resets_at - ahead if abs(ahead) > CLOCK_TOLERANCE else resets_at)


def clock_lead(headers: Mapping[str, str]) -> timedelta:
    theirs = http_date(headers.get("date"))
    return theirs - datetime.now(UTC) if theirs else timedelta(0)


def retry_after(headers: Mapping[str, str]) -> datetime | None:
    milliseconds, value = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds:
            return bounded(datetime.now(UTC) + timedelta(milliseconds=float(milliseconds)))
        return bounded(datetime.now(UTC) + timedelta(seconds=float(value or "")))
    except (ValueError, OverflowError):
        pass
    when = http_date(value)
    return bounded(when) if when else None


def http_date(value: str | None) -> datetime | None:
    try:
        when = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)

"""Read fields of JSON from outside: what is missing or of another kind is empty, never an exception."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from autoreach.texts import UNWANTED

LARGEST = 2**31 - 1
RELATIVE = re.compile(r"(\d+)\s*(mo|min|yr|[smhdwy])", re.IGNORECASE)
DAYS = {"s": 0, "m": 0, "min": 0, "h": 1 / 24, "d": 1, "w": 7, "mo": 30, "y": 365, "yr": 365}
US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def first(source, *names) -> Any:
    """The value of the first of `names` that is there and not null."""
    if isinstance(source, dict):
        for name in names:
            if source.get(name) is not None:
                return source[name]
    return None


def clean(value) -> str:
    return UNWANTED.sub("", value).strip() if isinstance(value, str) else ""


def scrubbed(value: Any, clean: Callable[[str], str] = clean) -> Any:
    """The same JSON with `clean` applied to every string in it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [scrubbed(entry, clean) for entry in value]
    if isinstance(value, dict):
        return {name: scrubbed(entry, clean) for name, entry in value.items()}
    return value


def text(source, *names) -> str:
    value = first(source, *names)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return clean(value)


def number(source, *names) -> int | None:
    value = first(source, *names)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    return int(min(max(value, 0), LARGEST))


def flag(source, *names) -> bool | None:
    value = first(source, *names)
    return value if isinstance(value, bool) else None


def part(source, *names) -> dict:
    value = first(source, *names)
    return value if isinstance(value, dict) else {}


def parts(source, *names) -> list[dict]:
    value = first(source, *names)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def texts(source, *names) -> tuple[str, ...]:
    value = first(source, *names)
    return tuple(filter(None, map(clean, value))) if isinstance(value, list) else ()


def moment(value) -> datetime | None:
    """An aware UTC time. One that lies in the future cannot be when something was written, so it is None."""
    when = moment_to_come(value)
    return when if when and when < datetime.now(UTC) + timedelta(days=1) else None


def moment_to_come(value) -> datetime | None:
    """An aware UTC time that may lie in the future, such as that of a limit's end."""
    try:
        when = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        return when and (when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def moment_ago(value) -> datetime | None:
    """What "3d" or "2mo" meant when it was read; exact to its unit only."""
    found = RELATIVE.match(value.strip()) if isinstance(value, str) else None
    if not found:
        return None
    age = int(found[1][:4]) * DAYS[found[2].lower()]
    return datetime.now(UTC) - timedelta(days=min(age, 36_500))


def us_date(value) -> date | None:
    """The day of "8/1/2024", "2024-08-01" or {"year": 2024, "month": 8}; an unknown month is January."""
    if isinstance(value, dict):
        year, month, day = number(value, "year") or 0, number(value, "month") or 1, number(value, "day") or 1
    elif isinstance(value, str) and (found := US_DATE.match(value.strip())):
        month, day, year = map(int, found.groups())
    else:
        when = moment(value)
        return when.date() if when else None
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Environment variables, read by rules. What is wrong with them is said together, once, at the start."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, PositiveInt, TypeAdapter

from autoreach.providers.registry import PROVIDERS
from autoreach.providers.variables import Address, Flag, Readable, Rule

# Their values may hold a password, which must not get into a log.
SECRETIVE = ("DATABASE_URL", "EMAIL_URL")


class Environment:
    """A value that its rule refuses is noted; until `check`, the default stands in for it."""

    def __init__(self, values: Mapping[str, str]):
        self.values = {name: value.strip() for name, value in values.items()}
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name) or default

    def list(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.values.get(name, default).split(",") if part.strip()]

    def flag(self, name: str, default: bool = False) -> bool:
        return self.read(name, Flag(), default)

    def read(self, name: str, rule: Rule, default: Any = None) -> Any:
        text = self.text(name)
        try:
            return rule.read(text) if text else default
        except ValueError:
            is_shown = name not in SECRETIVE and not isinstance(rule, Address)
            self.faults.append(f"{name} must be {rule}{f', not {text!r}' if is_shown else ''}.")
            return default

    def check(self) -> None:
        for info in PROVIDERS.values():
            for name, rule in info.rules.items():
                self.read(name, rule)
        if self.faults:
            raise ImproperlyConfigured("\n".join(self.faults))


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(text: str) -> SplitResult:
    parts = urlsplit(text)
    if parts.scheme not in MAIL_PORTS or not parts.hostname or parts.port == 0:
        raise ValueError(text)
    return parts


def database(text: str) -> dict:
    parsed = dj_database_url.parse(text, conn_max_age=60, conn_health_checks=True)
    if not parsed["ENGINE"].endswith("postgresql"):
        raise ValueError(text)
    return parsed


class Weights(BaseModel, extra="forbid"):
    high: tuple[int, int, int]
    medium: tuple[int, int, int]
    low: tuple[int, int, int]


class ScoringNumbers(BaseModel, extra="forbid"):
    """Those of `scoring/rules.py` that are replaced."""

    weights: Weights | None = None
    floors: tuple[tuple[int, int, int], ...] | None = None
    active: int | None = None
    monitor: int | None = None
    disqualified: int | None = None
    rescored_after: tuple[tuple[int, PositiveInt], ...] | None = None
    wrong_industry_cap: int | None = None


def scoring_numbers(text: str) -> dict:
    return ScoringNumbers.model_validate_json(text).model_dump(exclude_none=True)


ALLOWANCES = TypeAdapter(dict[Literal[*PROVIDERS], dict[str, tuple[PositiveInt, PositiveInt]]])

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_LEVEL = Readable(f"one of {', '.join(LEVELS)}", lambda text: LEVELS[LEVELS.index(text.upper())])
MAIL_SERVER = Readable("like smtp+tls://user:password@mail.example.com:587", mail_server)
POSTGRESQL = Readable("like postgresql://user:password@db.example.com:5432/name", database)
SCORING = Readable('a JSON object of numbers that docs/scoring.md names, such as {"active": 65}', scoring_numbers)
CALLS_AND_SECONDS = Readable(
    'a JSON object of calls and seconds, such as {"linkedin": {"profile": [40, 86400]}}', ALLOWANCES.validate_json
)

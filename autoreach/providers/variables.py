"""What the value of an environment variable must be. `read` raises ValueError where it is something else."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit


class Rule(Protocol):
    """As a string: what the value must be, for a sentence."""

    def read(self, text: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Number:
    least: float = 0
    most: float = math.inf
    kind: type = int

    def __str__(self):
        upwards = f"from {self.least}" if self.most == math.inf else f"from {self.least} to {self.most}"
        return f"a {'whole ' if self.kind is int else ''}number {upwards}"

    def read(self, text: str) -> float:
        number = self.kind(text)
        if not self.least <= number <= self.most:
            raise ValueError(text)
        return number


@dataclass(frozen=True, slots=True)
class Choice:
    choices: tuple[str, ...]

    def __str__(self):
        return f"one of {', '.join(self.choices)}"

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise ValueError(text)
        return text


@dataclass(frozen=True, slots=True)
class Flag:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}

    def __str__(self):
        return "true or false"

    def read(self, text: str) -> bool:
        if text.lower() not in self.words:
            raise ValueError(text)
        return self.words[text.lower()]


@dataclass(frozen=True, slots=True)
class Address:
    """Of an API. Read without a slash at its end."""

    needs_scheme: bool = True

    def __str__(self):
        return "an address that begins with https://" if self.needs_scheme else "an address, such as api8.example:13851"

    def read(self, text: str) -> str:
        parts = urlsplit(text if self.needs_scheme or "://" in text else f"https://{text}")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or " " in text:
            raise ValueError(text)
        return text.rstrip("/")


@dataclass(frozen=True, slots=True)
class Readable:
    """What a function reads, which raises ValueError or OSError."""

    wanted: str
    reader: Callable[[str], Any]

    def __str__(self):
        return self.wanted

    def read(self, text: str) -> Any:
        try:
            return self.reader(text)
        except (OSError, KeyError, TypeError) as error:
            raise ValueError(text) from error

"""The kinds of signals and the words that show them, read from signals.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kind:
    """`points` on the day itself; half of them `half_life` days later."""

    words: str
    dimension: str
    strength: str
    points: int
    half_life: int
    cues: tuple[str, ...] = ()
    pattern: re.Pattern | None = None

    def may_stand_in(self, text):
        """Whether a lower-case text is worth searching: quick, and never wrong when it says no."""
        return any(cue in text for cue in self.cues)


def _compile(patterns, macros, flags=0):
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(re.sub(r"<([A-Z]+)>", lambda match: macros[match[1]], joined), flags)


def _read():
    listed = tomllib.loads((Path(__file__).parent / "signals.toml").read_text(encoding="utf-8"))
    kinds = {}
    for name, entry in listed["kinds"].items():
        patterns, cues = entry.pop("patterns", ()), tuple(entry.pop("cues", ()))
        pattern = _compile(patterns, listed["macros"]) if patterns else None
        kinds[name] = Kind(**entry, cues=cues, pattern=pattern)
    guards = {
        name: _compile(patterns, listed["macros"], re.IGNORECASE | re.MULTILINE)
        for name, patterns in listed["guards"].items()
    }
    return kinds, guards


KINDS, GUARDS = _read()

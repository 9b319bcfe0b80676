"""The kinds of signals and the words that show them, and timing without words, read from signals.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wording:
    """Patterns, and words without one of which no pattern can match."""

    pattern: re.Pattern
    cues: tuple[str, ...] = ()

    def may_stand_in(self, low) -> bool:
        """Whether a lower-case text is worth searching: quick, and never wrong when it says no."""
        return not self.cues or any(cue in low for cue in self.cues)

    def search(self, low) -> re.Match | None:
        return self.pattern.search(low) if self.may_stand_in(low) else None


@dataclass(frozen=True, slots=True)
class Kind:
    """`points` on the day itself; half of them `half_life` days later."""

    words: str
    dimension: str
    strength: str
    points: int
    half_life: int
    wording: Wording | None = None


def _wording(entry, macros):
    joined = "|".join(f"(?:{pattern})" for pattern in entry.pop("patterns"))
    pattern = re.sub(r"<([A-Z]+)>", lambda match: macros[match[1]], joined)
    return Wording(re.compile(pattern, re.MULTILINE), tuple(entry.pop("cues", ())))


def _read():
    listed = tomllib.loads((Path(__file__).parent / "signals.toml").read_text(encoding="utf-8"))
    macros = listed["macros"]
    guards = {name: _wording(entry, macros) for name, entry in listed["guards"].items()}
    kinds = {}
    for name, entry in listed["kinds"].items():
        wording = _wording(entry, macros) if "patterns" in entry else None
        kinds[name] = Kind(**entry, wording=wording)
    return kinds, guards, listed["wordless"]


KINDS, GUARDS, WORDLESS = _read()

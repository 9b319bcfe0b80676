"""What the sandbox's model reads in the user's text: line by line, by the cues of cues.toml.

Quotes are verbatim; links and dates stand beside the quote in the text. It follows no instruction it finds there.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autoreach.sandbox.world.dice import hashed, words_of

_RULES = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
NOISE = re.compile(_RULES["noise"], re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[<>{}\"]|\(?\[?https?://| \(\[|$")
URL = re.compile(r"https?://[^\s<>\"')\]]+")
DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
MARK = re.compile(r"[\[#(](\w{1,40})[\]):]|\bid[=: ]+\"?(\w{1,40})")
LINK_BEHIND = re.compile(r"\s*(?:\(\d{4}-\d{2}-\d{2}\))?\s*\(\[.*$|\s*\(?https?://.*$")
EMPLOYMENT = re.compile(r"(?:[,:] )?([^,:@]+?) (?:at|@) ([^,.|]+)(?:, (.+))?")
MOST_ITEMS = 12


@dataclass(frozen=True)
class Kind:
    name: str
    cue: re.Pattern
    like: frozenset
    dimension: str
    strength: float


KINDS = [
    Kind(
        name,
        re.compile(row["cue"], re.IGNORECASE),
        frozenset([*row["like"].split(), name]),
        row["dimension"],
        row["strength"],
    )
    for name, row in _RULES["kinds"].items()
]


@dataclass(frozen=True)
class Finding:
    """One thing that was read: its words, its kind, and the link, date and mark that stand beside it."""

    quote: str
    line: str
    kind: Kind
    url: str
    date: str
    mark: str
    number: int

    @property
    def statement(self):
        """The whole sentence, without date and link behind it."""
        return LINK_BEHIND.sub("", self.line).strip()

    @property
    def employment(self):
        """(title, company, place) as far as "Ann Lee, Buyer at Acme Foods, Oslo." tells them."""
        match = EMPLOYMENT.search(self.statement)
        return tuple((part or "").strip(" .") for part in match.groups()) if match else ("", "", "")

    @property
    def confidence(self):
        return round(0.55 + hashed(len(self.quote), self.number) % 40 / 100, 2) if self.url else 0.35


class Material:
    def __init__(self, text, cities=()):
        self.text, self.cities = text, cities

    @cached_property
    def findings(self):
        lines = self._lines()
        found = []
        for number, line in enumerate(lines):
            match = self._recognised(line)
            if match:
                kind, cue = match
                beside = [*lines[max(0, number - 2) : number][::-1], *lines[number + 1 : number + 2]]
                # A line with a link of its own says by itself when it was written.
                around = [line] if URL.search(line) else [line, *beside]
                found.append(self._finding(line, kind, cue, around, len(found)))
        return found[:MOST_ITEMS]

    def _lines(self):
        try:
            return list(_strings(json.loads(self.text)))
        except ValueError:
            return [line.strip(" \t-*•") for line in self.text.splitlines() if line.strip()]

    def _recognised(self, line):
        if NOISE.search(line):
            return None
        matches = ((kind, kind.cue.search(line)) for kind in KINDS)
        return next(((kind, match) for kind, match in matches if match), None)

    def _finding(self, line, kind, cue, around, number):
        end = SENTENCE_END.search(line, cue.end())
        stop = end.start() + (end.group()[:1] in ".!?" and bool(end.group()))
        mark = MARK.search(line)
        return Finding(
            quote=line[cue.start() : max(stop, cue.end())].strip(" ([") or cue.group(),
            line=line,
            kind=kind,
            url=first_match(URL, around).rstrip(".,").replace("?utm_source=openai", ""),
            date=first_match(DATE, around),
            mark=(mark[1] or mark[2]) if mark else "",
            number=number,
        )

    @cached_property
    def city(self):
        words = words_of(self.text)
        return next((city for city in self.cities if words_of(city.name) in words), None)

    def score(self, dimension):
        """0 to 100 from what was read."""
        strengths = [finding.kind.strength for finding in self.findings if finding.kind.dimension == dimension]
        return max(0, min(100, round(20 + 45 * sum(strengths[:3])))) if strengths else 10


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _strings(child)


def first_match(pattern, texts):
    return next((match.group() for text in texts if (match := pattern.search(text))), "")

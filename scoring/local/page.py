"""A text made ready for reading."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scoring.local.kinds import GUARDS

TEXT_LIMIT = 6_000
SENTENCES = 80
QUOTE_LIMIT = 240
SENTENCE = re.compile(r"\S(?:.*?[.!?…](?=\s)|.*)")
QUOTED = re.compile(r"^\s*>.*$|[“\"«][^“”\"«»\n]{12,400}[”\"»]", re.M)


@dataclass(frozen=True, slots=True)
class Text:
    """A post or a note. `own` is what the lead wrote; a note is what a colleague wrote about them."""

    text: str
    source: str
    own: bool
    url: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A kind of signal and the words that show it; `open_subject` while they may be about another field.

    `sure` is how probable it is that they show it, in percent: 100 where a pattern says so; None where no model did.
    """

    kind: str
    quote: str
    text: Text
    open_subject: bool = False
    sure: int | None = 100


@dataclass(frozen=True, slots=True)
class Page:
    """A text made ready: positions in `low` and `spoken` are positions in `plain`."""

    text: Text
    plain: str
    spoken: str
    low: str

    def sentences(self) -> Iterator[tuple[int, int, str]]:
        for count, match in enumerate(SENTENCE.finditer(self.low)):
            if count == SENTENCES:
                return
            yield match.start(), match.end(), match[0]

    def around(self, start, end, position) -> tuple[int, int]:
        """The sentence, or of a long one the words around `position`."""
        if end - start <= QUOTE_LIMIT:
            return start, end
        if position - start > QUOTE_LIMIT // 3:
            start = self.low.find(" ", position - QUOTE_LIMIT // 3, position) + 1 or position
        last = self.low.rfind(" ", start + 1, start + QUOTE_LIMIT)
        return start, min(end, last if last > position else start + QUOTE_LIMIT)

    def hit(self, kind, start, end, **more) -> Hit:
        return Hit(kind, self.plain[start:end].strip(), self.text, **more)


def is_foreign(low) -> bool:
    """Whether a lower-case text gives orders to its reader or is markup."""
    return bool(GUARDS["instruction"].search(low) or GUARDS["markup"].pattern.match(low))

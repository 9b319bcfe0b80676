"""Words of a text with the places they stand at, so that a part can quote what it came from."""

import re
from dataclasses import dataclass

from leads.taxonomy.words import tokens

_WORD = re.compile(
    r"\b\w{1,2}\s?&\s?\w{1,2}\b|\b[^\W\d_]\+[^\W\d_](?:\+[^\W\d_])?\b|[^\W_]+(?:_[^\W_]+)?[+#]*(?:['’]s\b)?"
)
WORD_OF_LETTERS = re.compile(r"[^\W\d_][\w'’-]*")
# With numbers as they stand: "5-10", "10m", "50+".
WORD_OR_NUMBER = re.compile(rf"{WORD_OF_LETTERS.pattern}|(?<![\w-])\d(?:[\w.,'’–-]*\w)?[+%]?")
_OPENS = re.compile(r"(?:^|[,;.:!?–—(-]|\b(?:but|and|aber|und|mais|et|pero|y|mas|e|ma))\s*\(?$", re.I)


@dataclass(frozen=True)
class Word:
    token: str
    start: int
    end: int


def words_of(text):
    """The words that count in titles, as `tokens` gives them, each with its place in the text."""
    return [
        Word(token, match.start(), match.end()) for match in _WORD.finditer(text) for token in tokens(match.group())
    ]


def opens_part(text, position):
    """Whether a part of the sentence begins there: after a comma, a stop or "but"."""
    return _OPENS.search(text, 0, position) is not None


@dataclass(frozen=True)
class Mention:
    """Where a text names something, and the codes of the taxonomy that it names."""

    start: int
    end: int
    codes: tuple = ()

    def within(self, start, end):
        return start <= self.start and self.end <= end

    def overlaps(self, other):
        return self.start < other.end and other.start < self.end

    def stands_before(self, other):
        """In a German compound both have the place of the whole word: "Apothekeninhaber"."""
        return self.end <= other.start or (self.start, self.end) == (other.start, other.end)

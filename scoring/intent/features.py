"""What the intent model sees of a text beside its meaning: cues of its form, and its words."""

import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

WORD_BUCKETS = 2**12
# A pair of words is worth less than its words: there are many more of them.
PAIR_WEIGHT = 0.7
LENGTHS = (60, 140, 300, 700)
HEAD = 200
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!|]")
# A pattern that asks where its text begins or ends, or what stands beside its match.
_EDGES = re.compile(r"(?<!\[)\^|(?<!\\)\$|\(\?[=!<]")


class Features(NamedTuple):
    """`words` are the buckets of a text's words, `weights` what each weighs."""

    form: np.ndarray
    words: list[int]
    weights: np.ndarray


@cache
def cues():
    groups = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    return {name: re.compile(pattern) for group in groups.values() for name, pattern in group.items()}


@cache
def searches():
    """The search of each cue, and whether a part of a text may show what the whole does not."""
    return [(pattern.search, bool(_EDGES.search(pattern.pattern))) for pattern in cues().values()]


def features_of(low, part_of: Features | None = None) -> Features:
    """`part_of` are the features of the text of which `low` is a line or a sentence: that saves most searches."""
    weights = words_of(low)
    form = form_of(low, None if part_of is None else part_of.form)
    return Features(form, list(weights), np.fromiter(weights.values(), np.float32, len(weights)))


def form_of(low, part_of=None) -> np.ndarray:
    """0/1 for each cue in the text and in its first line, and for its length; `low` is lower case."""
    head = low.split("\n", 1)[0][:HEAD]
    possible = [True] * len(searches()) if part_of is None else part_of.tolist()
    whole = [
        (may_stand or has_edges) and search(low) is not None
        for (search, has_edges), may_stand in zip(searches(), possible, strict=False)
    ]
    first = whole
    if head != low:
        first = [found and search(head) is not None for found, (search, _) in zip(whole, searches(), strict=True)]
    return np.array([*whole, *first, *(len(low) > length for length in LENGTHS)], dtype=np.float32)


def words_of(low) -> dict[int, float]:
    """Bucket → weight of the text's words and pairs of neighbours; one text's weights have length 1."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(low)]
    weights = {}
    for word in words:
        weights[crc32(word.encode()) % WORD_BUCKETS] = 1.0
    for pair in pairwise(words):
        weights.setdefault(crc32("\t".join(pair).encode()) % WORD_BUCKETS, PAIR_WEIGHT)
    length = sum(weight * weight for weight in weights.values()) ** 0.5 or 1.0
    return {bucket: weight / length for bucket, weight in weights.items()}


def lowered(text) -> str:
    """Lower case, character for character, so that a position found in it is one in `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return low.replace("’", "'")

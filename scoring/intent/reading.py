"""What was read of a text: it holds for every offer, so a text is read once and its reading is kept."""

from hashlib import sha256
from typing import NamedTuple
from uuid import UUID


class Passage(NamedTuple):
    """Words that show a kind of signal; `sure` is the probability in percent.

    `categories` are the kinds of products that the words around name, where the signal needs a subject.
    """

    kind: str
    start: int
    end: int
    sure: int
    categories: str = ""


class Reading(NamedTuple):
    """`speaks` is the most probable kind of the whole text; `meaning` holds a vector of each passage, as float16.

    The vector is zero where no offer asks for it.
    """

    speaks: str = "none"
    passages: tuple[Passage, ...] = ()
    meaning: bytes = b""


def digest_of(text) -> UUID:
    """The key of a text. PostgreSQL makes the same one: see `DIGEST` in scoring/readings.py."""
    return UUID(bytes=sha256(text.encode(errors="replace")).digest()[:16])

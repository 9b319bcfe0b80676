"""Ways to contact a person that a text of the pool may not hold: addresses, numbers, accounts of messengers, links.

A text is first read the way a person reads it (`reading.py`), then searched by small grammars, one for each kind. What
they find is cut out of the text as it was written; the rest keeps its spelling.
"""

from functools import lru_cache
from itertools import chain

from pool.contact_ways import addresses, handles, links, numbers
from pool.contact_ways.reading import read

GRAMMARS = (addresses.find, links.find, handles.find, numbers.find)
EDGES = " ,;:|"
# Titles, industries and places stand in the profiles of many people, longer texts in few.
SHORT = 100


def without_contact_ways(text) -> str:
    """The text as the pool may hold it."""
    return short_text_without(text) if len(text) <= SHORT else text_without(text)


@lru_cache(10_000)
def short_text_without(text):
    return text_without(text)


def text_without(text):
    reading = read(text)
    spans = [reading.span(*found) for found in chain.from_iterable(find(reading) for find in GRAMMARS)]
    return without(text, sorted(spans)).strip(EDGES) if spans else text


def without(text, spans):
    """The text without `spans` (sorted, may overlap)."""
    kept, position = [], 0
    for start, end in spans:
        if start >= position:
            kept.append(text[position:start])
        position = max(position, end)
    return "".join((*kept, text[position:]))

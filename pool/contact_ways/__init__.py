"""Ways to contact a person that a text of the pool may not hold: addresses, numbers, accounts of messengers, links.

A text is first read the way a person reads it (`reading.py`), then searched by small grammars, one for each kind. What
they find is cut out of the text as it was written; the rest keeps its spelling.
"""

from itertools import chain

from pool.contact_ways import addresses, handles, links, numbers
from pool.contact_ways.reading import read

GRAMMARS = (addresses.find, links.find, handles.find, numbers.find)
EDGES = " ,;:|"


def without_contact_ways(text) -> str:
    """The text as the pool may hold it."""
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

"""Chunks of a table become lines of a COPY, for a large table in a second process while this one reads on.

Imports nothing of Django: see `people_reader`.
"""

import gc
import marshal
import pickle
import sys
from collections import deque
from contextlib import contextmanager
from itertools import chain, islice
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from leads.sources.csv.people_reader import DATES, PeopleReader
from leads.sources.csv.pipes import receive, send, started
from leads.sources.csv.portions import unpacked

# a table of fewer chunks is read before a second process has started
CHUNKS_ALONE = 3
CHUNKS_AHEAD = 3
ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


class Chunk(NamedTuple):
    """Rows of a table: `starts` has the first COPY columns of each row, `columns` its cells by index of the mapping.

    The cells are packed as those of a Portion. `posts` has the last column, where the table has any.
    """

    starts: list[str]
    columns: dict[int, str | tuple]
    posts: list[str] | None


class Normalized(NamedTuple):
    """`lines` is COPY text of the rows that are people; the records of `doubtful` ones are yet to be checked."""

    lines: bytes
    doubtful: dict[int, dict]
    unread: list[tuple[str, int, str]]


class Normalizer:
    def __init__(self, mapping, header, form, orders, codes):
        self.reader = PeopleReader(mapping, header, form, orders=orders, codes=codes)
        self.columns = form.columns

    def normalize(self, chunk) -> Normalized:
        size = len(chunk.starts)
        columns = {index: unpacked(column) for index, column in chunk.columns.items()}
        found = self.reader.read(columns, size)
        dates = {name: [day and day.isoformat() for day in found.columns[name]] for name in DATES}
        values = found.columns | dates | {"posts": chunk.posts or ["[]"] * size}
        columns = [values[name] for name in self.columns]
        doubtful = {
            position: {name: column[position] for name, column in zip(self.columns, columns, strict=True)}
            for position in found.doubtful
        }
        rows = [chunk.starts, *columns]
        if doubtful:
            rows = [[value for at, value in enumerate(column) if at not in doubtful] for column in rows]
        return Normalized(copy_lines(rows), doubtful, found.unread)


def copy_lines(columns):
    """COPY text of rows given as columns, of which the first is text for the beginning of each line."""
    starts, *columns = columns
    rows = zip(starts, *map(escaped, columns), strict=True)
    return "\n".join([*map("\t".join, rows), ""]).encode()


def escaped(column):
    """The values as COPY reads them: None as \\N, and no character that ends a value."""
    if None in column:
        return ["\\N" if value is None else value for value in column]
    text = "\0".join(column)
    if not any(mark in text for mark, _ in ESCAPES):
        return column
    for mark, escape in ESCAPES:
        text = text.replace(mark, escape)
    return text.split("\0")


def normalized(setup, chunks):
    """Each of `chunks`, pairs of anything and a Chunk, as a pair with what `Normalizer(*setup)` made of the chunk."""
    chunks = iter(chunks)
    first = list(islice(chunks, CHUNKS_ALONE))
    if len(first) < CHUNKS_ALONE:
        normalizer = Normalizer(*setup)
        for rows, chunk in first:
            yield rows, normalizer.normalize(chunk)
        return
    with second_process(setup) as process:
        waiting = deque()
        for rows, chunk in chain(first, chunks):
            send(process.stdin, marshal.dumps(tuple(chunk), 2))
            waiting.append(rows)
            if len(waiting) > CHUNKS_AHEAD:
                yield waiting.popleft(), answer(process)
        while waiting:
            yield waiting.popleft(), answer(process)


@contextmanager
def second_process(setup):
    process = started("leads.sources.csv.normalizing")
    try:
        send(process.stdin, pickle.dumps(setup))
        yield process
    finally:
        process.kill()
        process.communicate()


def answer(process):
    body = receive(process.stdout)
    if body is None:
        raise RuntimeError(f"The process that normalises people ended with status {process.wait()}.")
    return Normalized(*marshal.loads(body))  # noqa: S302 - of our own process


def serve(source, sink):
    """Normalise chunks from `source` until it ends."""
    normalizer = Normalizer(*pickle.loads(receive(source)))  # noqa: S301 - of our own process
    waiting = SimpleQueue()

    def take_in():
        # all the time, or both processes would wait for the other to read
        while body := receive(source):
            waiting.put(body)
        waiting.put(None)

    Thread(target=take_in, daemon=True).start()
    while body := waiting.get():
        chunk = Chunk(*marshal.loads(body))  # noqa: S302 - of our own process
        send(sink, marshal.dumps(tuple(normalizer.normalize(chunk)), 2))


if __name__ == "__main__":
    gc.disable()
    serve(sys.stdin.buffer, sys.stdout.buffer)

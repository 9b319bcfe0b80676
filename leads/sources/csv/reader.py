"""The process that reads a file, which is its standard input, for `reading`.

Imports nothing of Django, which takes ten times as long to start.
"""

import gc
import json
import marshal
import os
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, astuple
from itertools import count, islice

from leads.sources.csv.dates import orders_in
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.inspection import inspect, open_table
from leads.sources.csv.limits import (
    COLUMNS_MAX,
    MEMORY_MAX,
    ROWS_AT_ONCE,
    SENT_AT_ONCE_MAX,
    SENT_MAX,
    too_long_rows,
    too_many_columns,
    too_much_memory,
    too_much_text,
)
from leads.sources.csv.pipes import send
from leads.sources.csv.place_codes import codes_in
from leads.sources.csv.portions import portion_of

DATE_FIELDS = ("role_started", "connected_on", "post_date")
NICENESS = 10
WALL_FACTOR = 2


def main(request, file, sink):
    limit_itself(request["seconds"])
    sent = 0
    try:
        for value in TASKS[request["task"]](file, request):
            body = marshal.dumps((value, "", ""), 2)
            if len(body) > SENT_AT_ONCE_MAX:
                raise too_long_rows()
            sent += len(body)
            if sent > SENT_MAX:
                raise too_much_text()
            send(sink, body)
    except UnreadableFile as error:
        send(sink, marshal.dumps((None, str(error), error.encoding), 2))
    except MemoryError:
        send(sink, marshal.dumps((None, str(too_much_memory()), ""), 2))


def limit_itself(seconds):
    # not every system has every limit
    for limit, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, MEMORY_MAX), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most + 1 if most else 0))


def inspected(file, request):
    # pages come first, and a busy machine may take long
    os.nice(NICENESS)
    signal.alarm(request["seconds"] * WALL_FACTOR)
    yield asdict(inspect(file))


def read(file, request):
    """What all rows say of dates and codes, then the rows in portions, then None."""
    table, mapping = open_table(file), dict(request["mapping"])

    def rows():
        return (row for row in table.rows() if row[0] > request["after"])

    def cells():
        return (cells for _, cells, _ in rows())

    # passes of their own: the last row may prove how the first one is meant
    dates = [index for index, name in mapping.items() if name in DATE_FIELDS]
    orders = orders_in(cells(), dates) if dates else {}
    yield {index: astuple(order) for index, order in orders.items()}, codes_in(cells(), mapping)
    remaining, numbers = rows(), count(1)
    while read := list(islice(remaining, ROWS_AT_ONCE)):
        if max(len(cells) for _, cells, _ in read) > COLUMNS_MAX:
            raise too_many_columns()
        yield tuple(portion_of(read, numbers))
    yield None


TASKS = {"inspect": inspected, "read": read}

if __name__ == "__main__":
    # rows make no cycles, and looking for some takes a tenth of the time
    gc.disable()
    main(json.loads(sys.argv[1]), os.fdopen(0, "rb"), sys.stdout.buffer)

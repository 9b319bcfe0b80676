"""Files of users are read by a process of their own: a hostile one costs that process its limits, and no more."""

import json
import logging
import marshal
import shutil
import signal
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import BoundedSemaphore

from leads.sources.csv.dates import DateOrder
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.inspection import InspectedColumn, Inspection
from leads.sources.csv.limits import INSPECTION_SECONDS, READING_SECONDS, WAY_ON, too_much_memory, too_slow
from leads.sources.csv.pipes import receive, started
from leads.sources.csv.portions import Portion

READER = "leads.sources.csv.reader"
# the other threads of a web process answer the other pages
INSPECTIONS_AT_ONCE = 2
SECONDS_IN_LINE = 2
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM)
# the kernel, when the machine's memory is at its end, and an allocation that failed in C
OUT_OF_MEMORY = (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV)
logger = logging.getLogger(__name__)
places = BoundedSemaphore(INSPECTIONS_AT_ONCE)


def inspect(file):
    """Never raises for what is in the file: `error` says what is wrong with it."""
    if not places.acquire(timeout=SECONDS_IN_LINE):
        return Inspection(error="Other files are being read at this moment. Try again in a minute.")
    try:
        with reader_of(file, {"task": "inspect", "seconds": INSPECTION_SECONDS}) as reader:
            found = reader.answer()
    except UnreadableFile as error:
        return Inspection(encoding=error.encoding, error=str(error))
    finally:
        places.release()
    return Inspection(**found | {"columns": [InspectedColumn(**column) for column in found["columns"]]})


class RemoteTable:
    """`orders` has the DateOrder of columns of dates by their index, `codes` what `codes_in` says."""

    def __init__(self, reader):
        self.reader = reader
        orders, self.codes = reader.answer()
        self.orders = {index: DateOrder(*order) for index, order in orders.items()}

    def portions(self):
        """Yields each Portion, once. Raises UnreadableFile."""
        while portion := self.reader.answer():
            yield Portion(*portion)


@contextmanager
def opened_table(file, *, after=0, mapping=None):
    """The rows of a CSV or XLSX file beyond the line `after`, by a mapping of index to field. Raises UnreadableFile."""
    request = {"task": "read", "seconds": READING_SECONDS, "after": after, "mapping": list((mapping or {}).items())}
    with reader_of(file, request) as reader:
        yield RemoteTable(reader)


@contextmanager
def reader_of(file, request):
    # opened for itself: who shares an open file shares the place in it
    with TemporaryFile() as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.flush()
        process = started(READER, json.dumps(request), stdin=copy)
    try:
        yield Reader(process, request["seconds"])
    finally:
        process.kill()
        process.communicate()


class Reader:
    def __init__(self, process, seconds):
        self.process, self.seconds = process, seconds

    def answer(self):
        body = receive(self.process.stdout)
        if body is None:
            raise self._why_it_ended()
        value, sentence, encoding = marshal.loads(body)  # noqa: S302 - of our own process
        if sentence:
            raise UnreadableFile(sentence, encoding=encoding)
        return value

    def _why_it_ended(self):
        status = self.process.wait()
        if status in OUT_OF_TIME:
            return too_slow(self.seconds)
        if status in OUT_OF_MEMORY:
            return too_much_memory()
        logger.error("The process that reads a file ended with status %s.", status)
        return UnreadableFile(f"This file cannot be read. {WAY_ON}")

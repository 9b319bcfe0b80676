"""Rows of a delimited text file, streamed and numbered."""

import csv
import io
import re
from itertools import chain, islice

from leads.sources.csv.encodings import detect_encoding
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.layout import DELIMITERS, NO_DELIMITER, detect_layout

CELL_MAX = 1 << 20
SAMPLE_LINES = 400
SAMPLE_CHARACTERS = 1 << 20
DAMAGED_ROWS_MAX = 100

csv.field_size_limit(CELL_MAX)


class TextFile:
    kind = "csv"

    def __init__(self, file):
        self.file = file
        self.detected = detect_encoding(file)
        self.encoding = self.detected.name
        self.layout = detect_layout(list(self._sample()))
        self.delimiter = None if self.layout.delimiter == NO_DELIMITER else self.layout.delimiter

    def rows(self):
        """Yields (number, cells, problem) of rows as a spreadsheet numbers them; empty ones are left out."""
        return read_rows(self._lines(), self.layout)

    def _sample(self):
        taken = 0
        for line in islice(self._lines(), SAMPLE_LINES):
            yield line
            taken += len(line)
            if taken > SAMPLE_CHARACTERS:
                return

    def _lines(self):
        self.file.seek(self.detected.skip)
        errors = "cp1252_instead" if self.detected.codec == "utf-8" else "replace"
        text = io.TextIOWrapper(_Borrowed(self.file), encoding=self.detected.codec, errors=errors, newline="")
        return (line.replace("\0", "") for line in text)


class _Borrowed(io.RawIOBase):
    """Keeps the text wrapper from closing a file that is read again."""

    def __init__(self, file):
        self.file = file

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Feed:
    """Hands lines to the csv reader, remembers those of the row being read, and takes lines back."""

    def __init__(self, lines):
        self.source = iter(lines)
        self.taken = []
        self.lines = self._hand_out()

    def _hand_out(self):
        for line in self.source:
            self.taken.append(line)
            yield line

    def give_back_all_but_the_first(self):
        self.source = chain(self.taken[1:], self.source)
        self.lines = self._hand_out()
        del self.taken[1:]


def read_rows(lines, layout):
    feed = _Feed(_prepared(lines, layout))
    taken, reader = feed.taken, csv.reader(feed.lines, **layout.csv_options)
    # a row is what a spreadsheet numbers: it may reach over several lines, and `sep=;` is none
    number, line, damaged = 0, 1 + layout.skip_lines, 0
    while True:
        line += len(taken)
        number += 1
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        if cells is not None and (len(taken) == 1 or _is_one_row(taken, len(cells), layout)):
            if cells:
                yield number, cells if len(cells) > 1 else _rejoined(cells, layout.width), None
            continue
        damaged += 1
        if damaged > DAMAGED_ROWS_MAX:
            raise UnreadableFile(f"Too many quotation marks are never closed, the latest on line {line}.")
        yield number, _split_plainly(taken[0], layout), _damage(taken, line)
        feed.give_back_all_but_the_first()
        reader = csv.reader(feed.lines, **layout.csv_options)


def _damage(lines, number):
    if len(lines) == 1:
        return f"A cell on line {number} is longer than a million characters."
    return f"The quotation mark opened on line {number} is never closed."


def _split_plainly(line, layout):
    return next(csv.reader([line[:CELL_MAX]], delimiter=layout.delimiter, quoting=csv.QUOTE_NONE), [])


def _prepared(lines, layout):
    lines = islice(lines, layout.skip_lines, None)
    if layout.whole_rows_quoted:
        return (f"{row[0] if row else ''}\n" for row in csv.reader(lines))
    if layout.has_text_formulas:
        formula = re.compile(rf'(^|{re.escape(layout.delimiter)})="')
        return (formula.sub(r'\1"', line) for line in lines)
    return lines


def _is_one_row(lines, found, layout):
    """Whether line breaks within quotes are meant, or a forgotten quotation mark swallowed the next rows."""
    try:
        rows = list(csv.reader(lines, strict=True, **layout.csv_options))
    except csv.Error:
        return False
    if len(rows) != 1 or found == layout.width:
        return len(rows) == 1
    full = sum(line.count(layout.delimiter) == layout.width - 1 for line in lines[1:])
    return layout.width < 2 or full * 2 <= len(lines) - 1


def _rejoined(cells, width):
    """A row of one cell that was written with another delimiter than the file's, as pasted exports have them."""
    if width < 3:
        return cells
    for delimiter in DELIMITERS:
        if cells[0].count(delimiter) >= width - 1:
            other = next(csv.reader([cells[0]], delimiter=delimiter, skipinitialspace=True))
            if len(other) == width:
                return other
    return cells

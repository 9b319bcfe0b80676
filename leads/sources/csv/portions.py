"""Rows of a table on their way from the process that reads it: each column is one text.

A table of 100,000 rows has millions of cells. As objects they take longer to hand over than to read from the file.
"""

from itertools import zip_longest
from typing import NamedTuple

MARK = "\0"


class Portion(NamedTuple):
    """Rows without the blank ones, of which there were `blank`, and without the damaged ones, which stand apart.

    `rows` has (number, line), `damaged` (number, line, cells, problem). `columns` is packed; `widths` says how many
    cells each row had, and is empty where all had as many.
    """

    rows: list[tuple[int, int]]
    columns: list[str | tuple]
    widths: list[int]
    damaged: list[tuple[int, int, list[str], str]]
    blank: int

    def cells(self):
        """The cells of each row as they stood in the file."""
        rows = zip(*map(unpacked, self.columns), strict=True)
        return [cells[:width] for cells, width in zip(rows, self.widths, strict=True)] if self.widths else list(rows)


def portion_of(read, numbers):
    """A Portion of what a table yields; each row that is not blank takes the next of `numbers`."""
    rows, cells_of_rows, damaged = [], [], []
    for line, cells, problem in read:
        if problem:
            damaged.append((next(numbers), line, cells, problem))
        elif cells[0].strip() or any(map(str.strip, cells)):
            rows.append((next(numbers), line))
            cells_of_rows.append(cells)
    widths = [*map(len, cells_of_rows)]
    columns = [*map(packed, zip_longest(*cells_of_rows, fillvalue=""))]
    blank = len(read) - len(rows) - len(damaged)
    return Portion(rows, columns, widths if len({*widths}) > 1 else [], damaged, blank)


def packed(cells):
    """A column as one text; as it is where a cell has the mark in it."""
    text = MARK.join(cells)
    return text if text.count(MARK) == len(cells) - 1 else cells


def unpacked(column):
    return column.split(MARK) if isinstance(column, str) else column

import marshal
from itertools import count

import pytest

from leads.sources.csv.portions import Portion, portion_of

NORA, OLE = ["Nora", "nora@lindt.example"], ["Ole", "ole@berg.example"]


def handed_over(*read, numbers=None):
    return Portion(*marshal.loads(marshal.dumps(tuple(portion_of(read, numbers or count(1))))))


@pytest.mark.parametrize(
    "rows",
    [
        [NORA, OLE],
        [["Nora"], ["Ole", "ole@berg.example", ""], ["", "", "x"]],
        [["No\0ra", "a"], ["Ole", "\0"]],
        [["Nora\n", "  \t\x1f\x1e"], ["Ole ", "ö\ud800"]],
        [NORA],
        [],
    ],
    ids=["even", "of several widths", "with the mark in cells", "with other marks in cells", "one row", "no row"],
)
def test_rows_are_handed_over_as_they_stood_in_the_file(rows):
    portion = handed_over(*((line, cells, None) for line, cells in enumerate(rows, start=5)))
    assert [*map(list, portion.cells())] == rows
    assert portion.rows == [*enumerate(range(5, 5 + len(rows)), start=1)]


def test_blank_rows_have_no_number_and_damaged_ones_stand_apart():
    numbers = count(1)
    read = [
        (3, NORA, None),
        (4, ["", " \t"], None),
        (5, ["Tom"], "Never closed."),
        (6, ["", "x"], None),
        (7, [], "Long."),
    ]
    portion = handed_over(*read, numbers=numbers)
    assert (portion.rows, portion.blank) == ([(1, 3), (3, 6)], 1)
    assert portion.damaged == [(2, 5, ["Tom"], "Never closed."), (4, 7, [], "Long.")]
    assert handed_over((8, OLE, None), numbers=numbers).rows == [(5, 8)]

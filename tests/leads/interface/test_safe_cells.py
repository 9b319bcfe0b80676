import csv
import io

import pytest

from leads.interface.safe_cells import csv_lines, defused
from leads.sources.csv.values import clean

FORMULAS = ("=1+1", "+1", "-1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "%1", "|calc")
DDE = "=cmd|' /C calc'!A0"


def written(*row):
    """The cells of a row as another program reads them from the file."""
    (cells,) = csv.reader(io.StringIO("".join(csv_lines([row])).removeprefix("\ufeff"), newline=""))
    return cells


@pytest.mark.parametrize("cell", FORMULAS)
def test_formulas_leave_defused_in_a_workbook_and_come_back_unharmed(cell):
    assert defused(cell) == f"'{cell}"
    assert clean(defused(cell.strip())) == cell.strip()


@pytest.mark.parametrize("cell", FORMULAS)
def test_formulas_leave_defused_in_a_csv_file_and_come_back_unharmed(cell):
    assert written("Mara", cell) == ["Mara", f"'{cell}".replace("|", "\\|")]
    assert clean(written(cell.strip())[0]) == cell.strip()


def test_a_command_for_another_program_leaves_without_its_bar_and_comes_back_with_it():
    assert written(DDE) == ["'=cmd\\|' /C calc'!A0"]
    assert clean(written(DDE)[0]) == DDE


def test_harmless_values_leave_untouched():
    values = ("Mara", "", 12, -3, None, "a=b", "a|b", "'quoted'", 'a "b", c\nd')
    assert tuple(map(defused, values)) == values
    assert written(*values) == ["Mara", "", "12", "-3", "", "a=b", "a|b", "'quoted'", 'a "b", c\nd']


def test_a_csv_file_is_marked_as_utf_8_and_written_line_by_line():
    lines = csv_lines(iter([["Größe"], ["-"]]))
    assert [next(lines), next(lines), next(lines)] == ["\ufeff", "Größe\r\n", "'-\r\n"]

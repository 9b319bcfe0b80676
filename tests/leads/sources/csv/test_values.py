import csv
import io

import pytest

from leads.sources.csv.values import clean, comma_list, csv_lines, defused, phone_of

FORMULAS = ("=1+1", "+1", "-1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "%1", "|calc")
DDE = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "cell", ["", "  ", "N/A", "#N/A", "null", "NaN", "None", "-", "--", "(blank)", "not available"]
)
def test_placeholders_are_empty(cell):
    assert clean(cell) == ""


def test_signs_that_no_text_needs_are_left_out():
    assert (clean("\u202eevil"), clean("\u202d\u202e"), clean("\0")) == ("evil", "", "")


@pytest.mark.parametrize("cell", ["Na", "Nan", "Nil", "0", "😀", "=1+1", "@mara", "-2+3", "Null Island GmbH"])
def test_other_text_is_kept_as_it_is(cell):
    assert clean(cell) == cell


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("'+1 655-501-0997", "+1 655-501-0997"),
        ("(695) 559-5049", "(695) 559-5049"),
        ("9876543210.0", "9876543210"),
        ("+49 30 1234, +49 170 5678", "+49 30 1234"),
        ("0221/123456 ext. 7", "0221/123456 ext. 7"),
        ("9.19876E+11", ""),
        ("N/A", ""),
        ("call me", ""),
        ("123", ""),
        ("1" * 21, ""),
    ],
)
def test_a_phone_number_is_kept_as_it_was_written(cell, phone):
    assert phone_of(cell) == phone


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ('["sql", "crm", 3]', "sql, crm, 3"),
        ("[]", ""),
        ("[draft] plan", "[draft] plan"),
        ("sql;crm ; ", "sql, crm"),
        ("sql | crm\nbi", "sql, crm, bi"),
        ("sql, crm", "sql, crm"),
        ("sql", "sql"),
        (f"We plan;{'x' * 61}", f"We plan;{'x' * 61}"),
        ("", ""),
    ],
)
def test_a_list_is_written_with_commas(text, listed):
    assert comma_list(text) == listed


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

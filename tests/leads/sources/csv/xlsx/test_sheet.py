import pytest

from leads.sources.csv.xlsx.sheet import column_number, day_or_moment, number_text
from tests.leads.sources.csv.tables import cells_of, inspected, rows_of
from tests.leads.sources.csv.xlsx.packages import PEOPLE, workbook
from tests.leads.sources.csv.xlsx.packages import rows_of as written

GOOD = written(*PEOPLE)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('<row r="99999999999"><c t="str"><v>x</v></c></row>', "Sheet “People” has more than 1,048,576 rows"),
        ("<row/>" * 1_100_000, "Sheet “People” has more than 1,048,576 rows"),
        ('<row r="3"><c r="XFE3"><v>1</v></c></row>', "This file has a row of more than 16,384 columns"),
        ('<row r="3"><c r="ZZZZZZZZ3"><v>1</v></c></row>', "This file has a row of more than 16,384 columns"),
        ("<row>" + "<c/>" * 17_000 + "</row>", "This file has a row of more than 16,384 columns"),
        ("<row>" + "<c>" * 300_000 + "</c>" * 300_000 + "</row>", "This file holds XML elements nested"),
        ('<row r="first"><c><v>1</v></c></row>', "Sheet “People” is damaged and cannot be read to its end."),
        ("<row><c>", "Sheet “People” is damaged and cannot be read to its end."),
    ],
    ids=["row number", "rows", "column", "column letters", "cells of a row", "depth", "no number", "broken off"],
)  # fmt: skip
def test_a_sheet_beyond_a_limit_is_refused_by_the_limit(data, sentence):
    assert inspected(workbook(GOOD + data)).error[: len(sentence)] == sentence


def test_wide_rows_count_by_all_their_cells(monkeypatch):
    monkeypatch.setattr("leads.sources.csv.xlsx.sheet.CELLS_MAX", 1000)
    wide = '<row><c r="SF1" t="str"><v>x</v></c></row>'

    assert inspected(workbook(GOOD + wide * 2)).error[:37] == "Sheet “People” has more than 20,000,0"


def test_cells_and_rows_without_a_place_follow_each_other():
    data = "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/><row><c r='B9'><v>3</v></c></row>"

    assert rows_of(workbook(data)) == [(1, ["1", "", "2"], None), (3, ["", "3"], None)]


def test_names_may_have_a_prefix():
    data = '<x:row><x:c t="inlineStr"><x:is><x:t>Nora</x:t></x:is></x:c></x:row>'

    assert cells_of(workbook(data)) == [["Nora"]]


def test_each_kind_of_cell_is_text():
    kinds = [
        ("str", "a_x000D_"),
        ("b", "1"),
        ("b", "0"),
        ("e", "#N/A"),
        ("d", "2024-03-01T00:00:00.000Z"),
        ("n", "12.0"),
    ]
    cells = "".join(f'<c t="{kind}"><f>1+1</f><v>{value}</v></c>' for kind, value in kinds)

    assert cells_of(workbook(f"<row>{cells}<c><f>2+2</f></c></row>")) == [
        ["a\r", "TRUE", "FALSE", "#N/A", "2024-03-01", "12"]
    ]


@pytest.mark.parametrize(
    ("number", "text"),
    [("12", "12"), ("12.0", "12"), ("1.5E1", "15"), ("15550100000", "15550100000"),
     ("12345678901234567890", "12345678901234567890"), ("0.30000000000000004", "0.3"), ("-3.5", "-3.5"), ("", ""),
     ("inf", "inf"), ("x", "x")],
)  # fmt: skip
def test_a_number_is_written_as_the_sheet_shows_it(number, text):
    assert number_text(number) == text


def test_columns_are_counted_by_letters():
    assert list(map(column_number, ["A", "Z", "AA", "XFD", "$b"])) == [0, 25, 26, 16383, 1]


def test_a_day_without_a_time_is_a_day():
    assert (day_or_moment("2024-03-01T09:30:00"), day_or_moment("2024-03-01")) == ("2024-03-01T09:30:00", "2024-03-01")

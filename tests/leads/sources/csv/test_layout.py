import io

import pytest

from leads.sources.csv.inspection import open_table
from tests.leads.sources.csv.tables import cells_of, rows_of


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    content = 'Name,Email,Notes\n"Quill, Mara",m@quill.example,"a; b, c"\nTom,t@reed.example,x\n'
    lines = cells_of(content)
    written = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in lines)
    table = open_table(io.BytesIO(written.encode()))

    assert (table.delimiter, [cells for _, cells, _ in table.rows()]) == (delimiter, lines)


def test_a_separator_line_decides_and_is_no_row():
    assert rows_of("sep=;\r\nName;Email\r\nMara, Q;m@quill.example\r\n") == [
        (2, ["Name", "Email"], None),
        (3, ["Mara, Q", "m@quill.example"], None),
    ]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('"Mara ""M"" Quill","Head, Ops",m@q.example', ['Mara "M" Quill', "Head, Ops", "m@q.example"]),
        ("'Mara Quill','Head, Ops','m@q.example'", ["Mara Quill", "Head, Ops", "m@q.example"]),
        (r'Mara,"Head of \"Ops\", x",m@q.example', ["Mara", 'Head of "Ops", x', "m@q.example"]),
        ('Mara, "Head, Ops", m@q.example', ["Mara", "Head, Ops", "m@q.example"]),
        ('="Mara",="Head, Ops",="m@q.example"', ["Mara", "Head, Ops", "m@q.example"]),
        ('Mara,"Head\nof Ops",m@q.example', ["Mara", "Head\nof Ops", "m@q.example"]),
    ],
)
def test_every_way_of_quoting_is_undone(row, cells):
    assert cells_of(f"Name,Title,Email\n{row}\n") == [["Name", "Title", "Email"], cells]


def test_rows_pasted_into_one_column_are_taken_apart():
    assert cells_of('"Name,Title,Email"\n"Mara,Ops,m@q.example"\n') == [
        ["Name", "Title", "Email"],
        ["Mara", "Ops", "m@q.example"],
    ]


def test_apostrophes_in_front_of_phones_are_no_quotes():
    assert cells_of("Name,Phone,Email\nMara,'+1 555 0100,m@q.example\nTom,'+1 555 0101,t@q.example\n")[1:] == [
        ["Mara", "'+1 555 0100", "m@q.example"],
        ["Tom", "'+1 555 0101", "t@q.example"],
    ]

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
        (1, ["Name", "Email"], None),
        (2, ["Mara, Q", "m@quill.example"], None),
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


@pytest.mark.parametrize(
    ("text", "delimiter", "rows"),
    [
        (
            '"Name, given";"E-Mail";"Firm"\n"Quill, Mara";m@q.example;"Quill, Ltd"\n',
            ";",
            [["Name, given", "E-Mail", "Firm"], ["Quill, Mara", "m@q.example", "Quill, Ltd"]],
        ),
        (
            "Name, title, company;E-Mail\nMara;m@q.example\nTom;t@r.example\n",
            ";",
            [["Name, title, company", "E-Mail"], ["Mara", "m@q.example"], ["Tom", "t@r.example"]],
        ),
        (
            "Nimi;Paikka\nQuill, Mara;Austin, TX\nReed, Tom;Lyon, FR\nStone, Eve;Bern, CH\n",
            ";",
            [["Nimi", "Paikka"], ["Quill, Mara", "Austin, TX"], ["Reed, Tom", "Lyon, FR"], ["Stone, Eve", "Bern, CH"]],
        ),
        (
            "Quill, Mara;m@q.example\nReed, Tom;t@r.example\n",
            ";",
            [["Quill, Mara", "m@q.example"], ["Reed, Tom", "t@r.example"]],
        ),
        ('"a;b;c","d;e;f"\n"Mara","m@q.example"\n', ",", [["a;b;c", "d;e;f"], ["Mara", "m@q.example"]]),
        ("Name|Notes\nMara|a, b, c\nTom|d, e, f\n", "|", [["Name", "Notes"], ["Mara", "a, b, c"], ["Tom", "d, e, f"]]),
    ],
    ids=["quoted", "names with commas", "unknown names", "no names", "within quotes", "bars"],
)  # fmt: skip
def test_delimiters_within_texts_names_and_quotes_do_not_win(text, delimiter, rows):
    table = open_table(io.BytesIO(text.encode()))

    assert (table.delimiter, [cells for _, cells, _ in table.rows()]) == (delimiter, rows)


@pytest.mark.parametrize("quote", ["", '"'])
def test_commas_in_a_file_of_one_column_separate_nothing(quote):
    names = ["Name", "Smithson, Anna", "Bob Jonker", "van Meyer, Carla, PhD, MBA"]

    assert cells_of("".join(f"{quote}{name}{quote}\n" for name in names)) == [[name] for name in names]


@pytest.mark.parametrize(
    "text", ["Email\nmara@q.example,\ntom@r.example,\n", "Name\nMara Quill,mara@q.example\nTom Reed,tom@r.example\n"]
)
def test_a_file_of_one_name_and_more_columns_keeps_its_delimiter(text):
    assert open_table(io.BytesIO(text.encode())).delimiter == ","


def test_a_note_above_the_column_names_separates_nothing():
    note = (
        'Notes:\n"You may notice that some addresses, are missing. You see those ""shared"" with you, see help"\n\n\n'
    )
    table = 'First Name,Last Name,Company,Position\nKarl,"Ost, MBA","Ost, Krug & Co",CFO\n'

    assert cells_of(note + table)[-2:] == [
        ["First Name", "Last Name", "Company", "Position"],
        ["Karl", "Ost, MBA", "Ost, Krug & Co", "CFO"],
    ]

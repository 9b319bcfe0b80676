import io

import pytest

from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.inspection import open_table
from tests.leads.sources.csv.tables import cells_of, rows_of


def test_line_ends_of_all_systems_may_be_mixed():
    assert cells_of("Name,Email\rMara,m@q.example\r\nTom,t@q.example\n\nEve,e@q.example") == [
        ["Name", "Email"],
        ["Mara", "m@q.example"],
        ["Tom", "t@q.example"],
        ["Eve", "e@q.example"],
    ]


def test_an_unclosed_quote_costs_its_own_row_and_names_its_line():
    content = 'Name,Email\nMara,m@q.example\n"Tom,t@q.example\nEve,e@q.example\nIda,"i@q.example"\n'

    assert rows_of(content)[1:] == [
        (2, ["Mara", "m@q.example"], None),
        (3, ['"Tom', "t@q.example"], "The quotation mark opened on line 3 is never closed."),
        (4, ["Eve", "e@q.example"], None),
        (5, ["Ida", "i@q.example"], None),
    ]


def test_rows_are_numbered_as_in_a_spreadsheet():
    content = 'sep=;\nName;Notes\n\nMara;"two\nlines"\nTom;one\n'

    assert rows_of(content) == [
        (1, ["Name", "Notes"], None),
        (3, ["Mara", "two\nlines"], None),
        (4, ["Tom", "one"], None),
    ]
    pasted = '"Name,Email"\n\n"Mara,m@q.example"\n'
    assert [number for number, _, _ in rows_of(pasted)] == [1, 3]


def test_a_file_full_of_unclosed_quotes_is_refused():
    content = "Name,Email\n" + "".join(f'"Tom,t{number}@q.example\nEve,e@q.example "x\n' for number in range(300))
    table = open_table(io.BytesIO(content.encode()))

    with pytest.raises(UnreadableFile, match=r"^Too many quotation marks are never closed"):
        list(table.rows())


def test_rows_pasted_with_another_delimiter_are_read_all_the_same():
    assert cells_of("Name,Email,City\nMara,m@q.example,Lyon\nTom;t@q.example;Köln\n")[2] == [
        "Tom",
        "t@q.example",
        "Köln",
    ]

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.inspection import inspect, open_table

PEOPLE = "First Name,Last Name,Email,City\nZoë,Quill,zoe@quill.example,Kraków\nJürgen,Reed,j@reed.example,Málaga\n"


def rows_of(content):
    content = content.encode() if isinstance(content, str) else content
    return [(line, cells, problem) for line, cells, problem in open_table(io.BytesIO(content)).rows()]


def cells_of(content):
    return [cells for _, cells, _ in rows_of(content)]


def inspected(content):
    return inspect(io.BytesIO(content.encode() if isinstance(content, str) else content))


WESTERN = PEOPLE.replace("Kraków", "Besançon")
CYRILLIC = "Имя,Фамилия,Почта\nИван,Петров,ivan@quill.example\nОльга,Смирнова,olga@quill.example\n"
JAPANESE = (
    "氏名,会社名,メールアドレス\n山田太郎,株式会社サンプル,taro@quill.example\n鈴木花子,テスト商事,hana@quill.example\n"
)
CHINESE = "姓名,公司,邮箱\n王小明,北京测试有限公司,wang@quill.example\n李娜,上海科技有限公司,li@quill.example\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (PEOPLE, "utf-8", "utf-8"),
        (PEOPLE, "utf-8-sig", "utf-8-bom"),
        ("\ufeff" + PEOPLE, "utf-16-le", "utf-16-le"),
        ("\ufeff" + PEOPLE, "utf-16-be", "utf-16-be"),
        (PEOPLE, "utf-16-le", "utf-16-le"),
        (PEOPLE, "utf-16-be", "utf-16-be"),
        ("\ufeff" + PEOPLE, "utf-32-le", "utf-32-le"),
        (WESTERN, "latin-1", "latin-1"),
        (WESTERN.replace("Reed", "O’Reed–“R”"), "cp1252", "cp1252"),
        (WESTERN, "mac-roman", "mac-roman"),
        (WESTERN, "cp850", "cp850"),
        (PEOPLE.replace("Quill", "Wiśniewska").replace("Reed", "Łoś").replace("Zoë", "Zoe"), "cp1250", "cp1250"),
        (CYRILLIC, "cp1251", "cp1251"),
        (CYRILLIC, "koi8-r", "koi8-r"),
        (JAPANESE, "shift-jis", "shift-jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_a_file_is_read_in_its_own_encoding(text, codec, name):
    table = open_table(io.BytesIO(text.encode(codec)))

    assert table.encoding == name
    expected = [line.split(",") for line in text.removeprefix("\ufeff").splitlines()]
    assert [cells for _, cells, _ in table.rows()] == expected


def test_a_windows_byte_pasted_into_utf8_text_is_read_as_what_it_was():
    content = PEOPLE.encode() + "René".encode("cp1252") + b",Ives,r@ives.example,Lyon\n"

    assert cells_of(content)[-1] == ["René", "Ives", "r@ives.example", "Lyon"]


def test_the_first_odd_byte_may_stand_in_the_last_row():
    filler = "".join(f"Mara,Quill,m{number}@quill.example,Lyon\n" for number in range(40_000))
    content = ("First Name,Last Name,Email,City\n" + filler + "René,Ives,r@ives.example,Orléans\n").encode("latin-1")

    assert cells_of(content)[-1] == ["René", "Ives", "r@ives.example", "Orléans"]


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


def test_nul_bytes_vanish():
    assert cells_of(b"Name,Email\nMa\0ra,m@q.example\n")[1] == ["Mara", "m@q.example"]


def test_titles_comments_and_blank_rows_above_the_column_names_are_passed_over():
    found = inspected("Lead report;;\n# do not edit\n;;\nName;Email;Company\nMara Quill;m@q.example;Quill\n")

    assert (found.header_line, found.header) == (4, ["Name", "Email", "Company"])


def test_a_list_of_addresses_needs_no_column_name():
    found = inspected("mara@quill.example\ntom@reed.example\n")

    assert (found.header_line, found.mapping) == (0, {0: "email"})


def test_names_are_found_beside_addresses_without_column_names():
    found = inspected("Mara,Quill,mara.quill@q.example,CEO\nTom,Reed,tom.reed@r.example,CTO\n")

    assert found.mapping == {0: "first_name", 1: "last_name", 2: "email"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\r\n \t \r\n", "The file holds no text, only empty lines."),
        (b"Name,Email,Title\r\n", "The file has column names but no rows."),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "This is an image (PNG), not a table of people."),
        (b"%PDF-1.7", "This is a PDF document, not a table of people."),
        (b'[{"name": "Mara"}]', "This is data in JSON form, not a table of people."),
        (b"<!DOCTYPE html><table>", "This is a web page (HTML), not a table of people."),
        (b"BEGIN:VCARD\nFN:Mara", "This is a set of contact cards (vCard), not a table of people."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "This is an old Excel file (.xls)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "This workbook is protected"),
        (b"PK\x03\x04" + bytes(100), "This workbook is damaged or was not uploaded completely."),
        (bytes(range(256)) * 40, "This is not a text file: it holds bytes no table has."),
        (b"Company,Industry,Employees\nQuill Works,Retail,12\n", "This file lists companies or roles, not people"),
        (b"sku,price\n12,3\n", "No usable columns: none of \u201csku\u201d, \u201cprice\u201d holds a person's name"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_refused_in_a_sentence(content, sentence):
    assert inspected(content).error[: len(sentence)] == sentence


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_sheet_with_people_is_read_and_its_values_are_text():
    content = workbook(
        Summary=[["Total", 2]],
        People=[
            ["Name", "Email", "Employees", "Started", "Active"],
            ["Mara Quill", "m@q.example", 12.0, datetime(2024, 3, 1), True],
            [None, None, None, None, None],
            ["Tom Reed", "t@r.example", 3.5, date(2023, 1, 2), None],
        ],
    )

    assert inspected(content).sheet == "People"
    assert rows_of(content)[1:] == [
        (2, ["Mara Quill", "m@q.example", "12", "2024-03-01", "TRUE"], None),
        (4, ["Tom Reed", "t@r.example", "3.5", "2023-01-02"], None),
    ]


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    file = io.BytesIO(workbook(People=[["Name", "Email"], ["Mara", "m@q.example"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(60 << 20))

    assert inspected(file.getvalue()).error == (
        "This workbook unpacks to too much data. Save the sheet as CSV and import that."
    )

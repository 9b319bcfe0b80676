import pytest

from tests.leads.sources.csv.tables import inspected


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
        (b"Name\n", "The file has column names but no rows."),
        (b"this is no workbook\n", "The file holds a single row, “this is no workbook”, and no people."),
        (b"word " * 20, f"The file holds a single row, “{'word ' * 12}…”, and no people."),
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

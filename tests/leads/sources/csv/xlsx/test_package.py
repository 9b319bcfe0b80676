import pytest

from tests.leads.sources.csv.tables import cells_of, inspected
from tests.leads.sources.csv.xlsx.packages import PEOPLE, STRICT, packed, parts_of, renamed, rows_of

PARTS = parts_of(rows_of(*PEOPLE))
READ = [list(row) for row in PEOPLE]


def test_strict_open_xml_is_read():
    strict = PARTS
    for usual, name in STRICT.items():
        strict = renamed(strict, usual, name)

    assert cells_of(packed(strict)) == READ


def test_the_parts_may_have_other_names():
    assert cells_of(packed(renamed(PARTS, "workbook.xml", "workbook2.xml"))) == READ
    assert cells_of(packed(renamed(PARTS, "worksheets/sheet1", "Sheets/Leads 1"))) == READ


@pytest.mark.parametrize(
    "name", ["xl\\worksheets\\sheet1.xml", "XL/Worksheets/Sheet1.xml", "/xl/worksheets/sheet1.xml"]
)
def test_names_with_backslashes_capitals_and_leading_slashes_are_found(name):
    parts = {(name if part == "xl/worksheets/sheet1.xml" else part): content for part, content in PARTS.items()}

    assert cells_of(packed(parts)) == READ


def test_all_names_may_have_backslashes():
    assert cells_of(packed({name.replace("/", "\\"): content for name, content in PARTS.items()})) == READ


@pytest.mark.parametrize("lost", ["_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_part_that_others_only_refer_to_may_be_missing(lost):
    assert cells_of(packed({name: content for name, content in PARTS.items() if name != lost})) == READ


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("word/document.xml", "This is a text document, not an Excel workbook."),
        ("xl/workbook.bin", "This is a binary Excel workbook (.xlsb). Save it as .xlsx or CSV and try again."),
        ("mimetype", "This is a workbook of another program, not an Excel workbook."),
        ("people.csv", "This is a compressed file, not an Excel workbook."),
    ],
)
def test_other_packages_are_refused_by_their_kind(part, sentence):
    content = packed({part: "x"} | ({"_rels/.rels": PARTS["_rels/.rels"].replace("xl/workbook.xml", part)}))

    assert inspected(content).error[: len(sentence)] == sentence


def test_what_declares_a_document_type_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + PARTS["xl/worksheets/sheet1.xml"]

    assert inspected(packed(PARTS | {"xl/worksheets/sheet1.xml": bomb})).error == (
        "This workbook is damaged: it declares a document type."
    )

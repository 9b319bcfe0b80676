import io
import zipfile
from datetime import date, datetime

import openpyxl

from tests.leads.sources.csv.tables import inspected, rows_of
from tests.leads.sources.csv.xlsx import packages


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


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("leads.sources.csv.xlsx.package.UNPACKED_MAX", 50 << 20)
    file = io.BytesIO(workbook(People=[["Name", "Email"], ["Mara", "m@q.example"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(60 << 20))

    assert inspected(file.getvalue()).error[:38] == "This file unpacks to more than 1,024 M"


def test_a_hidden_sheet_is_read_only_where_no_other_is():
    book = openpyxl.Workbook()
    book.active.append(["Title", "Owner"])
    hidden = book.create_sheet("Hidden")
    for row in ["Name", "Email", "Company"], ["Mara", "m@q.example", "Quill"]:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)

    assert inspected(file.getvalue()).sheet == "Sheet"


def test_more_styles_than_a_workbook_may_have_are_refused():
    styles = f"<cellXfs>{'<xf/>' * 65_491}</cellXfs>"

    assert (
        inspected(packages.workbook(packages.rows_of(*packages.PEOPLE), styles=styles)).error[:70]
        == ("This file has more than 65,490 cell styles, the most that a workbook may have. Copy"[:70])
    )


def test_more_shared_text_than_memory_should_hold_is_refused(monkeypatch):
    monkeypatch.setattr("leads.sources.csv.xlsx.texts.SHARED_TEXT_MAX", 1000)
    texts = f"<si><t>{'a' * 1000}</t></si>"

    assert inspected(packages.workbook(packages.rows_of(*packages.PEOPLE), texts=texts)).error[:52] == (
        "This file has more than 256 MB of text in its cells."
    )

import io
import zipfile
from datetime import date, datetime

import openpyxl

from tests.leads.sources.csv.tables import inspected, rows_of


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

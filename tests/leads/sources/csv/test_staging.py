import csv
import io

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from leads.interface.safe_cells import csv_lines
from leads.models import Company, ImportJob, ImportRow
from leads.sources.csv import normalizing
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.staging import RECORD, incoming, rejected_rows, stage
from tests.leads.sources.csv.imports import (
    imported,
    leads,
    opened,
    previewed,
)

pytestmark = pytest.mark.django_db


def test_a_file_that_breaks_while_it_is_read_leaves_nothing_behind(workspace):
    rows = "".join(f'"Tom,t{number}@q.example\nEve,e@q.example "x\n' for number in range(300))
    job = previewed(workspace, "Name,Email\n" + "Mara,m@q.example\n" * 500 + rows)

    assert (job.state, ImportRow.objects.count()) == ("failed", 0)
    assert job.error.startswith("Too many quotation marks are never closed, the latest on line ")


def test_a_file_without_people_is_refused_with_the_commonest_reason(workspace):
    job = previewed(workspace, "Name,Email\n,a@b\n,c@d\n,,\n")

    assert job.error == (
        "No row of this file is a person. 1 row: “a@b” is not an e-mail address, and there is no name."
    )


def test_refused_rows_come_back_with_their_reason_and_defused(workspace):
    job = previewed(workspace, "Name,Email,Note\nMara Quill,m@q.example,x\n,=1+1,@SUM(A1)\n,+1,a,b\n")

    rows = list(csv.reader(io.StringIO("".join(csv_lines(rejected_rows(job))).removeprefix("\ufeff"))))
    assert rows == [
        ["Name", "Email", "Note", "Row in the file", "Refused because"],
        ["", "'=1+1", "'@SUM(A1)", "3", "“=1+1” is not an e-mail address, and there is no name."],
        ["", "'+1", "a b", "4", "“+1” is not an e-mail address, and there is no name."],
    ]
    assert list(rejected_rows(job))[1][1] == "=1+1"


def test_the_file_of_refused_rows_can_be_corrected_and_imported(workspace):
    job = previewed(workspace, "Name,Email\nMara Quill,m@q.example\n,t@r\n")

    corrected = "".join(csv_lines(rejected_rows(job))).replace("t@r", "t@r.example")

    assert list(opened(workspace, corrected).mapping.values()) == ["full_name", "email"]


def test_naughty_text_is_stored_as_it_is(workspace):
    names = [
        "=HYPERLINK(1)",
        "<script>alert(1)</script>",
        "{{ 7 }}",
        "Robert'); DROP TABLE leads_lead;--",
        "\\N",
        "a\tb\\",
    ]
    text = io.StringIO()
    csv.writer(text).writerows([["Name", "Email"], *([name, f"n{n}@q.example"] for n, name in enumerate(names))])

    imported(workspace, text.getvalue().replace("{{ 7 }}", "{{ 7\0 }}"))

    assert leads(workspace, "full_name") == [*names[:4], "", "a b\\"]


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
def test_no_cell_is_too_long_for_a_lead(workspace, policy):
    header = "Name,Email,LinkedIn,Twitter,Title,Company,Website,Industry,Company Size,City,State,Country,Bio"
    long = {
        "Email": "a" * 400 + "@q.example",
        "LinkedIn": "linkedin.com/in/ACoAA" + "b" * 300,
        "Website": "https://" + "sub-domain." * 40 + "example",
    }
    rows = [
        {name: long.get(name, letter * 600) for name in header.split(",")} | {"Name": f"Mara {letter}"} | known
        for letter in "aßﷺ"
        for known in ({"Email": f"{ord(letter)}@q.example"}, {"LinkedIn": "https://linkedin.com/in/mara-" + "c" * 300})
    ]
    text = "\n".join([header, *(",".join(row.values()) for row in rows)])

    first, second = imported(workspace, text, policy), imported(workspace, text, policy)

    assert [(job.state, job.summary["rejected"]) for job in (first, second)] == [("completed", 0)] * 2
    assert sorted(map(len, Company.objects.values_list("name_key", flat=True))) == [200] * 3
    assert set(Company.objects.values_list("domain", flat=True)) == {""}
    assert max(map(len, leads(workspace, "location"))) == 200


MIXED = (
    "Name,Email,Notes,Post,Role Start Date\n"
    'Mara Quill,mara@quill.example,"two\nlines, a \\ and a\ttab",We are hiring,2024-03-01\n'
    ",,,,\n"
    "Tom Reed,,,,\n"
    "Total,,,,\n"
    "Name,Email,Notes,Post,Role Start Date\n"
    "Ana Bolt,not an address,,,31.12.2023\n"
    "Ben Crane,ben@crane.example,N/A,,soon\n"
)
LONG = "Name,Email\n" + "".join(f"Person {number},p{number}@works.example\n" for number in range(1200))


def staged(workspace, text):
    job = opened(workspace, text)
    stage(job, ContentFile(text.encode()))
    names = ("row", "line", "reason", "cells", *RECORD)
    return job, list(ImportRow.objects.filter(job=job).order_by("row").values_list(*names))


def test_every_row_is_staged_with_its_line_and_refused_ones_with_their_cells(workspace):
    job, rows = staged(workspace, MIXED)
    assert [(row, line, reason, cells and cells[0]) for row, line, reason, cells, *_ in rows] == [
        (1, 2, "", None),
        (2, 4, "", None),
        (3, 5, "A totals line, not a person.", "Total"),
        (4, 6, "Repeats the column names.", "Name"),
        (5, 7, "", None),
        (6, 8, "", None),
    ]
    assert (job.rows, job.staged_rows, job.summary["rejected"], job.summary["blank"]) == (7, 6, 3, 1)
    person = dict(zip(RECORD, rows[0][4:], strict=True))
    assert (person["notes"], person["role_started_on"].isoformat(), person["posts"][0]["text"]) == (
        "two\nlines, a \\ and a\ttab", "2024-03-01", "We are hiring",
    )  # fmt: skip


def test_a_batch_takes_the_good_rows_of_its_range(workspace):
    job, _ = staged(workspace, MIXED)

    def rows(**numbers):
        with transaction.atomic(), incoming(job, **numbers) as cursor:
            cursor.execute("SELECT row FROM incoming ORDER BY row")
            return [row for (row,) in cursor.fetchall()]

    taken = [rows(), rows(size=2), rows(after=2, size=3), rows(after=5, size=3)]
    assert taken == [[1, 2, 5, 6], [1, 2], [5], [6]]


def test_what_cannot_be_read_is_counted_unless_its_row_is_refused(workspace):
    job, _ = staged(workspace, MIXED)
    assert job.summary["unread"] == {
        "email": {"count": 1, "examples": [[7, "not an address"]]},
        "role_started": {"count": 1, "examples": [[8, "soon"]]},
    }


@pytest.mark.parametrize("text", [MIXED, LONG], ids=["mixed", "people"])
def test_a_second_process_stages_the_same_rows(workspace, text, monkeypatch):
    alone, rows = staged(workspace, text)
    monkeypatch.setattr(normalizing, "CHUNKS_ALONE", 1)
    beside, same = staged(workspace, text)
    assert same == rows
    assert (beside.rows, beside.summary) == (alone.rows, alone.summary)


def test_a_file_that_breaks_half_way_stages_nothing(workspace, monkeypatch):
    monkeypatch.setattr(normalizing, "CHUNKS_ALONE", 1)
    text = LONG + '"never closed,x@example.com\n' * 150
    job = opened(workspace, text)
    with pytest.raises(UnreadableFile, match="Too many quotation marks are never closed"):
        stage(job, ContentFile(text.encode()))
    assert (ImportRow.objects.count(), ImportJob.objects.get().rows) == (0, 0)

import io
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile

import psutil
import pytest
from django.core.files.base import ContentFile

from leads.sources.csv import inspection, pipes, reading
from leads.sources.csv.dates import orders_in
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.pipes import ROOT
from tests import forked_reader
from tests.forked_reader import ForkedReader
from tests.leads.sources.csv.xlsx import packages

TABLE = "A list\n\nName,Email,Since\nNora Lindt,nora@lindt.example,25/03/2024\nOle Berg,ole@berg.example,02/03/2024\n"
LONG_TABLE = "Name,Email\n" + "Nora,nora@lindt.example\n" * 200_000
WORKBOOK = packages.workbook(packages.rows_of(*packages.PEOPLE))
BOMB = packages.rows_of(*packages.PEOPLE) + '<row r="99999999999"/>'
LONG_ROW = "<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>"
LONG_TEXTS = packages.workbook(
    packages.rows_of(*packages.PEOPLE) + LONG_ROW * 400, texts=f"<si><t>{'lorem ip' * 4000}</t></si>"
)
SLOW = packages.workbook(packages.rows_of(*packages.PEOPLE), styles=f"<fonts>{'<font><b/></font>' * 1_500_000}</fonts>")
PARENT = """
import io
from leads.sources.csv.reading import opened_table
text = b"Name,Email" + b",x" * 100 + b"\\n" + b"Nora,nora@lindt.example\\n" * 2_000_000
with opened_table(io.BytesIO(text)) as table:
    next(table.portions())
    print(table.reader.process.pid, flush=True)
    input()
"""


def test_the_tests_say_that_a_reader_did_not_start_and_signal_no_group_of_their_own(monkeypatch):
    ours, its = socket.socketpair()
    monkeypatch.setattr(forked_reader, "server", lambda: ours)
    with ThreadPoolExecutor(1) as thread, ours, its, TemporaryFile() as file:
        # as where no process can be forked any more
        thread.submit(lambda: [os.close(end) for end in socket.recv_fds(its, 1, 4)[1]])
        with pytest.raises(ChildProcessError, match="did not start"):
            ForkedReader(reading.READER, "{}", stdin=file)


def rows_of(table):
    """(number, line, cells) of each row."""
    return [
        (*row, cells) for portion in table.portions() for row, cells in zip(portion.rows, portion.cells(), strict=True)
    ]


def opened(content):
    return io.BytesIO(content.encode() if isinstance(content, str) else content)


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """The processes that a test starts, as the product starts them."""
    processes = []

    def remembered(*args, **kwargs):
        processes.append(pipes.started(*args, **kwargs))
        return processes[-1]

    monkeypatch.setattr(reading, "started", remembered)
    return processes


@pytest.mark.parametrize("content", [TABLE, WORKBOOK, "", b"\x89PNG\r\n\x1a\n", "sku,price\n1,2\n"])
def test_another_process_finds_what_this_one_would(content, started):
    assert reading.inspect(opened(content)) == inspection.inspect(opened(content))
    assert [process.poll() is not None for process in started] == [True]


def test_another_process_reads_the_rows_behind_the_names_of_the_columns():
    rows = [row for row in inspection.open_table(opened(TABLE)).rows() if row[0] > 3]

    with reading.opened_table(
        ContentFile(TABLE.encode()), after=3, mapping={0: "full_name", 2: "role_started"}
    ) as table:
        assert table.orders == orders_in([cells for _, cells, _ in rows], [2])
        assert rows_of(table) == [(number, line, tuple(cells)) for number, (line, cells, _) in enumerate(rows, start=1)]


def test_a_file_that_others_read_as_well_stays_where_it_was(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(TABLE)
    with path.open("rb") as file:
        reading.inspect(file)
        file.seek(0)
        assert file.read().decode() == TABLE


@pytest.mark.parametrize(
    ("content", "seconds", "sentence"),
    [
        (packages.workbook(BOMB), 20, "Sheet “People” has more than 1,048,576 rows, the most that a sheet may have."),
        (LONG_TEXTS, 20, "This file needs more than 768 MB of memory to be read."),
        (SLOW, 1, "This file takes more than 1 seconds to read."),
    ],
    ids=["rows", "memory", "time"],
)
def test_a_limit_is_told_by_its_name_and_ends_the_process(content, seconds, sentence, monkeypatch, started):
    monkeypatch.setattr(reading, "INSPECTION_SECONDS", seconds)
    monkeypatch.setattr(reading, "READING_SECONDS", seconds)
    told = f"{sentence} Copy the rows with people into a new sheet, save it as CSV and import that."

    assert reading.inspect(opened(content)).error == told
    with pytest.raises(UnreadableFile) as raised, reading.opened_table(opened(content)) as table:
        list(table.portions())
    assert str(raised.value) == told
    assert [process.poll() is not None for process in started] == [True, True]


def test_rows_that_are_too_long_to_hand_over_are_refused():
    # of one text each, whose decoding takes little memory
    rows = packages.rows_of(*packages.PEOPLE) + '<row><c t="s"><v>0</v></c></row>' * 1000
    content = packages.workbook(rows, texts=f"<si><t>{'lorem ip' * 10_000}</t></si>")

    with (
        pytest.raises(UnreadableFile, match="1,000 rows with more than 64 MB"),
        reading.opened_table(opened(content)) as table,
    ):
        list(table.portions())


def test_a_process_that_dies_is_no_end_of_the_file(started):
    with pytest.raises(UnreadableFile, match="memory"), reading.opened_table(opened(LONG_TABLE)) as table:
        started[0].kill()
        list(table.portions())


def test_nothing_is_left_of_a_reading_that_is_given_up(started):
    with reading.opened_table(opened(LONG_TABLE)) as table:
        next(table.portions())
    assert started[0].poll() is not None


def test_only_so_many_files_are_inspected_at_once(monkeypatch, started):
    monkeypatch.setattr(reading, "SECONDS_IN_LINE", 0)
    for _ in range(reading.INSPECTIONS_AT_ONCE):
        reading.places.acquire()
    try:
        refused = reading.inspect(opened(TABLE))
    finally:
        reading.places.release(reading.INSPECTIONS_AT_ONCE)

    assert refused.error == "Other files are being read at this moment. Try again in a minute."
    assert started == []
    assert reading.inspect(opened(TABLE)).error is None


@pytest.mark.slow
def test_the_process_does_not_outlive_a_killed_first():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    reader = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    _, alive = psutil.wait_procs([reader], timeout=60)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.slow
def test_the_process_does_without_django():
    code = "import sys, leads.sources.csv.reader; print('django' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert done.stdout.split() == [b"False"]

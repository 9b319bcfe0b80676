import io
import multiprocessing
import os
import signal
import subprocess
import sys

import psutil
import pytest

from leads.sources.csv import normalizing
from leads.sources.csv.normalizing import Chunk, Normalizer, copy_lines, normalized
from leads.sources.csv.people_reader import RecordForm
from leads.sources.csv.pipes import ROOT

LINES = dict.fromkeys("full_name title company_name company_location location website".split(), 200)
FORM = RecordForm(("full_name", "email", "notes", "role_started_on", "posts"), LINES, ("notes",), 1000)
MAPPING = {0: "full_name", 1: "email", 2: "notes"}
SETUP = (MAPPING, ["Name", "Email", "Notes"], FORM, {}, {})
PARENT = """
from leads.sources.csv.normalizing import second_process, send
with second_process(({0: "email"}, ["Email"], None, {}, {})) as process:
    print(process.pid, flush=True)
    input()
"""


def chunk(number, size=3):
    rows = [f"{number}-{position}" for position in range(size)]
    columns = {
        0: tuple(f"Person {row}" for row in rows),
        1: tuple(f"p{row}@works.example" if position else "" for position, row in enumerate(rows)),
        2: tuple(f"tab\there\nand a back\\slash {row}" for row in rows),
    }
    return Chunk([f"7\t{row}\t{row}\t\t\\N" for row in rows], columns, None)


def chunks(count):
    return ((number, chunk(number)) for number in range(count))


def in_daemon(queue):
    queue.put([rows for rows, _ in normalized(SETUP, chunks(5))])


@pytest.fixture
def started(monkeypatch):
    """The second processes that a test starts."""
    processes, start = [], normalizing.started

    def remembered(*args):
        processes.append(start(*args))
        return processes[-1]

    monkeypatch.setattr(normalizing, "started", remembered)
    return processes


def test_a_second_process_gives_the_answers_of_this_one_in_their_order(started):
    normalizer = Normalizer(*SETUP)
    alone = [(number, normalizer.normalize(chunk(number))) for number in range(9)]
    assert list(normalized(SETUP, chunks(9))) == alone
    assert [process.poll() is not None for process in started] == [True]


def test_a_small_table_is_read_without_a_second_process(started):
    assert [rows for rows, _ in normalized(SETUP, chunks(normalizing.CHUNKS_ALONE - 1))] == [0, 1]
    assert started == []


def test_rows_in_doubt_are_left_out_of_the_lines(started):
    (_, answer), *_ = normalized(SETUP, chunks(5))
    assert [line.split("\t")[1] for line in answer.lines.decode().splitlines()] == ["0-1", "0-2"]
    assert {position: record["full_name"] for position, record in answer.doubtful.items()} == {0: "Person 0-0"}


def test_what_ends_a_value_in_copy_text_is_escaped():
    assert copy_lines([["1", "2"], ["a\tb\nc\rd\\e", ""], [None, "x"]]) == b"1\ta\\tb\\nc\\rd\\\\e\t\\N\n2\t\tx\n"
    assert copy_lines([[], []]) == b""


def test_a_second_process_that_dies_is_an_error_and_not_the_end_of_the_table(started):
    answers = normalized(SETUP, chunks(2000))
    next(answers)
    started[0].kill()
    with pytest.raises((RuntimeError, BrokenPipeError)):
        list(answers)


def test_nothing_is_left_of_a_reading_that_is_given_up(started):
    answers = normalized(SETUP, chunks(2000))
    next(answers)
    answers.close()
    assert started[0].poll() == -signal.SIGKILL


def test_the_table_is_not_read_far_ahead_of_the_answers(started):
    drawn = []

    def noted():
        for pair in chunks(2000):
            drawn.append(pair[0])
            yield pair

    answers = normalized(SETUP, noted())
    for _ in range(5):
        next(answers)
    answers.close()
    assert len(drawn) == 5 + normalizing.CHUNKS_AHEAD


@pytest.mark.slow
def test_the_second_process_does_not_outlive_a_killed_first():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    second = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    _, alive = psutil.wait_procs([second], timeout=60)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


@pytest.mark.slow
def test_a_daemon_as_workers_are_may_start_it():
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    worker = context.Process(target=in_daemon, args=[queue], daemon=True)
    worker.start()
    assert queue.get(timeout=60) == [0, 1, 2, 3, 4]
    worker.join()


@pytest.mark.slow
def test_the_second_process_does_without_django():
    code = "import sys, leads.sources.csv.normalizing; print('django' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert done.stdout.split() == [b"False"]


@pytest.mark.parametrize("cut", [0, 3, 8, 10])
def test_a_message_that_breaks_off_is_none(cut):
    sink = io.BytesIO()
    normalizing.send(sink, b"four")
    assert normalizing.receive(io.BytesIO(sink.getvalue()[:cut])) is None
    assert normalizing.receive(io.BytesIO(sink.getvalue())) == b"four"

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from autoreach.serving.serve import wait_for_answer
from autoreach.serving.sole_run import MARK, is_marked, marks, sole_run, started_at, wait_for_end
from tests.installation import Installation, answer


def assert_a_second_start_is_refused(installation):
    rival = Installation(installation.var_dir).start()
    assert rival.said.splitlines()[0] == (
        f"AutoReach already runs from this folder, at {installation.url}: stop it first."
    )
    assert answer(f"{installation.url}/login/") == 200


BURNING = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(300)"


@pytest.fixture
def burn():
    """Starts processes that ignore SIGTERM, in the environment given."""
    started = []

    def start(**environment):
        process = subprocess.Popen(
            [sys.executable, "-c", BURNING],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        process.stdout.readline()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.stdout.close()
        process.wait()


def ended(*processes):
    return [process.poll() is not None for process in processes]


def test_every_start_ends_what_outlived_its_master_and_nothing_else(tmp_path, burn):
    (tmp_path / "var").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "var")
    ours = burn(**marks(tmp_path / "var", owns_database=True))
    other_folder, unmarked = burn(**marks(tmp_path / "other", owns_database=True)), burn()
    for _ in range(2):  # also after a run that was stopped in order
        with sole_run(tmp_path / "link", "http://here"):
            assert ended(ours, other_folder, unmarked) == [True, False, False]
        ours = burn(**marks(tmp_path / "link", owns_database=False))


MULTIPLYING = """
import os, time
print(flush=True)
for _ in range(200):
    if os.fork() == 0:
        time.sleep(300)
    time.sleep(0.005)
"""


def test_what_starts_another_just_before_its_end_leaves_none_behind(tmp_path):
    own = marks(tmp_path, owns_database=True)
    start = [sys.executable, "-c", MULTIPLYING]
    with subprocess.Popen(start, env=os.environ | own, stdout=subprocess.PIPE, start_new_session=True) as process:
        process.stdout.readline()
        time.sleep(0.05)
        with sole_run(tmp_path, "http://here"):
            left = [one.pid for one in psutil.process_iter() if is_marked(one, tmp_path)]
        assert (left, process.wait()) == ([], -signal.SIGKILL)


def test_a_dead_child_that_its_parent_does_not_collect_is_not_waited_for(burn):
    dead, alive = (psutil.Process(burn().pid) for _ in range(2))
    dead.kill()
    while dead.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    assert wait_for_end([dead, alive], seconds=0) == [alive]


def test_folders_with_one_relative_name_are_two(tmp_path, monkeypatch):
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        found.append(marks(Path("var"), owns_database=False)[MARK])
    assert found == [str(tmp_path / "one" / "var"), str(tmp_path / "two" / "var")]


def test_the_next_master_of_a_program_ends_what_the_last_one_left(tmp_path, burn):
    installation = marks(tmp_path, owns_database=True)
    web, worker = (burn(**installation, SUPERVISOR_PROCESS_NAME=name) for name in ("web", "worker"))
    next_web = [sys.executable, "-m", "autoreach.serving.follow", "-c", ""]
    with subprocess.Popen(next_web, env=os.environ | installation | {"SUPERVISOR_PROCESS_NAME": "web"}) as started:
        web.wait()  # it waits until the last one is gone, which a dead child of this test is not before
    assert (started.returncode, ended(web, worker)) == (0, [True, False])


def test_a_run_ends_neither_itself_nor_who_started_it(tmp_path, monkeypatch):
    for name, value in marks(tmp_path, owns_database=False).items():
        monkeypatch.setenv(name, value)
    script = (
        "import sys; from autoreach.serving.sole_run import end_leftovers; end_leftovers(sys.argv[1]); print('here')"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True)
    assert done.stdout == "here\n"


@pytest.mark.slow
def test_what_outlives_its_master_ends_when_that_starts_again_be_it_the_web_server_or_everything(installation):
    installation.start()
    assert_a_second_start_is_refused(installation)
    [master] = [
        process
        for process in installation.processes()
        if "gunicorn" in process.cmdline() and "supervisord" in " ".join(process.parent().cmdline())
    ]
    burning = master.children()
    for worker in burning:
        worker.suspend()
    master.kill()
    gone, alive = psutil.wait_procs(burning, timeout=60)
    assert (len(gone) > 0, alive) == (True, [])
    wait_for_answer(installation.process, "127.0.0.1", installation.port)
    installation.stop(signal.SIGKILL)
    installation.start()
    assert answer(f"{installation.url}/login/") == 200
    assert installation.stops(signal.SIGINT, only_make=True)


def test_a_run_on_a_database_of_its_own_says_since_when(tmp_path):
    before = datetime.now(UTC)
    own, shared = marks(tmp_path, owns_database=True), marks(tmp_path, owns_database=False)
    assert (own[MARK], shared) == (str(tmp_path), {MARK: str(tmp_path)})
    assert before <= started_at(own) <= datetime.now(UTC)
    assert started_at(shared) is None

"""A small disk of its own that fills while a file is imported."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psycopg
import pytest

from tests.installation import CHECKOUT

pytestmark = pytest.mark.slow
PATIENCE = 120
LOW_DISK = {"LOW_DISK_MIB": "100"}
PEOPLE = 3000
IMPORT = f"""
import io
from django.core.files import File
from leads.models import Workspace
from leads.sources.csv import lifecycle
from leads.sources.csv.upload import open_job
rows = [f"Ada{{n}},Sample,Planner,https://www.linkedin.com/in/ada-sample-{{n}}" for n in range({PEOPLE})]
text = "First Name,Last Name,Title,LinkedIn URL\\n" + "\\n".join(rows)
file = File(io.BytesIO(text.encode()), name="people.csv")
lifecycle.request_preview(open_job(workspace=Workspace.objects.first(), file=file, file_name="people.csv"))
"""


@pytest.fixture
def small_disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600M", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here: only root may, and not in every container")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def installation(small_disk, prepared):
    installation = prepared.copy_to(small_disk / "var")
    yield installation
    make_room(small_disk)
    installation.leave_nothing()


def fill(disk, *, leave=0):
    for number, size in enumerate((2**20, 4096)):
        with open(disk / f"filler{number}", "ab", buffering=0) as filler:
            try:
                while os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize > leave:
                    filler.write(bytes(size))
            except OSError:
                continue


def make_room(disk):
    for filler in disk.glob("filler*"):
        filler.unlink()


def page(installation, path="/health/"):
    try:
        with urllib.request.urlopen(installation.url + path, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_until(is_so):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def import_state(installation):
    with psycopg.connect(installation.cluster.url()) as connection:
        return connection.execute("SELECT state FROM leads_importjob").fetchone()[0]


def test_a_full_disk_stops_nothing_for_good_and_no_later_start(installation, small_disk):
    installation.start(**LOW_DISK)
    fill(small_disk, leave=50 * 2**20)
    assert "nearly full" in page(installation, "/login/")[1]
    own = {"VAR_DIR": str(installation.var_dir), "DATABASE_URL": installation.cluster.url(), "LOW_DISK_MIB": "0"}
    subprocess.run([sys.executable, "manage.py", "shell", "-c", IMPORT], cwd=CHECKOUT, env=os.environ | own, check=True)
    time.sleep(5)
    assert import_state(installation) == "staging"

    fill(small_disk)
    server = int((installation.cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    worker = next(process for process in installation.processes() if "work" in process.cmdline())
    worker.kill()
    wait_until(lambda: page(installation)[0] == 503)
    assert "The server&#x27;s disk is full." in page(installation)[1]
    time.sleep(10)  # through several attempts to start the database
    assert (installation.process.poll(), installation.cluster.is_running(), page(installation)[0]) == (None, False, 503)

    make_room(small_disk)
    wait_until(lambda: page(installation)[0] == 200)
    wait_until(lambda: import_state(installation) == "preview")
    installation.stop()
    fill(small_disk)
    assert_a_start_waits_for_room_and_says_so(installation, small_disk)


def assert_a_start_waits_for_room_and_says_so(installation, small_disk):
    process = subprocess.Popen(
        [sys.executable, "-m", "autoreach.serving"],
        cwd=CHECKOUT,
        env=os.environ | LOW_DISK | {"VAR_DIR": str(installation.var_dir), "PORT": str(installation.port)},
        stdout=subprocess.DEVNULL,
    )
    installation.process = process
    try:
        wait_until(lambda: page(installation, "/buyers/")[0] == 503)
        assert "The server&#x27;s disk is full." in page(installation, "/buyers/")[1]
        make_room(small_disk)
        wait_until(lambda: page(installation)[0] == 200)
    finally:
        process.terminate()
        process.wait()

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from autoreach.serving import data_directory, embedded_postgres
from autoreach.serving.errors import DatabaseUnavailable, DiskFull

pytestmark = pytest.mark.slow


def cluster_in(folder):
    return embedded_postgres.Cluster(folder / "var" / "postgres", settings={"shared_buffers": "16MB"})


@pytest.fixture
def folder():
    """Unlike pytest's own, no other run of pytest closes it to the account that root's server runs as."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture
def new_cluster(folder):
    return cluster_in(folder)


@pytest.fixture(scope="module")
def made_before():
    with tempfile.TemporaryDirectory() as name:
        with cluster_in(Path(name)).in_use():
            pass
        yield Path(name)


@pytest.fixture
def cluster(made_before):
    """For tests whose subject is not the making. Each leaves it stopped, and tables of its own in it."""
    return cluster_in(made_before)


def process_of(cluster):
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def ask(cluster, question):
    with psycopg.connect(cluster.url()) as connection:
        return connection.execute(question).fetchone()[0]


@pytest.mark.parametrize(
    "name", ["plain", "with a space", "with 'quotes' and %20", "as long as no socket's name may be " * 6, "żółw"]
)
def test_it_runs_with_pgvector_in_any_folder_and_stops(folder, name):
    cluster = cluster_in(folder / name)
    with cluster.in_use():
        ask(cluster, "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        process = psutil.Process(process_of(cluster))
    assert (cluster.is_running(), process.is_running()) == (False, False)


def test_what_was_written_is_there_at_the_next_start(cluster):
    with cluster.in_use(), psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with cluster.in_use():
        assert ask(cluster, "SELECT number FROM kept") == 7


def test_it_stays_until_its_last_user_leaves(made_before, cluster):
    with cluster.in_use():
        with cluster_in(made_before).in_use():
            first = process_of(cluster)
        assert (cluster.is_running(), process_of(cluster)) == (True, first)
    assert cluster.is_running() is False


def test_a_server_that_outlived_a_killed_user_is_taken_over_and_stopped(made_before, cluster):
    code = (
        "from tests.autoreach.serving.test_embedded_postgres import *\n"
        "with cluster_in(Path(sys.argv[1])).in_use(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code, made_before], env=os.environ)
    assert done.returncode == -signal.SIGKILL
    orphan = process_of(cluster)
    with cluster.in_use():
        assert process_of(cluster) == orphan
    assert cluster.is_running() is False


def test_a_killed_server_starts_again_with_what_it_had_committed(cluster):
    with cluster.in_use():
        with psycopg.connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE committed AS SELECT 7 AS number")
        os.kill(process_of(cluster), signal.SIGKILL)
        while cluster.is_running():
            time.sleep(0.01)
        with cluster.in_use():
            assert ask(cluster, "SELECT number FROM committed") == 7


def test_a_process_that_starts_a_killed_server_again_collects_it(folder):
    with embedded_postgres.of_installation(folder).in_use() as cluster:
        killed = psutil.Process(process_of(cluster))
        killed.kill()
        while cluster.is_running():
            time.sleep(0.01)
        with embedded_postgres.of_installation(folder).in_use():
            assert psutil.pid_exists(killed.pid) is False


def test_a_server_that_was_killed_before_it_had_noted_its_number_starts_again(cluster):
    cluster.data.joinpath("postmaster.pid").touch()
    with cluster.in_use():
        assert ask(cluster, "SELECT 7") == 7


def test_the_number_of_a_dead_server_may_belong_to_a_stranger(cluster):
    with cluster.in_use():
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    # Of the server's own account: PostgreSQL knows by itself that a process of another account is no rival.
    account = data_directory.account_of(cluster.data, initialised=True)
    with subprocess.Popen(["sleep", "300"], **data_directory.run_as(account)) as stranger:
        (cluster.data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:], ""]))
        try:
            with cluster.in_use():
                assert process_of(cluster) != stranger.pid
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_data_of_another_version_is_left_alone(new_cluster):
    new_cluster.data.mkdir(parents=True)
    (new_cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseUnavailable) as refusal, new_cluster.in_use():
        pass
    assert str(refusal.value) == (
        f"{new_cluster.data} was made by PostgreSQL 16 and this is PostgreSQL 18: "
        "dump it with its own version or move it away, then start again."
    )


def test_a_folder_with_other_things_in_it_is_left_alone(new_cluster):
    new_cluster.data.mkdir(parents=True)
    (new_cluster.data / "diary.txt").write_text("mine")
    with pytest.raises(DatabaseUnavailable) as refusal, new_cluster.in_use():
        pass
    assert str(refusal.value) == (
        f"{new_cluster.data} is not a PostgreSQL data directory but holds files: move it away, then start again."
    )
    assert [path.name for path in new_cluster.data.iterdir()] == ["diary.txt"]


def test_an_interrupted_initialisation_starts_over(new_cluster):
    draft = new_cluster.data.with_name("postgres.new")
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    with new_cluster.in_use():
        assert ask(new_cluster, "SELECT 7") == 7


def test_a_full_disk_is_named(new_cluster, monkeypatch):
    monkeypatch.setattr(data_directory, "NEEDED_DISK", 2**60)
    with pytest.raises(DatabaseUnavailable, match=r"The disk is full: \d+ MiB are free under"), new_cluster.in_use():
        pass
    assert not new_cluster.data.exists()


def test_what_is_there_needs_less_room_to_start_again(cluster, monkeypatch):
    with cluster.in_use():
        pass
    monkeypatch.setattr(data_directory, "NEEDED_DISK", 2**60)
    with cluster.in_use():
        assert ask(cluster, "SELECT 7") == 7
    monkeypatch.setattr(data_directory, "NEEDED_AGAIN", 2**60)
    with pytest.raises(DiskFull), cluster.in_use():
        pass

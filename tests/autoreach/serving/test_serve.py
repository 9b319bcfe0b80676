import os
import signal
import socket
import stat
import tempfile
from pathlib import Path

import pytest

from autoreach import sandbox
from autoreach.providers.registry import available
from autoreach.serving import serve
from tests.installation import Installation, answer

slow = pytest.mark.slow


def sandboxes(installation):
    """The addresses at which the installation's sandboxes answer."""
    environments = [
        process.environ() for process in installation.processes() if "autoreach.sandbox" in process.cmdline()
    ]
    return [own["SANDBOX_URL"] for own in environments if answer(f"{own['SANDBOX_URL']}/sandbox") == 200]


@pytest.fixture
def new_installation():
    with tempfile.TemporaryDirectory(prefix="auto reach ") as folder:
        installation = Installation(Path(folder) / "var")
        yield installation
        installation.leave_nothing()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def assert_all_runs(installation):
    assert f"AutoReach runs at {installation.url} " in installation.said
    assert answer(f"{installation.url}/login/") == 200
    assert ("Sandbox data: no provider is configured" in installation.said, len(sandboxes(installation))) == (True, 1)


@slow
def test_one_command_makes_and_starts_everything_and_stores_nothing_that_others_can_read(new_installation):
    var_dir = new_installation.var_dir
    assert_all_runs(new_installation.start())
    assert new_installation.stops(signal.SIGINT, only_make=False)
    stored = [Path(folder, name) for folder, _, names in os.walk(var_dir) for name in names]
    others = stat.S_IRWXG | stat.S_IRWXO
    readable = [path for path in stored if mode(path) & others]
    assert (readable, mode(var_dir) & (others & ~stat.S_IXGRP)) == ([], 0)


@slow
def test_a_credential_keeps_the_sandbox_away_and_a_signal_to_make_alone_stops_everything(installation):
    installation.start(UNIPILE_API_KEY="a-key")
    queues = {process.environ().get("Q_CLUSTER_NAME") for process in installation.processes()}
    assert ("Sandbox data" in installation.said, sandboxes(installation), queues) == (False, [], {None, "slow"})
    assert answer(f"{installation.url}/login/") == 200
    assert installation.stops(signal.SIGTERM, only_make=True)


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, True),
        ({"OPENAI_BASE_URL": " ", "SANDBOX": "1"}, True),
        ({"OPENAI_BASE_URL": "http://localhost:11434/v1"}, False),
        ({"X_BEARER_TOKEN": "t"}, False),
        ({"SANDBOX_URL": "http://sandbox.example"}, False),
        ({"SANDBOX": "0"}, False),
        ({"SANDBOX": "False"}, False),
    ],
)
def test_the_sandbox_plays_where_nothing_is_configured(environment, wanted):
    assert serve.wants_sandbox(environment) is wanted
    assert serve.sandbox_variables(environment).get("SANDBOX_URL", "").startswith("http://127.0.0.1:") is wanted


def test_no_provider_is_configured_without_one_of_the_credentials():
    everything = sandbox.environment("http://127.0.0.1:1")
    rest = {name: value for name, value in everything.items() if name not in serve.CREDENTIALS}
    assert (len(available(everything)), available(rest)) == (3, frozenset())


@slow
def test_a_taken_port_is_named_before_anything_is_started(tmp_path):
    installation = Installation(tmp_path / "var")
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        installation.start()
    assert installation.said.splitlines()[0] == (
        f"Port {installation.port} is taken by another program: "
        f"choose another, as in `make run PORT={installation.port + 1}`."
    )
    assert not (tmp_path / "var" / "postgres").exists()


@slow
@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named(tmp_path, port):
    said = Installation(tmp_path / "var").start(PORT=port).said
    assert said.splitlines()[0] == f"PORT is {port!r}, but must be a number from 1 to 65535."


@slow
def test_a_database_that_does_not_answer_is_named(tmp_path):
    said = Installation(tmp_path / "var").start(DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing").said
    assert said.splitlines()[0].startswith("The database does not answer: connection failed: ")

"""An installation of its own, started by `make run` as a person would, for tests of the running thing."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path
from random import SystemRandom

import psutil
from django.conf import settings

from autoreach.serving import embedded_postgres, prepare
from autoreach.serving.serve import CREDENTIALS
from autoreach.serving.sole_run import is_marked

CHECKOUT = Path(settings.BASE_DIR)
NOT_INHERITED = ("DATABASE_URL", "SANDBOX_URL", *CREDENTIALS)
# What a first start does before it serves.
PREPARE = """
from django.conf import settings
from autoreach.serving import prepare, private_files, serve
private_files.make_private(settings.VAR_DIR)
with serve.database(settings.VAR_DIR):
    prepare.prepare(settings.VAR_DIR)
"""


class Installation:
    def __init__(self, var_dir):
        self.var_dir = var_dir
        self.port = free_port()
        self.process = None
        self.said = ""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def cluster(self):
        return embedded_postgres.of_installation(self.var_dir)

    def start(self, **environment):
        """`make run`; returns once it serves or has given up, with what it printed in `said`."""
        own = {"VAR_DIR": str(self.var_dir), "PORT": str(self.port), "MAKEFLAGS": ""}
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.process = subprocess.Popen(
            ["make", "--no-print-directory", "run"],
            cwd=CHECKOUT,
            env=inherited | own | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # tests that run in the background have SIGINT ignored, and would hand that on
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line.decode()
            if "AutoReach runs at" in self.said:
                break
        else:
            self._collect()
        return self

    def stops(self, number, *, only_make):
        """Whether the signal ends everything, in order."""
        self.stop(number, only_make=only_make)
        return "AutoReach has stopped." in self.said and self.is_stopped()

    def stop(self, number=signal.SIGINT, *, only_make=False):
        """Send the signal to the whole group, as a terminal does, or to `make` alone."""
        (os.kill if only_make else os.killpg)(self.process.pid, number)
        self._collect()

    def leave_nothing(self):
        if self.process and self.process.poll() is None:
            self.stop(signal.SIGKILL)
        while left := self.processes():  # one of them may have started another just before its end
            for process in left:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(left, timeout=1)
        with self.cluster.in_use():
            pass

    def processes(self):
        """The web server, the workers and their supervisor, however they were started."""
        return [process for process in psutil.process_iter() if is_marked(process, self.var_dir)]

    def is_stopped(self):
        return (self.processes(), self.cluster.is_running()) == ([], False)

    def _collect(self):
        self.said += self.process.stdout.read().decode()
        self.process.stdout.close()
        self.process.wait()


class Prepared:
    """A folder as a first start leaves it, for installations whose subject is not the first start."""

    def __init__(self, folder):
        self.var_dir, password = folder / "var", folder / "password"
        with open(folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the first of several processes prepares it for all
            if not password.exists():
                password.write_text(self._make())
        self.password = password.read_text()

    def copy_to(self, var_dir):
        # With owners and modes, which shutil does not keep.
        subprocess.run(["cp", "-a", self.var_dir, var_dir], check=True)
        (var_dir / "prepared").write_text(prepare.fingerprint(var_dir))
        return Installation(var_dir)

    def _make(self):
        """Returns the password of the demo user."""
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        done = subprocess.run(
            [sys.executable, "-c", PREPARE],
            cwd=CHECKOUT,
            env=inherited | {"VAR_DIR": str(self.var_dir), "DJANGO_SETTINGS_MODULE": "autoreach.settings"},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return re.search(r"password (\S+)", done.stdout)[1]


def answer(address):
    with urllib.request.urlopen(address) as response:
        return response.status


def free_port():
    """Outside the range from which the system hands out ports by itself, so that no client takes it before we do."""
    while True:
        port = SystemRandom().randrange(10_000, 30_000)  # pytest-randomly seeds the other generator alike everywhere
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port

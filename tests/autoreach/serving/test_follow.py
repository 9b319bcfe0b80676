import subprocess
import sys

import psutil
import pytest

SLEEPER = ["-c", "import time; print('ready', flush=True); time.sleep(300)"]
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "autoreach.serving.follow", *sys.argv[1:]])
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_a_process_ends_with_the_one_that_started_it():
    parent = subprocess.Popen([sys.executable, "-c", PARENT, *SLEEPER], stdout=subprocess.PIPE, text=True)
    with parent:
        child = psutil.Process(int(parent.stdout.readline()))
        assert parent.stdout.readline() == "ready\n"
        parent.kill()
        _, alive = psutil.wait_procs([child], timeout=60)
    assert alive == []


def test_it_becomes_the_program_it_is_given():
    done = subprocess.run(
        [sys.executable, "-m", "autoreach.serving.follow", "-c", "import sys; sys.exit(len(sys.argv))", "a", "b"]
    )
    assert done.returncode == 3

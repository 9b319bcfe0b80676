"""Run Python with the given arguments, so that on Linux it is told to stop when the process that started it dies.

A supervisor that was killed can stop nothing, and what it leaves behind would hold the port and the queue. What the
program's own master left behind when it was killed is ended here too, before the next one starts.
"""

import ctypes
import os
import signal
import sys

from autoreach.serving.sole_run import MARK, PROGRAM, end_leftovers

PR_SET_PDEATHSIG = 1


def main(arguments):
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.environ.get(MARK) and os.environ.get(PROGRAM):
        end_leftovers(os.environ[MARK], program=os.environ[PROGRAM])
    if os.getppid() == parent:
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])

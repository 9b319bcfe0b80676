"""Starts the process that reads a file in a tenth of the time: as a fork of one that has loaded its modules."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from functools import cache
from threading import Lock

from leads.sources.csv import reader
from leads.sources.csv.pipes import ROOT

NUMBER_BYTES = 8
lock = Lock()


class ForkedReader:
    """What `pipes.started` returns, as far as `reading` uses it."""

    def __init__(self, module, request, *, stdin):
        assert module == reader.__name__
        (asked, ask), (answers, answer) = os.pipe(), os.pipe()
        self._reports, report = socket.socketpair()
        with lock:
            socket.send_fds(server(), [b"."], [asked, stdin.fileno(), answer, report.fileno()])
        report.close()
        for end in (asked, answer):
            os.close(end)
        self.stdout = os.fdopen(answers, "rb")
        with os.fdopen(ask, "w") as pipe:
            self._group = self._reported()
            if not self._group:  # a signal to group 0 would end the tests
                self.communicate()
                raise ChildProcessError("The process that reads a file did not start.")
            pipe.write(request)

    def kill(self):
        os.killpg(self._group, signal.SIGKILL)

    def wait(self):
        return self._reported()

    def communicate(self):
        self.stdout.close()
        while self._reports.recv(NUMBER_BYTES):  # until both processes are gone
            pass
        self._reports.close()

    def _reported(self):
        return int.from_bytes(self._reports.recv(NUMBER_BYTES, socket.MSG_WAITALL), "big", signed=True)


@cache
def server():
    """The connection to the process that forks; it ends when this one does."""
    ours, its = socket.socketpair()
    process = subprocess.Popen([sys.executable, "-m", __name__], cwd=ROOT, stdin=its)
    its.close()

    def stop():
        ours.close()
        process.wait()

    atexit.register(stop)
    return ours


def serve(control):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no process waits for those that wait for a reader
    while ends := socket.recv_fds(control, 1, 4)[1]:
        if not os.fork():
            control.close()
            in_child(report_on, *ends)
        for end in ends:
            os.close(end)


def report_on(request, file, sink, report):
    """Tell the group of this process and of the one that reads, then how that ended. Ends when it is killed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    reports = socket.socket(fileno=report)
    child = os.fork()
    if not child:
        reports.close()
        in_child(read, request, file, sink)
    for end in (request, file, sink):
        os.close(end)
    reports.send(os.getpid().to_bytes(NUMBER_BYTES, "big"))
    _, status = os.waitpid(child, 0)
    reports.send(os.waitstatus_to_exitcode(status).to_bytes(NUMBER_BYTES, "big", signed=True))
    reports.recv(1)  # as long as the tests may still kill the group, no other one gets its number


def read(request, file, sink):
    with os.fdopen(request) as asked, os.fdopen(file, "rb") as source, os.fdopen(sink, "wb") as answers:
        reader.main(json.load(asked), source, answers)


def in_child(do, *arguments):
    status = 1
    try:
        do(*arguments)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve(socket.socket(fileno=0))

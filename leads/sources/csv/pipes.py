"""Python processes that this one starts, and the messages they exchange.

No multiprocessing: workers of the task queue are daemons, which may have no children of that kind.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LENGTH_BYTES = 8


def started(module, *arguments, stdin=subprocess.PIPE):
    """A process that ends with this one, however that ends: it reads from or writes to a pipe that closes then."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE)


def send(stream, body):
    stream.write(len(body).to_bytes(LENGTH_BYTES, "big"))
    stream.write(body)
    stream.flush()


def receive(stream):
    """The next message, or None where the stream ends before it does."""
    length = stream.read(LENGTH_BYTES)
    size = int.from_bytes(length, "big")
    body = stream.read(size) if len(length) == LENGTH_BYTES else b""
    return body if body and len(body) == size else None

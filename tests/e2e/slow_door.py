"""A way to the installation that can be slow for one person, or closed."""

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PATIENCE = 30
PASSED = ("Authorization", "Content-Type", "Host")


class Door(ThreadingHTTPServer):
    """Requests whose address holds a word of `held` wait until `release`; a closed door answers nothing."""

    daemon_threads = True

    def __init__(self, behind):
        super().__init__(("127.0.0.1", 0), Passage)
        self.behind = urlsplit(behind).netloc
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.held, self.answered, self.is_open, self.arrived = {}, {}, True, []

    def hold(self, word):
        self.held[word], self.answered[word] = threading.Event(), threading.Event()

    def release(self, word):
        """Until the answer to what was held is sent."""
        self.held[word].set()
        assert self.answered[word].wait(PATIENCE)

    def wait_for(self, path):
        self.arrived.append(path)
        for word, released in self.held.items():
            if word in path:
                released.wait(PATIENCE)

    def note_answer(self, path):
        for word, answered in self.answered.items():
            if word in path:
                answered.set()


class Passage(BaseHTTPRequestHandler):
    def pass_on(self):
        door = self.server
        if not door.is_open:
            return self.connection.close()
        door.wait_for(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection(door.behind, timeout=PATIENCE)
        try:
            headers = {name: self.headers[name] for name in PASSED if name in self.headers}
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.send_response(answer.status)
        for name in ("Content-Type", "Retry-After"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        door.note_answer(self.path)

    do_GET = do_POST = pass_on

    def log_message(self, *args):
        """Says nothing into the tests' output."""


@contextmanager
def door_to(behind):
    with Door(behind) as door:
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield door
        door.shutdown()
        thread.join()

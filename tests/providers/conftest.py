"""A server that answers what a test lays out for it, and remembers what it was asked."""

import json
import threading
import time
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from autoreach.providers.ai.client import AI
from autoreach.providers.http import Limits
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.x.client import X

# A busy machine may take seconds for an answer; only where one is kept waiting on purpose is the patience short.
LIMITS = Limits(connect=5, read=10, total=20, attempts=3, pause=0.01, max_bytes=4 << 20)
IMPATIENT = replace(LIMITS, read=0.2)


@dataclass
class Canned:
    """`cut` promises more bytes than come, `delay` waits before the answer, `silent` until the client hangs up,
    `drip` sends a byte at a time."""

    body: object = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    cut: bool = False
    drop: bool = False
    delay: float = 0
    silent: bool = False
    drip: bool = False

    @property
    def limits(self):
        if self.drip:
            return replace(LIMITS, total=0.5)
        return IMPATIENT if self.silent else LIMITS

    def content(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Asked:
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict
    body: object

    def __getitem__(self, name):
        return dict(self.query)[name]


def arrived(count, expected):
    """How many requests there were. One whose client waits no longer may arrive after the client's error."""
    deadline = time.monotonic() + LIMITS.total
    while count() < expected and time.monotonic() < deadline:
        time.sleep(0.01)
    return count()


class Wire:
    def __init__(self):
        self.answers, self.asked, self.connections = [], [], set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # clients that hang up are what some tests are about
        self._lock = threading.Lock()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def will(self, *answers):
        """Answer in turn; the last one again and again."""
        self.answers = [answer if isinstance(answer, Canned) else Canned(answer) for answer in answers]
        return self

    def count(self, expected):
        return arrived(lambda: len(self.asked), expected)

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _next(self):
        with self._lock:
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def _handler(wire):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                address = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                query = parse_qsl(address.query, keep_blank_values=True)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, address.path, query, headers, json.loads(body) if body else None)
                wire.asked.append(asked)
                wire.connections.add(self.client_address)
                self.answer(wire._next())

            do_GET = do_POST = handle_any

            def answer(self, canned):
                time.sleep(canned.delay)
                if canned.silent:
                    self.connection.recv(1)
                if canned.drop or canned.silent:
                    self.close_connection = True
                    return
                content = canned.content()
                self.send_response_only(canned.status)
                headers = {"content-type": "application/json", **canned.headers}
                headers["content-length"] = str(len(content) + (500 if canned.cut else 0))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.send_body(content, canned)
                except OSError:
                    self.close_connection = True

            def send_body(self, content, canned):
                if canned.drip:
                    for position in range(len(content)):
                        self.wfile.write(content[position : position + 1])
                        time.sleep(0.05)
                else:
                    self.wfile.write(content)
                self.close_connection = self.close_connection or canned.cut

            def log_message(self, *arguments):
                pass

        return Handler


@pytest.fixture
def wire():
    server = Wire()
    yield server
    server.close()


@pytest.fixture
def x(wire):
    return X(token="a-token", base_url=wire.url, limits=LIMITS)


@pytest.fixture
def linkedin(wire):
    return LinkedIn(api_key="a-key", account_id="acc_1", base_url=wire.url, limits=LIMITS)


@pytest.fixture
def ai_at(wire):
    def build(**options):
        known = {"model": "gpt-6-luna", "embedding_model": "text-embedding-3-small", "limits": LIMITS}
        return AI(api_key="a-key", base_url=f"{wire.url}/v1", **known | options)

    return build


@pytest.fixture
def ai(ai_at):
    return ai_at()

"""The page that needs no database, and a server for it while nothing else runs yet."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from django.template import Engine

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SECONDS = 5
DISK_FULL = "The server's disk is full."
NO_DATABASE = "The database does not answer. It is being started again."


def page(reason: str) -> str:
    return Engine(dirs=[ROOT / "templates"]).render_to_string("503.html", {"reason": reason, "seconds": str(SECONDS)})


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = (ROOT / self.path.partition("?")[0].lstrip("/")).resolve()
        if path.is_relative_to(STATIC) and path.is_file():
            self.answer(200, path.read_bytes(), mimetypes.guess_type(path)[0] or "application/octet-stream")
        else:
            self.answer(503, page(DISK_FULL).encode(), "text/html; charset=utf-8")

    do_POST = do_HEAD = do_GET

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if status == 503:
            self.send_header("Retry-After", str(SECONDS))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments):
        """The terminal is for what a person must know."""


@contextmanager
def served(host: str, port: int) -> Iterator[None]:
    with ThreadingHTTPServer((host, port), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()

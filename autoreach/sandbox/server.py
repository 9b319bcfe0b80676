"""HTTP/1.1 on one asyncio loop: no threads and no locks, so counters are exact and waiting costs nothing."""

import asyncio
import sys
import threading
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import unquote
from uuid import uuid4

from autoreach.sandbox.app import App
from autoreach.sandbox.http_messages import Reply, Request

LARGEST_HEAD, LARGEST_BODY = 64 * 1024, 16 * 1024 * 1024
REASONS = {status.value: status.phrase for status in HTTPStatus}


class BadRequest(Exception):
    pass


class Connection(asyncio.Protocol):
    def __init__(self, app, open_transports):
        self.app, self.open_transports = app, open_transports
        self.buffer = bytearray()
        self.transport = None
        self.waiting = False

    def connection_made(self, transport):
        self.transport = transport
        self.open_transports.add(transport)

    def connection_lost(self, _):
        self.open_transports.discard(self.transport)

    def data_received(self, data):
        self.buffer += data
        if not self.waiting:
            self._take_requests()

    def _take_requests(self):
        while not self.waiting and not self.transport.is_closing():
            try:
                request = self._next_request()
            except BadRequest as error:
                self._send(Reply({"error": str(error)}, 400, hang_up=False), keep_alive=False)
                return
            if request is None:
                return
            self._handle(request)

    def _next_request(self):
        """The next complete request, taken out of the buffer, or None."""
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self.buffer) > LARGEST_HEAD:
                raise BadRequest("the header is too long")
            return None
        lines = self.buffer[:end].decode("latin-1").split("\r\n")
        try:
            method, target, _ = lines[0].split(" ")
            headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
            length = int(headers.get("content-length", 0))
        except ValueError:
            raise BadRequest("this is not HTTP/1.1") from None
        if length > LARGEST_BODY or "transfer-encoding" in headers:
            raise BadRequest("send a body of at most 16 MB with its Content-Length")
        total = end + 4 + length
        if len(self.buffer) < total:
            if headers.get("expect") == "100-continue":
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            return None
        body = bytes(self.buffer[end + 4 : total])
        del self.buffer[:total]
        path, _, query = target.partition("?")
        return Request(method, unquote(path), query, headers, body)

    def _handle(self, request):
        try:
            reply = self.app.answer(request)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            reply = Reply({"error": f"the sandbox failed: {error!r}"}, 500)
        keep_alive = request.headers.get("connection", "").lower() != "close"
        if reply.delay:
            self.waiting = True
            asyncio.get_running_loop().call_later(reply.delay, self._send_late, reply, keep_alive)
        else:
            self._send(reply, keep_alive=keep_alive)

    def _send_late(self, reply, keep_alive):
        self.waiting = False
        if not self.transport.is_closing():
            self._send(reply, keep_alive=keep_alive)
            self._take_requests()

    def _send(self, reply, *, keep_alive):
        if reply.hang_up:
            self.transport.abort()
            return
        body = reply.body()
        head = [
            f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, '')}",
            f"content-type: {reply.content_type}",
            f"content-length: {len(body)}",
            f"x-request-id: req_{uuid4().hex}",
            *(f"{name}: {value}" for name, value in reply.headers.items()),
        ]
        if not keep_alive:
            head.append("connection: close")
        sent = body if reply.cut is None else body[: reply.cut]
        self.transport.write("\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + sent)
        if reply.cut is not None or not keep_alive:
            self.transport.close()


async def _listen(app, host, port, open_transports):
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: Connection(app, open_transports), host, port, backlog=2048)


def warm_up(app):
    """Work out now what the first questions would have to wait for."""
    _ = app.world.posts.answers


def serve(app, *, host, port, ready):
    async def run():
        server = await _listen(app, host, port, set())
        ready(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    asyncio.run(run())


@contextmanager
def running(app=None, *, host="127.0.0.1"):
    """A sandbox on a free port in a thread of this process; gives its address and its App."""
    app = app or App()
    loop, port, started, open_transports = asyncio.new_event_loop(), [], threading.Event(), set()

    def work():
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(_listen(app, host, 0, open_transports))
        port.append(server.sockets[0].getsockname()[1])
        # Not before the loop runs, which would not hear a stop that comes earlier.
        loop.call_soon(started.set)
        loop.run_forever()
        server.close()
        loop.run_until_complete(_hang_up_everywhere(open_transports))
        loop.close()

    thread = threading.Thread(target=work, name="sandbox", daemon=True)
    thread.start()
    started.wait()
    try:
        yield f"http://{host}:{port[0]}", app
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _hang_up_everywhere(open_transports):
    """Close what clients keep alive, so that no socket is left to the garbage collector."""
    for transport in list(open_transports):
        transport.abort()
    await asyncio.sleep(0)

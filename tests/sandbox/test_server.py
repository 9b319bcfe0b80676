import http.client
import json
import select
import socket
import sys
import time

import pytest

from autoreach.sandbox.app import App
from autoreach.sandbox.server import running
from tests.sandbox.provider_calls import get, send


@pytest.mark.parametrize(
    ("fault", "kind", "readable"),
    [("malformed", "application/json", False), ("empty", "application/json", False), ("html", "text/html", False)],
)
def test_a_spoilt_body_comes_with_status_200(wire, fault, kind, readable):
    response = get(wire, fault)
    body = response.read()
    assert (response.status, response.headers["content-type"]) == (200, kind)
    with pytest.raises(ValueError):
        json.loads(body)


def test_an_answer_does_not_wait_for_a_slower_one(app):
    with running(app) as (url, _):
        slow, fast = (http.client.HTTPConnection(url.removeprefix("http://"), timeout=60) for _ in range(2))
        send(slow, "timeout;seconds=300")
        names = {json.loads(get(fast).read())["data"]["username"] for _ in range(40)}
        answered, _, _ = select.select([slow.sock], [], [], 0)
        slow.close()
        fast.close()
    assert (names, answered, app.calls.total) == ({"eager_sbx"}, [], 41)


def test_what_is_no_http_is_refused(app):
    with running(app) as (url, _):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        connection.request("GET", "/sandbox", headers={"Transfer-Encoding": "chunked"})
        response = connection.getresponse()
        said = json.loads(response.read())
        connection.close()
    assert (response.status, said["error"]) == (400, "send a body of at most 16 MB with its Content-Length")


@pytest.fixture
def line(app):
    """A bare connection: what is written goes out as it is."""
    with running(app) as (url, _):
        host, _, port = url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            yield connection


ABOUT = b"GET /sandbox HTTP/1.1\r\nHost: a\r\n"


def heads(line, count):
    """(status, headers, body) of so many answers."""
    stream, answers = line.makefile("rb"), []
    for _ in range(count):
        status = int(stream.readline().split()[1])
        headers = {}
        while (row := stream.readline().decode().strip()) != "":
            name, _, value = row.partition(": ")
            headers[name] = value
        answers.append((status, headers, stream.read(int(headers.get("content-length", 0)))))
    return answers


def test_requests_sent_together_are_answered_one_after_the_other(line):
    line.sendall(ABOUT + b"\r\n" + b"GET /sandbox/faults HTTP/1.1\r\n\r\n" + b"GET /nowhere HTTP/1.1\r\n\r\n")
    answers = heads(line, 3)
    assert [status for status, *_ in answers] == [200, 200, 404]
    assert json.loads(answers[1][2]) == {"faults": []}


def test_a_request_may_come_in_pieces(line):
    body = b'{"seconds": 0}'
    line.sendall(b"POST /sandbox/latency HTTP/1.1\r\nContent-")
    line.sendall(b"Length: %d\r\n\r\n%s" % (len(body), body[:4]))
    assert select.select([line], [], [], 0.1)[0] == []
    line.sendall(body[4:])
    assert heads(line, 1)[0][2] == b'{"seconds":0.0}'


def test_each_answer_has_its_length_its_kind_and_an_id(line):
    line.sendall(ABOUT + b"\r\n" + ABOUT + b"\r\n")
    (_, first, body), (_, second, _) = heads(line, 2)
    assert (first["content-type"], int(first["content-length"])) == ("application/json", len(body))
    ids = [headers["x-request-id"] for headers in (first, second)]
    assert (len(set(ids)), {each[:4] for each in ids}, "connection" in first) == (2, {"req_"}, False)


def test_a_connection_is_closed_where_the_client_asks_for_it(line):
    line.sendall(ABOUT + b"Connection: close\r\n\r\n")
    (answer,) = heads(line, 1)
    assert (answer[1]["connection"], line.recv(1)) == ("close", b"")


def test_a_client_that_waits_is_told_to_go_on(line):
    line.sendall(b"POST /sandbox/latency HTTP/1.1\r\nContent-Length: 14\r\nExpect: 100-continue\r\n\r\n")
    assert heads(line, 1)[0][0] == 100
    line.sendall(b'{"seconds": 0}')
    assert heads(line, 1)[0][0] == 200


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (b"HELLO\r\n\r\n", "this is not HTTP/1.1"),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", "this is not HTTP/1.1"),
        (b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n", "this is not HTTP/1.1"),
        (b"GET /" + b"a" * 70_000, "the header is too long"),
        (
            b"POST / HTTP/1.1\r\nContent-Length: 16777217\r\n\r\n",
            "send a body of at most 16 MB with its Content-Length",
        ),
    ],
)
def test_a_request_that_cannot_be_read_ends_the_connection(line, written, complaint):
    line.sendall(written)
    ((status, headers, body),) = heads(line, 1)
    assert (status, json.loads(body), headers["connection"]) == (400, {"error": complaint}, "close")


def test_a_path_is_read_without_its_percent_signs(app, line):
    line.sendall(b"GET /2/users/by/username/eager%5Fsbx?a=%20 HTTP/1.1\r\nAuthorization: Bearer t\r\n\r\n")
    assert json.loads(heads(line, 1)[0][2])["data"]["username"] == "eager_sbx"
    assert app.calls.kept[0].path == "/2/users/by/username/eager_sbx?a=%20"


def test_an_error_of_the_sandbox_s_own_is_a_500(app, line, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    app.faults.rules = [None]
    line.sendall(b"GET /2/users HTTP/1.1\r\nAuthorization: Bearer t\r\n\r\n")
    ((status, _, body),) = heads(line, 1)
    assert (status, json.loads(body)["error"].startswith("the sandbox failed: AttributeError")) == (500, True)


def test_a_late_answer_comes_before_the_one_to_the_next_question(line):
    slow = b"GET /2/users/by/username/eager_sbx HTTP/1.1\r\nAuthorization: Bearer fault-slow;seconds=0.2\r\n\r\n"
    started = time.monotonic()
    line.sendall(slow + ABOUT + b"\r\n")
    first, second = heads(line, 2)
    assert (b"eager_sbx" in first[2], b'"people"' in second[2], time.monotonic() - started >= 0.2) == (True, True, True)


def test_it_stops_however_soon_after_its_start():
    app = App()
    for _ in range(200):
        with running(app) as (url, _):
            assert url.startswith("http://127.0.0.1:")

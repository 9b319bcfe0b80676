import http.client
import json
import select

import pytest

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
        slow, fast = (http.client.HTTPConnection(url.removeprefix("http://"), timeout=30) for _ in range(2))
        send(slow, "timeout;seconds=300")
        names = {json.loads(get(fast).read())["data"]["username"] for _ in range(40)}
        answered, _, _ = select.select([slow.sock], [], [], 0)
        slow.close()
        fast.close()
    assert (names, answered, app.calls.total) == ({"eager_sbx"}, [], 41)


def test_what_is_no_http_is_refused(app):
    with running(app) as (url, _):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=2)
        connection.request("GET", "/sandbox", headers={"Transfer-Encoding": "chunked"})
        assert connection.getresponse().status == 400
        connection.close()

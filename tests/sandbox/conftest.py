import http.client
import json
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from autoreach.sandbox.app import App
from autoreach.sandbox.http_messages import Request
from autoreach.sandbox.server import running
from autoreach.sandbox.world import World

KEYS = {"authorization": "Bearer a-token", "x-api-key": "a-key"}


@dataclass
class Got:
    status: int
    payload: object
    headers: dict
    reply: object

    def __getitem__(self, name):
        return self.payload[name]


class Client:
    """Asks the application itself, without a socket between."""

    def __init__(self, app):
        self.app = app

    def __call__(self, path, body=None, *, method=None, headers=None, **query):
        content = b"" if body is None else json.dumps(body).encode()
        given = KEYS | (headers or {})
        kept = {name: value for name, value in given.items() if value is not None}
        request = Request(method or ("GET" if body is None else "POST"), path, urlencode(query), kept, content)
        reply = self.app.answer(request)
        try:
            payload = json.loads(reply.body())
        except ValueError:
            payload = None
        return Got(reply.status, payload, reply.headers, reply)

    def linkedin(self, path, body=None, **query):
        return self(f"/api/v1{path}", body, account_id="acc_1", **query)


@pytest.fixture(scope="session")
def world():
    return World(people=6000, companies=1200)


@pytest.fixture
def app(world):
    app = App(world)
    app.world = world
    return app


@pytest.fixture
def ask(app):
    return Client(app)


@pytest.fixture
def wire(app):
    with running(app) as (url, _):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
        yield connection
        connection.close()

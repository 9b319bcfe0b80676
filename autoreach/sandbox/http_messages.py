"""A request as it came, and the reply as it will go out."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qs

JSON = "application/json"


@dataclass
class Request:
    method: str
    path: str
    query_string: str = ""
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    fault: str = ""

    @cached_property
    def query(self):
        return parse_qs(self.query_string, keep_blank_values=True) if self.query_string else {}

    def first(self, name, default=None):
        values = self.query.get(name)
        return values[0] if values else default

    @property
    def bearer_token(self):
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @cached_property
    def json(self):
        """The body as JSON, or None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(slots=True)
class Reply:
    """`units` is how much was read, `objects` the ids of what X charges for; `cut` sends so many bytes and hangs up."""

    payload: object = None
    status: int = 200
    headers: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)
    content_type: str = JSON
    delay: float = 0
    cut: int | None = None
    hang_up: bool = False

    def body(self):
        if isinstance(self.payload, bytes):
            return self.payload
        return json.dumps(self.payload, separators=(",", ":")).encode()


class Refused(Exception):
    """Raised by a handler instead of returning, where the answer is an error."""

    def __init__(self, reply):
        super().__init__(reply.status)
        self.reply = reply

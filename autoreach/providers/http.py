"""The one place where bytes from a provider become a readable answer or a typed error."""

import json
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import quote, urlencode

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

# requests says ConnectionError of a refused connection and of one that broke; only its cause tells what may be charged.
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationValueError, NewConnectionError, ProxyError

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutOfCredits,
    ProviderError,
    RateLimited,
    Unavailable,
)
from autoreach.providers.reset_times import retry_after
from autoreach.providers.results import RateLimit, Reply, Usage

CHUNK = 1 << 16
# Seconds before a request is sent again.
LONGEST_PAUSE = 8

NEVER_SENT = (
    ConnectTimeoutError,
    NewConnectionError,
    ProxyError,
    LocationValueError,
    requests.exceptions.InvalidURL,
)

BY_STATUS = {
    400: InvalidRequest,
    401: AuthFailed,
    402: OutOfCredits,
    403: AuthFailed,
    404: NotFound,
    405: NotSupported,
    408: Unavailable,
    410: NotFound,
    413: InvalidRequest,
    414: InvalidRequest,
    422: InvalidRequest,
    429: RateLimited,
    500: Unavailable,
    501: NotSupported,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is not 2xx. `payload` is {} where the body is not a JSON object."""

    status: int
    payload: dict
    headers: Mapping[str, str]
    readable: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a provider reads a failure; `resume_at` matters for RateLimited only."""

    kind: type[ProviderError]
    message: str
    code: str = ""
    resume_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one call: seconds to connect, for the next byte, and in all; requests, and seconds before the second."""

    connect: float = 5
    read: float = 20
    total: float = 45
    attempts: int = 3
    pause: float = 0.5
    max_bytes: int = 8 << 20
    connections: int = 256


LIMITS = Limits()


def backoff(pause: float, attempt: int) -> float:
    return random.uniform(0.5, 1) * min(pause * 2 ** (attempt - 1), LONGEST_PAUSE)


class Repeatable(Exception):
    """Carries an error past which the same request may be sent again."""

    def __init__(self, error):
        self.error = error


def ignore(*_) -> None:
    return None


class Http:
    """A pool of connections to one provider, shared by any number of threads.

    `permit(operation)` is asked before every request, repetitions included; it may wait or raise RateLimited.
    `judge(failure)` and `allowance(operation, headers)` hold what differs between providers; `patience` is the
    wait after a 429 that names no time. Without a flat rate, what a call cost that got no answer is unknown.
    """

    def __init__(
        self,
        *,
        provider: str,
        base_url: str,
        headers: Mapping[str, str],
        judge: Callable[[Failure], Verdict | None] = ignore,
        allowance: Callable[[str, Mapping[str, str]], RateLimit | None] = ignore,
        permit: Callable[[str], None] = ignore,
        repeat_on: frozenset[int] = frozenset({502, 503, 504}),
        patience: timedelta = timedelta(minutes=1),
        limited_by_operation: bool = False,
        flat_rate: bool = False,
        limits: Limits = LIMITS,
    ):
        self.provider = provider
        self.base_url = base_url.rstrip("/")
        self.permit = permit
        self._judge, self._allowance = judge, allowance
        self._repeat_on, self._patience, self._limits = repeat_on, patience, limits
        self._limited_by_operation, self._flat_rate = limited_by_operation, flat_rate
        self._session = new_session(self.base_url, limits)
        self._session.headers.update({"accept": "application/json", "accept-encoding": "gzip", **headers})

    def get(self, operation: str, path: str, query: Sequence[tuple[str, object]] = ()) -> Reply:
        return self._call("GET", operation, path, query)

    def post(self, operation: str, path: str, query: Sequence[tuple[str, object]], body: dict) -> Reply:
        return self._call("POST", operation, path, query, json.dumps(body).encode())

    def _call(self, method, operation, path, query, body=None):
        url = f"{self.base_url}{path}"
        if query:
            url = f"{url}?{urlencode(query, quote_via=quote, safe=',', errors='replace')}"
        uncertain, deadline = False, time.monotonic() + self._limits.total
        for attempt in range(1, self._limits.attempts + 1):
            usage = Usage(self.provider, operation, calls=attempt)
            try:
                self.permit(operation)
                return self._once(method, url, body, usage, deadline)
            except ProviderError as error:
                self._account_for(error, uncertain)
                raise
            except Repeatable as again:
                error = self._account_for(again.error, uncertain)
                uncertain = error.uncertain
                if attempt == self._limits.attempts or time.monotonic() > deadline:
                    raise error from again.__cause__
                time.sleep(backoff(self._limits.pause, attempt))

    def _account_for(self, error, uncertain):
        error.uncertain = error.uncertain or uncertain
        if error.uncertain and not self._flat_rate:
            error.usage = replace(error.usage, cost_usd=None)
        return error

    def _once(self, method, url, body, usage, deadline):
        try:
            response = self._session.send(
                self._prepared(method, url, body),
                timeout=(self._limits.connect, self._limits.read),
                stream=True,
                allow_redirects=False,
            )
            content = self._read(response, deadline, usage)
        except (requests.RequestException, HTTPError) as error:
            cause = cause_of(error)
            if isinstance(cause, NEVER_SENT):
                raise Repeatable(Unavailable(f"no connection ({type(cause).__name__})", usage=usage)) from error
            broken = Unavailable(f"the connection broke ({type(cause).__name__})", usage=usage, uncertain=True)
            raise (Repeatable(broken) if method == "GET" else broken) from error
        return self._decode(method, response, content, usage)

    def _prepared(self, method, url, body):
        """The request, without merging settings of which the session has none: that takes a fifth of a call."""
        headers = {**self._session.headers, **({"content-type": "application/json"} if body else {})}
        request = requests.PreparedRequest()
        request.prepare(method=method, url=url, headers=headers, data=body)
        return request

    def _read(self, response, deadline, usage):
        received = bytearray()
        try:
            while chunk := response.raw.read1(CHUNK, decode_content=True):
                received += chunk
                if len(received) > self._limits.max_bytes:
                    raise InvalidAnswer(
                        f"the answer is larger than {self._limits.max_bytes} bytes",
                        usage=usage,
                        status=response.status_code,
                        uncertain=True,
                    )
                if time.monotonic() > deadline:
                    raise Unavailable("the answer took too long", usage=usage, uncertain=True)
        except BaseException:
            response.close()
            raise
        response.raw.release_conn()
        return received

    def _decode(self, method, response, content, usage):
        payload = parse_object(content)
        headers = response.headers
        usage = replace(usage, request_id=headers.get("x-request-id") or headers.get("x-transaction-id") or "")
        if 200 <= response.status_code < 300 and payload is not None:
            return Reply(payload, usage, self._allowance(usage.operation, headers))
        if 200 <= response.status_code < 400:
            kind = headers.get("content-type", "no content type")
            wrong = InvalidAnswer(
                f"not a JSON object: {len(content)} bytes of {kind}",
                usage=usage,
                status=response.status_code,
                uncertain=True,
            )
            raise Repeatable(wrong) if method == "GET" and response.status_code < 300 else wrong
        error = self._error(Failure(response.status_code, payload or {}, headers, payload is not None), usage)
        raise Repeatable(error) if method == "GET" and response.status_code in self._repeat_on else error

    def _error(self, failure, usage):
        verdict = self._judge(failure) or default_verdict(failure)
        details = {"usage": usage, "status": failure.status, "code": verdict.code}
        if verdict.kind is RateLimited:
            named = retry_after(failure.headers) or verdict.resume_at
            resume_at = named or datetime.now(UTC) + self._patience
            scope = usage.operation if self._limited_by_operation else "*"
            return RateLimited(verdict.message, resume_at=resume_at, scope=scope, **details)
        return verdict.kind(verdict.message, uncertain=failure.status == 504, **details)


def default_verdict(failure: Failure) -> Verdict:
    kind = BY_STATUS.get(failure.status, Unavailable if failure.status >= 500 else InvalidRequest)
    if not failure.readable and failure.status not in (401, 402, 429):
        kind = Unavailable  # written by a proxy in front of the API
    return Verdict(kind, phrase(failure.status))


def phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def parse_object(content) -> dict | None:
    try:
        payload = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def cause_of(error: Exception) -> Exception:
    """What happened on the wire, out of what the library has wrapped it in."""
    inner = error.args[0] if error.args and isinstance(error.args[0], HTTPError) else error
    return getattr(inner, "reason", None) or inner


def new_session(base_url: str, limits: Limits) -> requests.Session:
    """Through the proxy that the environment names for this host, as other programs do."""
    session = requests.Session()
    session.trust_env = False  # what .netrc knows of the host would take the key's place
    session.proxies = get_environ_proxies(base_url)
    session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.mount(base_url, HTTPAdapter(pool_maxsize=limits.connections))
    return session

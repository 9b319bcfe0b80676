"""The one place where bytes from a provider become a readable answer or a typed error."""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError, ProxyError

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
from autoreach.providers.results import RateLimit, Reply, Usage

LONGEST_WAIT = timedelta(days=1)
CLOCK_TOLERANCE = timedelta(seconds=5)
CHUNK = 1 << 16

NEVER_SENT = (ConnectTimeoutError, NewConnectionError, NameResolutionError, ProxyError)

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
    return random.uniform(0.5, 1) * min(pause * 2 ** (attempt - 1), 8)


class Repeatable(Exception):
    """Carries an error past which the same request may be sent again."""

    def __init__(self, error):
        self.error = error


def ignore(*_):
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
        self._headers = {"accept": "application/json", "accept-encoding": "gzip", **headers}
        self._limited_by_operation, self._flat_rate = limited_by_operation, flat_rate
        self._pool = connection_pool(self.base_url, limits)

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
            response = self._pool.request(
                method,
                url,
                body=body,
                headers={**self._headers, "content-type": "application/json"} if body else self._headers,
                timeout=urllib3.Timeout(connect=self._limits.connect, read=self._limits.read),
                preload_content=False,
                redirect=False,
                retries=False,
            )
            content = self._read(response, deadline, usage)
        except NEVER_SENT as error:
            raise Repeatable(Unavailable(f"no connection ({type(error).__name__})", usage=usage)) from error
        except HTTPError as error:
            broken = Unavailable(f"the connection broke ({type(error).__name__})", usage=usage, uncertain=True)
            raise (Repeatable(broken) if method == "GET" else broken) from error
        return self._decode(method, response, content, usage)

    def _read(self, response, deadline, usage):
        received = bytearray()
        try:
            while chunk := response.read1(CHUNK):
                received += chunk
                if len(received) > self._limits.max_bytes:
                    raise InvalidAnswer(
                        f"the answer is larger than {self._limits.max_bytes} bytes",
                        usage=usage,
                        status=response.status,
                        uncertain=True,
                    )
                if time.monotonic() > deadline:
                    raise Unavailable("the answer took too long", usage=usage, uncertain=True)
        except BaseException:
            response.close()
            raise
        response.release_conn()
        return received

    def _decode(self, method, response, content, usage):
        payload = parse_object(content)
        headers = response.headers
        usage = replace(usage, request_id=headers.get("x-request-id") or headers.get("x-transaction-id") or "")
        if 200 <= response.status < 300 and payload is not None:
            return Reply(payload, usage, self._allowance(usage.operation, headers))
        if 200 <= response.status < 400:
            kind = headers.get("content-type", "no content type")
            wrong = InvalidAnswer(
                f"not a JSON object: {len(content)} bytes of {kind}",
                usage=usage,
                status=response.status,
                uncertain=True,
            )
            raise Repeatable(wrong) if method == "GET" and response.status < 300 else wrong
        error = self._error(Failure(response.status, payload or {}, headers, payload is not None), usage)
        raise Repeatable(error) if method == "GET" and response.status in self._repeat_on else error

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
        kind = Unavailable  # spoken by whatever stands in front of the API
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


def bounded(resume_at: datetime) -> datetime:
    """A wait no header can make endless: a reset in 2106 must not stop a provider for ever."""
    now = datetime.now(UTC)
    return min(max(resume_at, now + timedelta(seconds=1)), now + LONGEST_WAIT)


def reset_time(epoch: str | None, headers: Mapping[str, str]) -> datetime | None:
    """Unix seconds by the provider's clock, as a time by ours."""
    try:
        resets_at = datetime.fromtimestamp(float(epoch), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    ahead = clock_lead(headers)
    return bounded(resets_at - ahead if abs(ahead) > CLOCK_TOLERANCE else resets_at)


def clock_lead(headers: Mapping[str, str]) -> timedelta:
    theirs = http_date(headers.get("date"))
    return theirs - datetime.now(UTC) if theirs else timedelta(0)


def retry_after(headers: Mapping[str, str]) -> datetime | None:
    milliseconds, value = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds:
            return bounded(datetime.now(UTC) + timedelta(milliseconds=float(milliseconds)))
        return bounded(datetime.now(UTC) + timedelta(seconds=float(value or "")))
    except (ValueError, OverflowError):
        pass
    when = http_date(value)
    return bounded(when) if when else None


def http_date(value: str | None) -> datetime | None:
    try:
        when = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def connection_pool(base_url: str, limits: Limits) -> urllib3.PoolManager:
    """Through the proxy that the environment names for this host, as other programs do."""
    target = urlsplit(base_url)
    proxy = getproxies().get(target.scheme)
    if proxy and target.hostname and not proxy_bypass(target.hostname):
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        account = urlsplit(proxy)
        secret = f"{account.username}:{account.password or ''}" if account.username else None
        return urllib3.ProxyManager(
            proxy,
            maxsize=limits.connections,
            proxy_headers=urllib3.make_headers(proxy_basic_auth=secret) if secret else None,
        )
    return urllib3.PoolManager(maxsize=limits.connections)

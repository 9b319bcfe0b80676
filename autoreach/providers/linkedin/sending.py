"""How a question is sent to Unipile, and how what comes back is read: an object, a page of a list, found entries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from autoreach.providers.errors import InvalidAnswer
from autoreach.providers.http import LIMITS, Http, Limits, ignore
from autoreach.providers.linkedin.refusals import judge_v1, judge_v2
from autoreach.providers.linkedin.search_objects import read_hit
from autoreach.providers.linkedin.v1 import V1
from autoreach.providers.linkedin.v2 import V2
from autoreach.providers.reading import scrubbed
from autoreach.providers.results import Answer, Page, Reply

PAGE_MAX = 100
SEARCH_PAGE_MAX = 50  # of classic search

PATIENCE = timedelta(minutes=30)
# Of each version of Unipile: how it is asked, and how its refusals are judged.
VERSIONS = {1: (V1, judge_v1), 2: (V2, judge_v2)}


class Sending:
    def __init__(
        self, *, api_key: str, account_id: str, base_url: str, version: int = 1, permit=ignore, limits: Limits = LIMITS
    ):
        """`base_url` is a whole address, or the DSN of the dashboard ("api8.example.com:13851") in version 1."""
        dialect, judge = VERSIONS[version]
        self._dialect = dialect(account_id)
        self._http = Http(
            provider="linkedin",
            base_url=self._dialect.address(base_url),
            headers={"x-api-key": api_key},
            judge=judge,
            permit=permit,
            # A 500 is how LinkedIn's own throttling shows, so it is not asked again at once.
            repeat_on=frozenset({502, 503, 504}),
            patience=PATIENCE,
            flat_rate=True,
            limits=limits,
        )

    def _get(self, operation, path, query=(), actions=1):
        reply = self._http.get(operation, self._dialect.path(path), self._dialect.query([*query]))
        return replace(reply, usage=replace(reply.usage, units=actions))

    def _known(self, reply, value, proof):
        if not proof:
            raise InvalidAnswer("the object lacks its id", usage=reply.usage, status=200)
        return Answer(value, reply.usage, reply.limit)

    def _page(self, operation, path, read: Callable, *, limit, cursor, query=()):
        options = [*query, ("limit", clamp(limit, PAGE_MAX)), *self._dialect.paging(cursor)]
        reply = self._get(operation, path, options)
        return Answer(self._read_page(reply, read, cursor), reply.usage, reply.limit)

    def _search(self, category, body, limit, cursor):
        filters = {name: value for name, value in scrubbed(body).items() if value}
        return self._send_search(self._dialect.search(category, filters, cursor), limit, cursor)

    def _send_search(self, question, limit, cursor, *, most=SEARCH_PAGE_MAX):
        path, paging, body = question
        query = self._dialect.query([("limit", clamp(limit, most)), *paging])
        reply = self._http.post("search", self._dialect.path(path), query, body)
        reply = replace(reply, usage=replace(reply.usage, units=1))
        return Answer(self._read_page(reply, read_hit, cursor, searched=True), reply.usage, reply.limit)

    def _read_page(self, reply: Reply, read: Callable, cursor: str | None = None, *, searched: bool = False) -> Page:
        listed = self._dialect.page(reply.payload, cursor, searched=searched)
        if listed.entries is None:
            raise InvalidAnswer("a list without entries", usage=reply.usage, status=200)
        items = tuple(filter(None, (self._dialect.read(read, entry) for entry in listed.entries)))
        if listed.entries and not items:
            raise InvalidAnswer("none of the entries can be read", usage=reply.usage, status=200)
        missing = bool(listed.cursor) or (listed.total or 0) > listed.start
        return Page(items, listed.cursor, listed.total, throttled=not items and missing)


def clamp(limit: int, high: int) -> int:
    return min(max(limit, 1), high)

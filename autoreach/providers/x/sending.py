"""How a question is sent to X, what it is charged, and how users and posts are read from the answer."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from autoreach.providers.errors import (
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    Protected,
    RateLimited,
    Suspended,
    Unavailable,
)
from autoreach.providers.http import LIMITS, Http, Limits, ignore
from autoreach.providers.prices import Prices
from autoreach.providers.reading import first, part, parts, text
from autoreach.providers.reset_times import reset_time
from autoreach.providers.results import Page, Problem, RateLimit, Reply, Usage
from autoreach.providers.x.objects import read_post, read_problem, read_user
from autoreach.providers.x.refusals import about_us, judge

BATCH = 100
ID = re.compile(r"[0-9]{1,19}")
WINDOW = timedelta(minutes=15)

USER_FIELDS = (
    "created_at,description,entities,id,location,name,profile_image_url,protected,public_metrics,url,username,"
    "verified,verified_type"
)
POST_FIELDS = {
    "tweet": "author_id,conversation_id,created_at,entities,id,in_reply_to_user_id,lang,note_tweet,public_metrics,"
    "referenced_tweets,text",
    "post": "conversation_id,created_at,entities,id,in_reply_to_user_id,lang,note_post,public_metrics,"
    "referenced_posts,text",
}
NOT_VISIBLE = {"not_found": NotFound, "suspended": Suspended, "protected": Protected}


class Sending:
    def __init__(
        self,
        *,
        token: str,
        base_url: str = "https://api.x.com",
        vocabulary: str = "tweet",
        user_token: bool = False,
        prices: Prices | None = None,
        permit=ignore,
        limits: Limits = LIMITS,
    ):
        self._http = Http(
            provider="x",
            base_url=base_url,
            headers={"authorization": f"Bearer {token}"},
            judge=judge,
            allowance=allowance,
            permit=permit,
            repeat_on=frozenset({500, 502, 503, 504}),
            patience=WINDOW,
            limited_by_operation=True,
            limits=limits,
        )
        self._vocabulary, self._user_token = vocabulary, user_token
        self._prices = prices or Prices()

    def _get(self, operation, path, options):
        query = [(name, value) for name, value in options.items() if value is not None]
        reply = self._http.get(operation, path, query)
        reply = replace(reply, usage=self._billed(reply))
        self._raise_if_we_are_refused(reply)
        if not reply.payload.keys() & {"data", "errors", "meta"}:
            raise InvalidAnswer("neither data nor errors", usage=reply.usage, status=200)
        return reply

    def _billed(self, reply):
        posts, users, authors = 0, 0, len(parts(part(reply.payload, "includes"), "users"))
        data = first(reply.payload, "data")
        for entry in data if isinstance(data, list) else [data]:
            if isinstance(entry, dict) and "username" in entry:
                users += 1
            elif isinstance(entry, dict) and "text" in entry:
                posts += 1
        cost = self._prices.x(posts=posts, users=users, authors=authors)
        return replace(reply.usage, units=posts + users + authors, cost_usd=cost)

    def _user_options(self):
        return {"user.fields": f"{USER_FIELDS},receives_your_dm" if self._user_token else USER_FIELDS}

    def _post_options(self, *, authors):
        options = {f"{self._vocabulary}.fields": POST_FIELDS[self._vocabulary]}
        if authors:
            options |= {"expansions": "author_id", **self._user_options()}
        return options

    def _read_users(self, reply):
        entries = parts(reply.payload, "data")
        users = self._known_users(entries)
        if entries and not users:
            raise InvalidAnswer("users came without id or username", usage=reply.usage, status=200)
        return users

    def _known_users(self, entries):
        return tuple(filter(None, (read_user(entry, sees_dm=self._user_token) for entry in entries)))

    def _read_posts(self, reply, author_id=""):
        entries = parts(reply.payload, "data")
        included = parts(part(reply.payload, "includes"), "users")
        authors = {user.id: user for user in self._known_users(included)}
        posts = tuple(filter(None, (read_post(entry, authors=authors, author_id=author_id) for entry in entries)))
        if entries and not posts:
            raise InvalidAnswer("posts came without id or author_id", usage=reply.usage, status=200)
        problems = self._problems(reply, found=bool(posts))
        if len(posts) < len(entries):
            problems += (Problem("other", "", f"{len(entries) - len(posts)} posts without an author"),)
        return posts, problems

    def _problems(self, reply, *, found):
        problems = tuple(map(read_problem, parts(reply.payload, "errors")))
        if not found and problems and all(problem.kind == "other" for problem in problems):
            raise Unavailable(problems[0].detail or "errors instead of data", usage=reply.usage, status=200)
        return problems

    def _raise_if_we_are_refused(self, reply):
        verdict = None if first(reply.payload, "data") else about_us(parts(reply.payload, "errors"))
        if verdict is None:
            return
        details = {"usage": reply.usage, "status": 200, "code": verdict.code}
        if verdict.kind is RateLimited:
            details |= {"resume_at": datetime.now(UTC) + WINDOW, "scope": reply.usage.operation}
        raise verdict.kind(verdict.message, **details)

    def _raise_if_nothing_is_visible(self, reply, problems):
        if first(reply.payload, "data"):
            return
        for problem in problems:
            if problem.kind in NOT_VISIBLE:
                raise NOT_VISIBLE[problem.kind](problem.detail, usage=reply.usage, status=200)

    def _only(self, answer):
        if answer.value:
            return replace(answer, value=answer.value[0])
        problem = next(iter(answer.problems), Problem("not_found", "", "no such user or post"))
        raise NOT_VISIBLE.get(problem.kind, NotFound)(problem.detail, usage=answer.usage)

    def _batch(self, operation, values, pattern):
        values = list(dict.fromkeys(value.strip().lstrip("@") for value in values))
        if len(values) > BATCH:
            raise InvalidRequest(f"{len(values)} at once, at most {BATCH}", usage=self._unused(operation))
        wanted = [value for value in values if pattern.fullmatch(value)]
        malformed = tuple(
            Problem("not_found", value, "not a possible name or id") for value in values if value not in wanted
        )
        return wanted, malformed

    def _unused(self, operation):
        return Usage(self._http.provider, operation)


def page(items: tuple, reply: Reply) -> Page:
    return Page(items, text(part(reply.payload, "meta"), "next_token") or None)


def clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def allowance(operation: str, headers: Mapping[str, str]) -> RateLimit | None:
    resets_at = reset_time(headers.get("x-rate-limit-reset"), headers)
    remaining, limit = headers.get("x-rate-limit-remaining", ""), headers.get("x-rate-limit-limit", "")
    if not resets_at or not remaining.isdecimal():
        return None
    return RateLimit(operation, int(remaining), resets_at, int(limit) if limit.isdecimal() else None)

"""X API v2, read-only. Every method is one paid request and returns one page or one batch."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from autoreach.providers.errors import (
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    Protected,
    RateLimited,
    Suspended,
    Unavailable,
)
from autoreach.providers.http import LIMITS, Http, Limits, ignore
from autoreach.providers.prices import Prices
from autoreach.providers.reading import clean, first, number, part, parts, text
from autoreach.providers.reset_times import reset_time
from autoreach.providers.results import Answer, Page, Problem, RateLimit, Reply, Usage
from autoreach.providers.x.objects import XPost, XQuota, XUser, read_post, read_problem, read_user
from autoreach.providers.x.refusals import about_us, judge

BATCH = 100
QUERY_MAX, ARCHIVE_QUERY_MAX = 512, 1024
ARCHIVE_PAGE_MAX = 500
HORIZON = timedelta(days=7) - timedelta(minutes=1)
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

USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")
ID = re.compile(r"[0-9]{1,19}")
NOT_VISIBLE = {"not_found": NotFound, "suspended": Suspended, "protected": Protected}


class X:
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

    def user(self, *, id: str) -> Answer[XUser]:
        return self._only(self.users([id]))

    def user_by_username(self, username: str) -> Answer[XUser]:
        return self._only(self.users_by_username([username]))

    def users(self, ids: Iterable[str]) -> Answer[tuple[XUser, ...]]:
        """At most 100. Those that are missing, suspended or malformed are among the problems."""
        return self._look_up_users("users", "ids", ids, ID)

    def users_by_username(self, usernames: Iterable[str]) -> Answer[tuple[XUser, ...]]:
        return self._look_up_users("users/by", "usernames", usernames, USERNAME)

    def search_users(self, query: str, *, limit: int = 100, cursor: str | None = None) -> Answer[Page[XUser]]:
        """By name and handle, not by bio. Only a user's token may."""
        query = " ".join(re.sub(r"[^A-Za-z0-9_' ]", " ", query).split())[:50]
        if not self._user_token:
            raise NotSupported("searching people needs a user's token", usage=self._unused("users/search"))
        if not query:
            raise InvalidRequest("nothing to search for", usage=self._unused("users/search"))
        options = {"query": query, "max_results": clamp(limit, 1, 1000), "next_token": cursor}
        return self._user_page("users/search", "/2/users/search", options)

    def followers(self, user_id: str, *, limit: int = 100, cursor: str | None = None) -> Answer[Page[XUser]]:
        """Each follower is billed as a user read; at most 1000 a page."""
        return self._connections(user_id, "followers", limit, cursor)

    def following(self, user_id: str, *, limit: int = 100, cursor: str | None = None) -> Answer[Page[XUser]]:
        return self._connections(user_id, "following", limit, cursor)

    def reposters(self, post_id: str, *, limit: int = 100, cursor: str | None = None) -> Answer[Page[XUser]]:
        options = {"max_results": clamp(limit, 1, 100), "pagination_token": cursor}
        return self._user_page("tweets/:id/retweeted_by", f"/2/tweets/{quote(post_id, safe='')}/retweeted_by", options)

    def posts(
        self,
        user_id: str,
        *,
        limit: int = 100,
        cursor: str | None = None,
        since: datetime | None = None,
        since_id: str | None = None,
        exclude: Iterable[str] = (),
    ) -> Answer[Page[XPost]]:
        """Newest first; `exclude` may hold "replies" and "retweets". Authors are not joined: they would be billed."""
        options = {
            "max_results": clamp(limit, 5, 100),
            "pagination_token": cursor,
            "exclude": ",".join(exclude) or None,
            **span(since, since_id),
        }
        path = f"/2/users/{quote(user_id, safe='')}/tweets"
        return self._post_page("users/:id/tweets", path, options, author_id=user_id)

    def mentions(
        self, user_id: str, *, limit: int = 100, cursor: str | None = None, since: datetime | None = None
    ) -> Answer[Page[XPost]]:
        options = {"max_results": clamp(limit, 5, 100), "pagination_token": cursor, **span(since)}
        return self._post_page("users/:id/mentions", f"/2/users/{quote(user_id, safe='')}/mentions", options)

    def search(
        self,
        query: str,
        *,
        limit: int = 100,
        cursor: str | None = None,
        since: datetime | None = None,
        since_id: str | None = None,
        by_relevance: bool = False,
        archive: bool = False,
    ) -> Answer[Page[XPost]]:
        """10–100 posts a page of the last seven days, or 10–500 of the `archive` since 2006; authors are billed too."""
        operation = f"tweets/search/{'all' if archive else 'recent'}"
        query = self._checked(operation, query, ARCHIVE_QUERY_MAX if archive else QUERY_MAX)
        if since and not archive:
            since = max(since, datetime.now(UTC) - HORIZON)
        options = {
            "query": query,
            "max_results": clamp(limit, 10, ARCHIVE_PAGE_MAX if archive else 100),
            "next_token": cursor,
            "sort_order": "relevancy" if by_relevance else None,
            **span(since, since_id),
        }
        return self._post_page(operation, f"/2/{operation}", options)

    def replies(self, conversation_id: str, *, limit: int = 100, cursor: str | None = None) -> Answer[Page[XPost]]:
        """The whole thread under a post of the last seven days; X has no other list of replies."""
        return self.search(f"conversation_id:{conversation_id}", limit=limit, cursor=cursor)

    def quotes(self, post_id: str, *, limit: int = 100, cursor: str | None = None) -> Answer[Page[XPost]]:
        """A page may come again under a new cursor: stop when one brings nothing new."""
        options = {"max_results": clamp(limit, 10, 100), "pagination_token": cursor}
        return self._post_page("tweets/:id/quote_tweets", f"/2/tweets/{quote(post_id, safe='')}/quote_tweets", options)

    def post(self, post_id: str) -> Answer[XPost]:
        return self._only(self.posts_by_id([post_id]))

    def posts_by_id(self, ids: Iterable[str]) -> Answer[tuple[XPost, ...]]:
        """At most 100, authors joined."""
        wanted, malformed = self._batch("tweets", ids, ID)
        if not wanted:
            return Answer((), self._unused("tweets"), problems=malformed)
        reply = self._get("tweets", "/2/tweets", {"ids": ",".join(wanted), **self._post_options(authors=True)})
        posts, problems = self._read_posts(reply)
        return Answer(posts, reply.usage, reply.limit, malformed + problems)

    def count(self, query: str) -> Answer[int]:
        """How many posts of the last seven days a search would find: the cheap way to size it."""
        query = self._checked("tweets/counts/recent", query, QUERY_MAX)
        reply = self._get("tweets/counts/recent", "/2/tweets/counts/recent", {"query": query, "granularity": "day"})
        usage = replace(reply.usage, units=1, cost_usd=self._prices.x(counts=1))
        total = number(part(reply.payload, "meta"), "total_tweet_count", "total_post_count")
        if total is None:
            raise InvalidAnswer("no total", usage=usage)
        return Answer(total, usage, reply.limit)

    def quota(self) -> Answer[XQuota]:
        """What the project has read; also the free way to see whether the token works."""
        reply = self._get("usage/tweets", "/2/usage/tweets", {})
        data = part(reply.payload, "data")
        quota = XQuota(*(whole(data, name) for name in ("project_usage", "project_cap", "cap_reset_day")))
        return Answer(quota, reply.usage, reply.limit)

    def _look_up_users(self, operation, parameter, values, pattern):
        wanted, malformed = self._batch(operation, values, pattern)
        if not wanted:
            return Answer((), self._unused(operation), problems=malformed)
        reply = self._get(operation, f"/2/{operation}", {parameter: ",".join(wanted), **self._user_options()})
        users = self._read_users(reply)
        problems = self._problems(reply, found=bool(users))
        return Answer(users, reply.usage, reply.limit, malformed + problems)

    def _connections(self, user_id, kind, limit, cursor):
        options = {"max_results": clamp(limit, 1, 1000), "pagination_token": cursor}
        return self._user_page(f"users/:id/{kind}", f"/2/users/{quote(user_id, safe='')}/{kind}", options)

    def _user_page(self, operation, path, options):
        reply = self._get(operation, path, {**options, **self._user_options()})
        users = self._read_users(reply)
        problems = self._problems(reply, found=bool(users))
        self._raise_if_nothing_is_visible(reply, problems)
        return Answer(page(users, reply), reply.usage, reply.limit, problems)

    def _post_page(self, operation, path, options, author_id=""):
        reply = self._get(operation, path, {**options, **self._post_options(authors=not author_id)})
        posts, problems = self._read_posts(reply, author_id)
        self._raise_if_nothing_is_visible(reply, problems)
        return Answer(page(posts, reply), reply.usage, reply.limit, problems)

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

    def _checked(self, operation, query, longest):
        query = clean(query)
        if not 1 <= len(query) <= longest:
            detail = f"a query has 1 to {longest} characters, not {len(query)}"
            raise InvalidRequest(detail, usage=self._unused(operation))
        return query

    def _unused(self, operation):
        return Usage(self._http.provider, operation)


def page(items: tuple, reply: Reply) -> Page:
    return Page(items, text(part(reply.payload, "meta"), "next_token") or None)


def clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def whole(source: dict, name: str) -> int | None:
    """These counters come as strings of digits."""
    value = text(source, name)
    return int(value) if value.isdecimal() and len(value) < 19 else number(source, name)


def span(since: datetime | None = None, since_id: str | None = None) -> dict:
    if since_id:
        return {"since_id": since_id}
    return {"start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")} if since else {}


def allowance(operation: str, headers: Mapping[str, str]) -> RateLimit | None:
    resets_at = reset_time(headers.get("x-rate-limit-reset"), headers)
    remaining, limit = headers.get("x-rate-limit-remaining", ""), headers.get("x-rate-limit-limit", "")
    if not resets_at or not remaining.isdecimal():
        return None
    return RateLimit(operation, int(remaining), resets_at, int(limit) if limit.isdecimal() else None)

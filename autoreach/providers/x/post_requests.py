"""Posts on X: by id, of a user, under another post, and found by a search."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from autoreach.providers.errors import InvalidAnswer, InvalidRequest
from autoreach.providers.reading import clean, number, part
from autoreach.providers.results import Answer, Page
from autoreach.providers.x.objects import XPost
from autoreach.providers.x.sending import ID, Sending, clamp, page

QUERY_MAX, ARCHIVE_QUERY_MAX = 512, 1024
ARCHIVE_PAGE_MAX = 500
HORIZON = timedelta(days=7) - timedelta(minutes=1)


class PostRequests(Sending):
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

    def _post_page(self, operation, path, options, author_id=""):
        reply = self._get(operation, path, {**options, **self._post_options(authors=not author_id)})
        posts, problems = self._read_posts(reply, author_id)
        self._raise_if_nothing_is_visible(reply, problems)
        return Answer(page(posts, reply), reply.usage, reply.limit, problems)

    def _checked(self, operation, query, longest):
        query = clean(query)
        if not 1 <= len(query) <= longest:
            detail = f"a query has 1 to {longest} characters, not {len(query)}"
            raise InvalidRequest(detail, usage=self._unused(operation))
        return query


def span(since: datetime | None = None, since_id: str | None = None) -> dict:
    if since_id:
        return {"since_id": since_id}
    return {"start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")} if since else {}

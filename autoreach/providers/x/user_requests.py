"""People on X: by id and name, by a search, and who follows or passes on."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from autoreach.providers.errors import InvalidRequest, NotSupported
from autoreach.providers.results import Answer, Page
from autoreach.providers.x.objects import XUser
from autoreach.providers.x.sending import ID, Sending, clamp, page

USERNAME = re.compile(r"[A-Za-z0-9_]{1,15}")


class UserRequests(Sending):
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

"""Who follows a person or a company: a list where LinkedIn shows one, else a search."""

from dataclasses import replace

from autoreach.providers.errors import InvalidRequest, NotFound, NotSupported, Protected, ProviderError
from autoreach.providers.linkedin.member_objects import Member, read_follower
from autoreach.providers.linkedin.search_requests import SearchRequests
from autoreach.providers.results import Answer, Page

VIA_SEARCH = "search:"


class FollowerRequests(SearchRequests):
    def followers(self, provider_id: str, *, limit: int = 50, cursor: str | None = None) -> Answer[Page[Member]]:
        """The followers of a person or company, as far as LinkedIn shows them.

        Where the list itself is refused, a search by "followers of" takes its place; it knows persons only, not
        companies. NotSupported says that neither works: then the people under the posts are the audience. A refusal of
        a later page is about that page: it is raised as it came.
        """
        if cursor and cursor.startswith(VIA_SEARCH):
            return self._searched_followers(provider_id, limit, cursor.removeprefix(VIA_SEARCH))
        path, query = self._dialect.followers(provider_id)
        try:
            listed = self._page("followers", path, read_follower, limit=limit, cursor=cursor, query=query)
        except (InvalidRequest, NotFound, NotSupported, Protected) as error:
            if cursor:
                raise
            return self._instead_of_list(provider_id, limit, error.usage)
        if listed.value.items or listed.value.cursor or cursor:
            return listed
        return self._instead_of_list(provider_id, limit, listed.usage)

    def _searched_followers(self, provider_id, limit, cursor=None):
        found = self.search_people(followers_of=[provider_id], limit=limit, cursor=cursor)
        members = tuple(
            Member(hit.id, hit.public_identifier, hit.name, hit.headline, hit.profile_url, hit.distance)
            for hit in found.value.items
        )
        cursor = f"{VIA_SEARCH}{found.value.cursor}" if found.value.cursor else None
        return replace(found, value=replace(found.value, items=members, cursor=cursor))

    def _instead_of_list(self, provider_id, limit, spent):
        if provider_id.isdecimal():
            raise NotSupported("no list of a company's followers", usage=spent)
        try:
            found = self._searched_followers(provider_id, limit)
        except (InvalidRequest, NotSupported) as error:
            raise NotSupported("neither list nor search of followers", usage=spent + error.usage) from error
        except ProviderError as error:
            error.usage = spent + error.usage
            raise
        return replace(found, usage=spent + found.usage)

"""LinkedIn through a member's session at Unipile, read-only. Every method is one request, a page each."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from autoreach.providers.errors import (
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    Protected,
    ProviderError,
)
from autoreach.providers.http import LIMITS, Http, Limits, ignore
from autoreach.providers.linkedin.company_objects import Company, CompanyHit, Job, JobHit, read_company, read_job
from autoreach.providers.linkedin.member_objects import Account, Member, read_account, read_follower
from autoreach.providers.linkedin.post_objects import (
    Comment,
    LinkedInPost,
    Reaction,
    read_comment,
    read_post,
    read_reaction,
)
from autoreach.providers.linkedin.profile_objects import SECTIONS, PersonHit, Profile, read_profile
from autoreach.providers.linkedin.refusals import judge_v1, judge_v2
from autoreach.providers.linkedin.search_objects import Hit, Parameter, read_hit, read_parameter
from autoreach.providers.linkedin.v1 import V1, segment
from autoreach.providers.linkedin.v2 import V2
from autoreach.providers.reading import scrubbed
from autoreach.providers.results import Answer, Page, Reply, Usage

PAGE_MAX = 100
SEARCH_PAGE_MAX, LEADS_PAGE_MAX = 50, 100  # of classic search, of Sales Navigator

PATIENCE = timedelta(minutes=30)
VIA_SEARCH = "search:"
# Of each version of Unipile: how it is asked, and how its refusals are judged.
VERSIONS = {1: (V1, judge_v1), 2: (V2, judge_v2)}


class LinkedIn:
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

    @property
    def lists_comments_by_person(self) -> bool:
        """Whether `comments_by` exists; Unipile's second version has no such list."""
        return self._dialect.lists_comments_by_person

    def profile(self, identifier: str, *, sections: Iterable[str] = tuple(SECTIONS)) -> Answer[Profile]:
        """By public identifier or provider id. Each section is a request of its own to LinkedIn."""
        asked = frozenset(sections)
        wanted = self._dialect.sections(section for section in SECTIONS if section in asked)
        reply = self._get("profile", f"/users/{segment(identifier)}", wanted, actions=1 + len(wanted))
        profile = self._dialect.read(read_profile, reply.payload, asked=asked)
        return self._known(reply, profile, profile.id)

    def company(self, identifier: str) -> Answer[Company]:
        """By slug, numeric id or URN."""
        reply = self._get("company", f"/linkedin/company/{segment(identifier)}")
        company = self._dialect.read(read_company, reply.payload)
        return self._known(reply, company, company.id and company.name)

    def account(self) -> Answer[Account]:
        """The connected member: the cheap way to see whether the session lives."""
        reply = self._get("account", "/users/me")
        account = self._dialect.read(read_account, reply.payload)
        return self._known(reply, account, account.id)

    def posts(
        self, provider_id: str, *, is_company: bool = False, limit: int = 20, cursor: str | None = None
    ) -> Answer[Page[LinkedInPost]]:
        """Newest first. LinkedIn wants the provider id here, or a company's digits, never the public identifier."""
        path, query = self._dialect.posts(provider_id, is_company)
        return self._page("posts", path, read_post, limit=limit, cursor=cursor, query=query)

    def post(self, post_id: str) -> Answer[LinkedInPost]:
        reply = self._get("posts", f"/posts/{segment(post_id)}")
        post = self._dialect.read(read_post, reply.payload)
        return self._known(reply, post, post)

    def comments(
        self, social_id: str, *, limit: int = 50, cursor: str | None = None, replies_to: str | None = None
    ) -> Answer[Page[Comment]]:
        path, query = self._dialect.comments(social_id, replies_to)
        return self._page("comments", path, read_comment, limit=limit, cursor=cursor, query=query)

    def reactions(
        self, social_id: str, *, limit: int = 50, cursor: str | None = None, on_comment: str | None = None
    ) -> Answer[Page[Reaction]]:
        path, query = self._dialect.reactions(social_id, on_comment)
        return self._page("reactions", path, read_reaction, limit=limit, cursor=cursor, query=query)

    def comments_by(self, provider_id: str, *, limit: int = 20, cursor: str | None = None) -> Answer[Page[Comment]]:
        if not self.lists_comments_by_person:
            raise NotSupported(
                "Unipile's second version does not list a person's comments", usage=Usage("linkedin", "comments")
            )
        path = f"/users/{segment(provider_id)}/comments"
        return self._page("comments", path, read_comment, limit=limit, cursor=cursor)

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

    def search_parameters(self, kind: str, keywords: str, *, limit: int = 10) -> Answer[Page[Parameter]]:
        """The ids of words, for filters: kind LOCATION, INDUSTRY, COMPANY, PEOPLE, JOB_TITLE … Keep them."""
        query = [
            ("type", self._dialect.parameter_kind(kind)),
            ("keywords", scrubbed(keywords)),
            ("limit", clamp(limit, PAGE_MAX)),
        ]
        reply = self._get("search/parameters", "/linkedin/search/parameters", query)
        return Answer(self._read_page(reply, read_parameter), reply.usage, reply.limit)

    def search_people(
        self,
        *,
        keywords: str = "",
        title: str = "",
        first_name: str = "",
        last_name: str = "",
        company_name: str = "",
        locations: Iterable[str] = (),
        industries: Iterable[str] = (),
        companies: Iterable[str] = (),
        past_companies: Iterable[str] = (),
        followers_of: Iterable[str] = (),
        connections_of: Iterable[str] = (),
        distances: Iterable[int] = (),
        languages: Iterable[str] = (),
        limit: int = 25,
        cursor: str | None = None,
    ) -> Answer[Page[PersonHit]]:
        """Places, industries and companies are ids of `search_parameters`; `*_of` are provider ids."""
        named = {"first_name": first_name, "last_name": last_name, "title": title, "company": company_name}
        body = {
            "keywords": keywords,
            "industry": self._dialect.ids(industries),
            "location": self._dialect.ids(locations),
            "profile_language": list(languages),
            "network_distance": list(distances),
            "company": self._dialect.ids(companies),
            "past_company": self._dialect.ids(past_companies),
            "connections_of": list(connections_of),
            "followers_of": list(followers_of),
            "advanced_keywords": {name: value for name, value in named.items() if value},
        }
        return self._search("people", body, limit, cursor)

    def search_leads(
        self,
        *,
        title: str,
        locations: Iterable[str] = (),
        industries: Iterable[str] = (),
        limit: int = LEADS_PAGE_MAX,
        cursor: str | None = None,
    ) -> Answer[Page[PersonHit]]:
        """People by Sales Navigator, where the account has it. Industries are ids of SALES_INDUSTRY."""
        chosen = {"role": [title], "location": self._dialect.ids(locations), "industry": self._dialect.ids(industries)}
        filters = scrubbed({name: {"include": values} for name, values in chosen.items() if values})
        question = self._dialect.search_leads(filters, cursor)
        if question is None:
            raise NotSupported("no Sales Navigator in Unipile's second version", usage=Usage("linkedin", "search"))
        return self._send_search(question, limit, cursor, most=LEADS_PAGE_MAX)

    def search_companies(
        self,
        *,
        keywords: str = "",
        locations: Iterable[str] = (),
        industries: Iterable[str] = (),
        headcounts: Iterable[tuple[int, int | None]] = (),
        hiring: bool = False,
        limit: int = 25,
        cursor: str | None = None,
    ) -> Answer[Page[CompanyHit]]:
        """`headcounts` are LinkedIn's bands: (1, 10), (11, 50), (51, 200) … (10001, None)."""
        bands = [{"min": low} if high is None else {"min": low, "max": high} for low, high in headcounts]
        body = {
            "keywords": keywords,
            "industry": self._dialect.ids(industries),
            "location": self._dialect.ids(locations),
            "headcount": bands,
            "has_job_offers": hiring,
        }
        return self._search("companies", body, limit, cursor)

    def search_posts(
        self,
        *,
        keywords: str = "",
        within: str = "",
        newest_first: bool = False,
        by_members: Iterable[str] = (),
        by_companies: Iterable[str] = (),
        mentioning_companies: Iterable[str] = (),
        author_industries: Iterable[str] = (),
        author_keywords: str = "",
        limit: int = 25,
        cursor: str | None = None,
    ) -> Answer[Page[LinkedInPost]]:
        """`within` is past_day, past_week or past_month."""
        posted_by = {"member": list(by_members), "company": self._dialect.ids(by_companies)}
        mentioned = self._dialect.ids(mentioning_companies)
        author = {"industry": self._dialect.ids(author_industries), "keywords": author_keywords}
        body = {
            "keywords": keywords,
            "date_posted": within,
            "sort_by": "date" if newest_first else "",
            "posted_by": {name: value for name, value in posted_by.items() if value},
            "mentioning": {"company": mentioned} if mentioned else {},
            "author": {name: value for name, value in author.items() if value},
        }
        return self._search("posts", body, limit, cursor)

    def search_jobs(
        self,
        *,
        keywords: str = "",
        region: str = "",
        locations: Iterable[str] = (),
        industries: Iterable[str] = (),
        companies: Iterable[str] = (),
        seniorities: Iterable[str] = (),
        within_days: int | None = None,
        newest_first: bool = False,
        limit: int = 25,
        cursor: str | None = None,
    ) -> Answer[Page[JobHit]]:
        body = {
            "keywords": keywords,
            "region": next(iter(self._dialect.ids([region])), "") if region else "",
            "location": self._dialect.ids(locations),
            "industry": self._dialect.ids(industries),
            "company": self._dialect.ids(companies),
            "seniority": list(seniorities),
            "date_posted": within_days,
            "sort_by": "date" if newest_first else "",
        }
        return self._search("jobs", body, limit, cursor)

    def search_url(self, url: str, *, limit: int = 25, cursor: str | None = None) -> Answer[Page[Hit]]:
        """What a search address copied from LinkedIn finds."""
        return self._send_search(self._dialect.search_url(url, cursor), limit, cursor)

    def job(self, job_id: str) -> Answer[Job]:
        """A job ad in full: its text, its skills and who hires."""
        path, query = self._dialect.job(job_id)
        reply = self._get("job", path, query)
        job = self._dialect.read(read_job, reply.payload)
        return self._known(reply, job, job.id and job.title)

    def _search(self, category, body, limit, cursor):
        filters = {name: value for name, value in scrubbed(body).items() if value}
        return self._send_search(self._dialect.search(category, filters, cursor), limit, cursor)

    def _send_search(self, question, limit, cursor, *, most=SEARCH_PAGE_MAX):
        path, paging, body = question
        query = self._dialect.query([("limit", clamp(limit, most)), *paging])
        reply = self._http.post("search", self._dialect.path(path), query, body)
        reply = replace(reply, usage=replace(reply.usage, units=1))
        return Answer(self._read_page(reply, read_hit, cursor, searched=True), reply.usage, reply.limit)

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

    def _get(self, operation, path, query=(), actions=1):
        reply = self._http.get(operation, self._dialect.path(path), self._dialect.query([*query]))
        return replace(reply, usage=replace(reply.usage, units=actions))

    def _page(self, operation, path, read: Callable, *, limit, cursor, query=()):
        options = [*query, ("limit", clamp(limit, PAGE_MAX)), *self._dialect.paging(cursor)]
        reply = self._get(operation, path, options)
        return Answer(self._read_page(reply, read, cursor), reply.usage, reply.limit)

    def _read_page(self, reply: Reply, read: Callable, cursor: str | None = None, *, searched: bool = False) -> Page:
        listed = self._dialect.page(reply.payload, cursor, searched=searched)
        if listed.entries is None:
            raise InvalidAnswer("a list without entries", usage=reply.usage, status=200)
        items = tuple(filter(None, (self._dialect.read(read, entry) for entry in listed.entries)))
        if listed.entries and not items:
            raise InvalidAnswer("none of the entries can be read", usage=reply.usage, status=200)
        missing = bool(listed.cursor) or (listed.total or 0) > listed.start
        return Page(items, listed.cursor, listed.total, throttled=not items and missing)

    def _known(self, reply, value, proof):
        if not proof:
            raise InvalidAnswer("the object lacks its id", usage=reply.usage, status=200)
        return Answer(value, reply.usage, reply.limit)


def clamp(limit: int, high: int) -> int:
    return min(max(limit, 1), high)

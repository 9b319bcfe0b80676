"""LinkedIn through a member's session at Unipile (v1), read-only. Every method is one request, a page each."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from autoreach.providers.errors import (
    AlreadyDone,
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    Misconfigured,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    ProviderError,
    RateLimited,
)
from autoreach.providers.http import BY_STATUS, LIMITS, Failure, Http, Limits, Verdict, ignore, phrase
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
from autoreach.providers.linkedin.search_objects import Hit, Parameter, read_hit, read_parameter
from autoreach.providers.reading import first, number, part, parts, scrubbed, text
from autoreach.providers.results import Answer, Page, Reply

PAGE_MAX = 100
SEARCH_PAGE_MAX = 50  # classic search delivers no more

PATIENCE = timedelta(minutes=30)
A_DAY = timedelta(days=1)
VIA_SEARCH = "search:"

# What the operator's own account may not do says nothing of the person it was asked for.
OF_OUR_ACCOUNT = {"feature_not_subscribed", "subscription_required", "insufficient_permissions"}
OPERATOR_MUST_ACT = {"account_restricted", "account_mismatch", "session_mismatch", "action_required"}
BY_TYPE = {
    "resource_access_restricted": Protected,
    "feature_not_subscribed": NotSupported,
    "subscription_required": NotSupported,
    "insufficient_permissions": NotSupported,
    "feature_not_implemented": NotSupported,
    "invalid_account": Misconfigured,
    "user_unreachable": NotFound,
    "invalid_recipient": NotFound,
    "invalid_post": NotFound,
    "insufficient_credits": OutOfCredits,
    "payment_error": OutOfCredits,
    "limit_exceeded": RateLimited,
    "cannot_resend_yet": RateLimited,
    "cannot_resend_within_24hrs": RateLimited,
    "connection_limit_reached": RateLimited,
    "already_connected": AlreadyDone,
    "already_invited_recently": AlreadyDone,
    "action_already_performed": AlreadyDone,
    "limit_too_high": InvalidRequest,
}


class LinkedIn:
    def __init__(self, *, api_key: str, account_id: str, base_url: str, permit=ignore, limits: Limits = LIMITS):
        """`base_url` is the DSN of the dashboard ("api8.example.com:13851") or a whole address."""
        self._http = Http(
            provider="linkedin",
            base_url=api_address(base_url),
            headers={"x-api-key": api_key},
            judge=judge,
            permit=permit,
            # A 500 is how LinkedIn's own throttling shows, so it is not asked again at once.
            repeat_on=frozenset({502, 503, 504}),
            patience=PATIENCE,
            flat_rate=True,
            limits=limits,
        )
        self._account = ("account_id", account_id)

    def profile(self, identifier: str, *, sections: Iterable[str] = tuple(SECTIONS)) -> Answer[Profile]:
        """By public identifier or provider id. Each section is a request of its own to LinkedIn."""
        asked = frozenset(sections)
        wanted = [("linkedin_sections", section) for section in SECTIONS if section in asked]
        reply = self._get("profile", f"/users/{quote(identifier, safe='')}", wanted, actions=1 + len(wanted))
        profile = read_profile(reply.payload, asked=asked)
        return self._known(reply, profile, profile.id)

    def company(self, identifier: str) -> Answer[Company]:
        """By slug, numeric id or URN."""
        reply = self._get("company", f"/linkedin/company/{quote(identifier, safe='')}")
        company = read_company(reply.payload)
        return self._known(reply, company, company.id and company.name)

    def account(self) -> Answer[Account]:
        """The connected member: the cheap way to see whether the session lives."""
        reply = self._get("account", "/users/me")
        account = read_account(reply.payload)
        return self._known(reply, account, account.id)

    def posts(
        self, provider_id: str, *, is_company: bool = False, limit: int = 20, cursor: str | None = None
    ) -> Answer[Page[LinkedInPost]]:
        """Newest first. LinkedIn wants the provider id here, or a company's digits, never the public identifier."""
        more = [("is_company", "true")] if is_company else []
        path = f"/users/{quote(provider_id, safe='')}/posts"
        return self._page("posts", path, read_post, limit=limit, cursor=cursor, query=more)

    def post(self, post_id: str) -> Answer[LinkedInPost]:
        reply = self._get("posts", f"/posts/{quote(post_id, safe='')}")
        post = read_post(reply.payload)
        return self._known(reply, post, post)

    def comments(
        self, social_id: str, *, limit: int = 50, cursor: str | None = None, replies_to: str | None = None
    ) -> Answer[Page[Comment]]:
        more = [("comment_id", replies_to)] if replies_to else []
        path = f"/posts/{quote(social_id, safe='')}/comments"
        return self._page("comments", path, read_comment, limit=limit, cursor=cursor, query=more)

    def reactions(
        self, social_id: str, *, limit: int = 50, cursor: str | None = None, on_comment: str | None = None
    ) -> Answer[Page[Reaction]]:
        more = [("comment_id", on_comment)] if on_comment else []
        path = f"/posts/{quote(social_id, safe='')}/reactions"
        return self._page("reactions", path, read_reaction, limit=limit, cursor=cursor, query=more)

    def comments_by(self, provider_id: str, *, limit: int = 20, cursor: str | None = None) -> Answer[Page[Comment]]:
        path = f"/users/{quote(provider_id, safe='')}/comments"
        return self._page("comments", path, read_comment, limit=limit, cursor=cursor)

    def reactions_by(self, provider_id: str, *, limit: int = 20, cursor: str | None = None) -> Answer[Page[Reaction]]:
        path = f"/users/{quote(provider_id, safe='')}/reactions"
        return self._page("reactions", path, read_reaction, limit=limit, cursor=cursor)

    def followers(self, provider_id: str, *, limit: int = 50, cursor: str | None = None) -> Answer[Page[Member]]:
        """The followers of a person or company, as far as LinkedIn shows them.

        Where the list itself is refused, a search by "followers of" takes its place; it knows persons only, not
        companies. NotSupported says that neither works: then the people under the posts are the audience.
        """
        if cursor and cursor.startswith(VIA_SEARCH):
            return self._searched_followers(provider_id, limit, cursor.removeprefix(VIA_SEARCH))
        query = [("user_id", provider_id)]
        try:
            listed = self._page("followers", "/users/followers", read_follower, limit=limit, cursor=cursor, query=query)
        except (InvalidRequest, NotFound, NotSupported, Protected) as error:
            return self._instead_of_list(provider_id, limit, error.usage)
        if listed.value.items or listed.value.cursor or cursor:
            return listed
        return self._instead_of_list(provider_id, limit, listed.usage)

    def search_parameters(self, kind: str, keywords: str, *, limit: int = 10) -> Answer[tuple[Parameter, ...]]:
        """The ids of words, for filters: kind LOCATION, INDUSTRY, COMPANY, PEOPLE, JOB_TITLE … Keep them."""
        query = [("type", kind), ("keywords", scrubbed(keywords)), ("limit", clamp(limit, PAGE_MAX))]
        reply = self._get("search/parameters", "/linkedin/search/parameters", query)
        page = self._read_page(reply, read_parameter)
        return Answer(page.items, reply.usage, reply.limit)

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
            "category": "people",
            "keywords": keywords,
            "industry": digits(industries),
            "location": digits(locations),
            "profile_language": list(languages),
            "network_distance": list(distances),
            "company": digits(companies),
            "past_company": digits(past_companies),
            "connections_of": list(connections_of),
            "followers_of": list(followers_of),
            "advanced_keywords": {name: value for name, value in named.items() if value},
        }
        return self._search(body, limit, cursor)

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
            "category": "companies",
            "keywords": keywords,
            "industry": digits(industries),
            "location": digits(locations),
            "headcount": bands,
            "has_job_offers": hiring,
        }
        return self._search(body, limit, cursor)

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
        posted_by = {"member": list(by_members), "company": digits(by_companies)}
        mentioned = digits(mentioning_companies)
        author = {"industry": digits(author_industries), "keywords": author_keywords}
        body = {
            "category": "posts",
            "keywords": keywords,
            "date_posted": within,
            "sort_by": "date" if newest_first else "",
            "posted_by": {name: value for name, value in posted_by.items() if value},
            "mentioning": {"company": mentioned} if mentioned else {},
            "author": {name: value for name, value in author.items() if value},
        }
        return self._search(body, limit, cursor)

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
            "category": "jobs",
            "keywords": keywords,
            "region": next(iter(digits([region])), "") if region else "",
            "location": digits(locations),
            "industry": digits(industries),
            "company": digits(companies),
            "seniority": list(seniorities),
            "date_posted": within_days,
            "sort_by": "date" if newest_first else "",
        }
        return self._search(body, limit, cursor)

    def search_url(self, url: str, *, limit: int = 25, cursor: str | None = None) -> Answer[Page[Hit]]:
        """What a search address copied from LinkedIn finds."""
        return self._send_search({"cursor": cursor} if cursor else {"url": url}, limit)

    def job(self, job_id: str) -> Answer[Job]:
        """A job ad in full: its text, its skills and who hires."""
        reply = self._get("job", f"/linkedin/jobs/{quote(job_id, safe='')}", [("service", "CLASSIC")])
        job = read_job(reply.payload)
        return self._known(reply, job, job.id and job.title)

    def _search(self, body, limit, cursor):
        if cursor:
            return self._send_search({"cursor": cursor}, limit)
        filters = {name: value for name, value in scrubbed(body).items() if value}
        return self._send_search({"api": "classic", **filters}, limit)

    def _send_search(self, body, limit):
        query = [self._account, ("limit", clamp(limit, SEARCH_PAGE_MAX))]
        reply = self._http.post("search", "/linkedin/search", query, body)
        reply = replace(reply, usage=replace(reply.usage, units=1))
        return Answer(self._read_page(reply, read_hit), reply.usage, reply.limit)

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
        reply = self._http.get(operation, path, [self._account, *query])
        return replace(reply, usage=replace(reply.usage, units=actions))

    def _page(self, operation, path, read: Callable, *, limit, cursor, query=()):
        options = [*query, ("limit", clamp(limit, PAGE_MAX)), *([("cursor", cursor)] if cursor else [])]
        reply = self._get(operation, path, options)
        return Answer(self._read_page(reply, read), reply.usage, reply.limit)

    def _read_page(self, reply: Reply, read: Callable) -> Page:
        if not isinstance(first(reply.payload, "items"), list):
            raise InvalidAnswer("a list without items", usage=reply.usage, status=200)
        entries = parts(reply.payload, "items")
        items = tuple(filter(None, map(read, entries)))
        if entries and not items:
            raise InvalidAnswer("none of the items can be read", usage=reply.usage, status=200)
        paging = part(reply.payload, "paging")
        cursor = text(reply.payload, "cursor") or text(paging, "cursor") or None
        total = number(paging, "total_count")
        total = number(reply.payload, "total_items") if total is None else total
        missing = bool(cursor) or (total or 0) > (number(paging, "start") or 0)
        return Page(items, cursor, total, throttled=not items and missing)

    def _known(self, reply, value, proof):
        if not proof:
            raise InvalidAnswer("the object lacks its id", usage=reply.usage, status=200)
        return Answer(value, reply.usage, reply.limit)


def api_address(base_url: str) -> str:
    address = base_url.strip().rstrip("/")
    address = address if "://" in address else f"https://{address}"
    return address if address.endswith("/api/v1") else f"{address}/api/v1"


def clamp(limit: int, high: int) -> int:
    return min(max(limit, 1), high)


def digits(ids: Iterable[str]) -> list[str]:
    """Filters take ids as strings of digits; Unipile's answer to a word there does not say what is wrong."""
    ids = [str(one) for one in ids]
    for one in ids:
        if not (one.isascii() and one.isdecimal()):
            raise ValueError(f"{one!r} is not the id of a search parameter")
    return ids


def judge(failure: Failure) -> Verdict | None:
    """What Unipile means; its `type` says more than the status."""
    code = text(failure.payload, "type").rsplit("/", 1)[-1]
    message = text(failure.payload, "detail", "title") or phrase(failure.status)
    if code in OF_OUR_ACCOUNT:
        message = f"your LinkedIn account at Unipile may not do this: {message}"
    kind = BY_TYPE.get(code)
    resume_at = datetime.now(UTC) + A_DAY if kind is RateLimited else None
    if kind is None and code in OPERATOR_MUST_ACT:
        kind = AuthFailed
    if kind is None and failure.readable:
        kind = BY_STATUS.get(failure.status)
    return Verdict(kind, message, code, resume_at) if kind else None

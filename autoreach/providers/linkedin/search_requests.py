"""Searches of people, companies, posts and jobs, the ids that their filters take, and a found job in full."""

from collections.abc import Iterable

from autoreach.providers.errors import NotSupported
from autoreach.providers.linkedin.company_objects import CompanyHit, Job, JobHit, read_job
from autoreach.providers.linkedin.post_objects import LinkedInPost
from autoreach.providers.linkedin.profile_objects import PersonHit
from autoreach.providers.linkedin.search_objects import Hit, Parameter, read_parameter
from autoreach.providers.linkedin.sending import PAGE_MAX, Sending, clamp
from autoreach.providers.reading import scrubbed
from autoreach.providers.results import Answer, Page, Usage

LEADS_PAGE_MAX = 100  # of Sales Navigator


class SearchRequests(Sending):
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

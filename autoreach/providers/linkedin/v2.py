"""How Unipile's second version is asked: one address for all, the account in the path, `data` and `next_cursor`."""

from collections.abc import Callable, Iterable

from autoreach.providers.linkedin.v1 import Listed, Query, T, segment, with_scheme
from autoreach.providers.linkedin.v2_objects import TRANSLATIONS
from autoreach.providers.reading import first, number, parts, text

# The lists without cursors continue at a number of entries.
OFFSET = "offset:"
# `about` is none of the sections: the biography comes with every profile.
SECTIONS = {"experience", "education", "skills", "certifications", "languages"}
RENAMED = {
    "people": {"company": "current_company"},
    "companies": {"has_job_offers": "has_job_postings"},
    "jobs": {"region": "primary_location"},
}
# Filters that take one value where the first version takes several.
SINGLE = {"connections_of", "followers_of"}
WITHIN_DAYS = ((1, "PAST_DAY"), (7, "PAST_WEEK"), (31, "PAST_MONTH"))
PARAMETER_KINDS = {"CONNECTIONS": "RELATION"}


class V2:
    lists_comments_by_person = False

    def __init__(self, account_id: str):
        self._account_id = account_id

    @staticmethod
    def address(base_url: str) -> str:
        address = with_scheme(base_url)
        return address if address.endswith("/v2") else f"{address}/v2"

    def path(self, path: str) -> str:
        return f"/{segment(self._account_id)}{path}"

    def query(self, query: Query) -> Query:
        return query

    def paging(self, cursor: str | None) -> Query:
        if cursor and cursor.startswith(OFFSET):
            return [("offset", cursor.removeprefix(OFFSET))]
        return [("cursor", cursor)] if cursor else []

    def sections(self, sections: Iterable[str]) -> Query:
        return [("with_sections", f"linkedin_{section}") for section in sections if section in SECTIONS]

    def posts(self, provider_id: str, is_company: bool) -> tuple[str, Query]:
        return f"/users/{segment(provider_id)}/posts", []

    def comments(self, social_id: str, replies_to: str | None) -> tuple[str, Query]:
        path = f"/posts/{segment(social_id)}/comments"
        return f"{path}/{segment(replies_to)}/replies" if replies_to else path, []

    def reactions(self, social_id: str, on_comment: str | None) -> tuple[str, Query]:
        on = f"/comments/{segment(on_comment)}" if on_comment else ""
        return f"/posts/{segment(social_id)}{on}/reactions", []

    def followers(self, provider_id: str) -> tuple[str, Query]:
        return f"/users/{segment(provider_id)}/followers", []

    def job(self, job_id: str) -> tuple[str, Query]:
        return f"/linkedin/jobs/{segment(job_id)}", []

    def parameter_kind(self, kind: str) -> str:
        return PARAMETER_KINDS.get(kind, kind)

    def ids(self, ids: Iterable[str]) -> list[str]:
        return [str(one) for one in ids]

    def search(self, category: str, filters: dict, cursor: str | None) -> tuple[str, Query, dict]:
        """Path, query and body of a search; its next pages need its filters again."""
        names = RENAMED.get(category, {})
        body = {names.get(name, name): self._filter(name, value) for name, value in filters.items()}
        return f"/linkedin/search/{category}", self.paging(cursor), body

    def search_leads(self, filters: dict, cursor: str | None) -> tuple[str, Query, dict] | None:
        return None

    def search_url(self, url: str, cursor: str | None) -> tuple[str, Query, dict]:
        return "/linkedin/search", self.paging(cursor), {"url": url}

    def page(self, payload: dict, cursor: str | None, *, searched: bool) -> Listed:
        """A search continues at a number of entries; where it does not count them, until a page is empty."""
        by_cursor = bool(cursor) and not cursor.startswith(OFFSET)
        start = int(cursor.removeprefix(OFFSET)) if cursor and not by_cursor else 0
        entries = parts(payload, "data") if isinstance(first(payload, "data"), list) else None
        total = number(payload, "total_count")
        end = start + len(entries or ())
        more = end > start and searched if total is None else total > end
        following = text(payload, "next_cursor") or (f"{OFFSET}{end}" if more and not by_cursor else None)
        return Listed(entries, following, total, start)

    def read(self, read: Callable[..., T], source: dict, **options) -> T:
        return read(TRANSLATIONS[read](source), **options)

    def _filter(self, name, value):
        if name in SINGLE:
            if len(value) > 1:
                raise ValueError(f"{name} takes one id")
            return value[0]
        if name == "date_posted" and isinstance(value, int):
            return next((word for days, word in WITHIN_DAYS if value <= days), WITHIN_DAYS[-1][1])
        if name == "seniority":
            return [level.upper() for level in value]
        return value.upper() if name in ("date_posted", "sort_by") else value

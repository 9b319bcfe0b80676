"""How Unipile's first version is asked: an address for each customer, the account as a parameter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from autoreach.providers.reading import first, number, part, parts, text

T = TypeVar("T")
Query = list[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, not yet read; `entries` is None where the answer is no list. It begins at entry `start`."""

    entries: list[dict] | None
    cursor: str | None
    total: int | None
    start: int


class V1:
    """A dialect: paths and parameters of each question, and the page of an answer."""

    lists_comments_by_person = True

    def __init__(self, account_id: str):
        self._account = ("account_id", account_id)

    @staticmethod
    def address(base_url: str) -> str:
        """The DSN of the dashboard ("api8.example.com:13851"), or a whole address, as the API's address."""
        address = with_scheme(base_url)
        return address if address.endswith("/api/v1") else f"{address}/api/v1"

    def path(self, path: str) -> str:
        return path

    def query(self, query: Query) -> Query:
        return [self._account, *query]

    def paging(self, cursor: str | None) -> Query:
        return [("cursor", cursor)] if cursor else []

    def sections(self, sections: Iterable[str]) -> Query:
        return [("linkedin_sections", section) for section in sections]

    def posts(self, provider_id: str, is_company: bool) -> tuple[str, Query]:
        return f"/users/{segment(provider_id)}/posts", [("is_company", "true")] if is_company else []

    def comments(self, social_id: str, replies_to: str | None) -> tuple[str, Query]:
        return f"/posts/{segment(social_id)}/comments", [("comment_id", replies_to)] if replies_to else []

    def reactions(self, social_id: str, on_comment: str | None) -> tuple[str, Query]:
        return f"/posts/{segment(social_id)}/reactions", [("comment_id", on_comment)] if on_comment else []

    def followers(self, provider_id: str) -> tuple[str, Query]:
        return "/users/followers", [("user_id", provider_id)]

    def job(self, job_id: str) -> tuple[str, Query]:
        return f"/linkedin/jobs/{segment(job_id)}", [("service", "CLASSIC")]

    def parameter_kind(self, kind: str) -> str:
        return kind

    def ids(self, ids: Iterable[str]) -> list[str]:
        """Filters take ids as strings of digits; Unipile's answer to a word there does not say what is wrong."""
        ids = [str(one) for one in ids]
        for one in ids:
            if not (one.isascii() and one.isdecimal()):
                raise ValueError(f"{one!r} is not the id of a search parameter")
        return ids

    def search(self, category: str, filters: dict, cursor: str | None) -> tuple[str, Query, dict]:
        """Path, query and body of a search; a cursor stands for its filters."""
        body = {"cursor": cursor} if cursor else {"api": "classic", "category": category, **filters}
        return "/linkedin/search", [], body

    def search_leads(self, filters: dict, cursor: str | None) -> tuple[str, Query, dict] | None:
        """A search by Sales Navigator; None where this version of Unipile has none."""
        body = {"cursor": cursor} if cursor else {"api": "sales_navigator", "category": "people", **filters}
        return "/linkedin/search", [], body

    def search_url(self, url: str, cursor: str | None) -> tuple[str, Query, dict]:
        return "/linkedin/search", [], {"cursor": cursor} if cursor else {"url": url}

    def page(self, payload: dict, cursor: str | None, *, searched: bool) -> Listed:
        paging = part(payload, "paging")
        total = number(paging, "total_count")
        return Listed(
            entries=parts(payload, "items") if isinstance(first(payload, "items"), list) else None,
            cursor=text(payload, "cursor") or text(paging, "cursor") or None,
            total=number(payload, "total_items") if total is None else total,
            start=number(paging, "start") or 0,
        )

    def read(self, read: Callable[..., T], source: dict, **options) -> T:
        return read(source, **options)


def with_scheme(address: str) -> str:
    address = address.strip().rstrip("/")
    return address if "://" in address else f"https://{address}"


def segment(value: str) -> str:
    return quote(value, safe="")

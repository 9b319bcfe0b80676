"""A member of LinkedIn beside something else: the author of a post, the follower, the connected account."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from autoreach.providers.reading import clean, flag, part, text

# Search and profiles name the same distances differently; 0 is the account itself.
DISTANCES = {
    "SELF": 0,
    "DISTANCE_1": 1,
    "FIRST_DEGREE": 1,
    "DISTANCE_2": 2,
    "SECOND_DEGREE": 2,
    "DISTANCE_3": 3,
    "THIRD_DEGREE": 3,
}
PERSON_URL = re.compile(r"linkedin\.com/in/([^/?#]+)", re.IGNORECASE)
COMPANY_URL = re.compile(r"linkedin\.com/(?:company|school|showcase)/([^/?#]+)", re.IGNORECASE)
PROVIDER_ID = re.compile(r"A[A-Za-z][A-Za-z][A-Za-z0-9_-]{12,}")


@dataclass(frozen=True, slots=True)
class Member:
    """A person or company beside a post, comment or reaction. `public_identifier` is empty where none is shown."""

    id: str = ""
    public_identifier: str = ""
    name: str = ""
    headline: str = ""
    profile_url: str = ""
    distance: int | None = None
    is_company: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    public_identifier: str
    name: str
    is_premium: bool
    has_sales_navigator: bool
    has_recruiter: bool


def slug_in(url: str, pattern=PERSON_URL) -> str:
    found = pattern.search(url)
    slug = clean(unquote(found[1])) if found else ""
    return "" if PROVIDER_ID.fullmatch(slug) else slug


def read_distance(source: dict) -> int | None:
    return DISTANCES.get(text(source, "network_distance"))


def read_member(source: dict, *, name: str = "") -> Member:
    url = text(source, "profile_url", "public_profile_url")
    is_company = flag(source, "is_company") or text(source, "type") == "COMPANY" or bool(COMPANY_URL.search(url))
    own_slug = text(source, "public_identifier")
    return Member(
        id=text(source, "id", "provider_id", "member_id"),
        public_identifier=own_slug or slug_in(url, COMPANY_URL if is_company else PERSON_URL),
        name=name or text(source, "name") or f"{text(source, 'first_name')} {text(source, 'last_name')}".strip(),
        headline=text(source, "headline"),
        profile_url=url,
        distance=read_distance(source),
        is_company=is_company,
    )


def read_follower(source: dict) -> Member | None:
    member = read_member(source)
    return member if member.id else None


def read_account(source: dict) -> Account:
    def has(product):
        return bool(part(source, product)) and "error" not in part(source, product)

    member = read_member(source)
    return Account(
        id=member.id,
        public_identifier=member.public_identifier,
        name=member.name,
        is_premium=flag(source, "premium") or False,
        has_sales_navigator=has("sales_navigator"),
        has_recruiter=has("recruiter"),
    )

"""People, companies, posts and jobs of LinkedIn as Unipile v1 words them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote

from autoreach.providers.reading import (
    clean,
    first,
    flag,
    moment,
    moment_ago,
    number,
    part,
    parts,
    text,
    texts,
    us_date,
)

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

# What a section of a profile is called where it arrives.
SECTIONS = {
    "about": "summary",
    "experience": "work_experience",
    "education": "education",
    "skills": "skills",
    "certifications": "certifications",
    "languages": "languages",
}


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
class Position:
    """`started_on` is the first of its month, or of January where only the year is known."""

    title: str
    company: str
    company_id: str = ""
    location: str = ""
    description: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Education:
    school: str
    degree: str = ""
    field_of_study: str = ""
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A section is None where it was not asked for or not delivered, and () where there is nothing in it.

    `withheld` names the sections LinkedIn delivered in part or not at all: ask again in some hours.
    """

    id: str
    public_identifier: str = ""
    first_name: str = ""
    last_name: str = ""
    headline: str = ""
    location: str = ""
    about: str | None = None
    experience: tuple[Position, ...] | None = None
    education: tuple[Education, ...] | None = None
    skills: tuple[str, ...] | None = None
    certifications: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    withheld: frozenset[str] = frozenset()
    websites: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    x_handle: str = ""
    picture: str = ""
    followers: int | None = None
    connections: int | None = None
    shared_connections: int | None = None
    distance: int | None = None
    is_premium: bool = False
    is_creator: bool = False
    is_hiring: bool = False
    is_open_to_work: bool = False
    is_connected: bool = False
    invitation: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def throttled(self) -> bool:
        return bool(self.withheld)


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found by search; one outside the account's network has neither name nor address."""

    id: str
    public_identifier: str = ""
    name: str = ""
    headline: str = ""
    profile_url: str = ""
    location: str = ""
    industry: str = ""
    picture: str = ""
    distance: int | None = None
    positions: tuple[Position, ...] = ()
    followers: int | None = None
    is_premium: bool = False


@dataclass(frozen=True, slots=True)
class CompanyHit:
    id: str
    public_identifier: str
    name: str
    industry: str = ""
    location: str = ""
    summary: str = ""
    headcount: str = ""
    followers: int | None = None
    job_offers: int | None = None


@dataclass(frozen=True, slots=True)
class JobHit:
    id: str
    title: str
    url: str = ""
    location: str = ""
    posted_at: datetime | None = None
    company: Member | None = None


@dataclass(frozen=True, slots=True)
class Job:
    id: str
    title: str
    description: str = ""
    company: str = ""
    company_id: str = ""
    location: str = ""
    seniority: str = ""
    skills: tuple[str, ...] = ()
    hiring_team: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class FundingRound:
    kind: str
    announced_on: date | None = None
    amount: int | None = None
    currency: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    """`size` is the band LinkedIn shows, `employees` the members who say they work there."""

    id: str
    public_identifier: str
    name: str
    description: str = ""
    tagline: str = ""
    website: str = ""
    phone: str = ""
    industries: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    employees: int | None = None
    followers: int | None = None
    city: str = ""
    country: str = ""
    founded: str = ""
    kind: str = ""
    acquired_by: str = ""
    last_funding: FundingRound | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A post inside a post."""

    id: str
    text: str
    author: Member
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkedInPost:
    """`author` wrote `text`. `shared_by` passed it on as it was; `shared` is what the author put under a text."""

    id: str
    social_id: str
    text: str
    author: Member
    url: str = ""
    posted_at: datetime | None = None
    reactions: int = 0
    comments: int = 0
    reposts: int = 0
    shared_by: Member | None = None
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """`posted_at` is counted back from "3d" and no more exact than that."""

    id: str
    post_id: str
    text: str
    author: Member
    posted_at: datetime | None = None
    reactions: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Reaction:
    kind: str
    post_id: str
    author: Member


@dataclass(frozen=True, slots=True)
class Parameter:
    """A filter's id for a word, as searches want it."""

    id: str
    title: str


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


def read_position(source: dict) -> Position:
    ended_on = us_date(first(source, "end"))
    return Position(
        title=text(source, "position", "role"),
        company=text(source, "company"),
        company_id=text(source, "company_id"),
        location=text(source, "location"),
        description=text(source, "description"),
        started_on=us_date(first(source, "start")),
        ended_on=ended_on,
        is_current=first(source, "end") is None,
    )


def read_education(source: dict) -> Education:
    return Education(
        school=text(source, "school"),
        degree=text(source, "degree"),
        field_of_study=text(source, "field_of_study"),
        started_on=us_date(first(source, "start")),
        ended_on=us_date(first(source, "end")),
    )


def withheld_sections(source: dict, asked: frozenset[str]) -> frozenset[str]:
    short = {
        section
        for section, key in SECTIONS.items()
        if section in asked and (number(source, f"{key}_total_count") or 0) > len(parts(source, key))
    }
    return frozenset(short | {name.removesuffix("_preview") for name in texts(source, "throttled_sections")})


def read_profile(source: dict, *, asked: frozenset[str]) -> Profile:
    withheld = withheld_sections(source, asked)
    contact = part(source, "contact_info")

    def section(name, read):
        found = tuple(filter(None, map(read, parts(source, SECTIONS[name]))))
        unknown = name not in asked or name in withheld or not isinstance(first(source, SECTIONS[name]), list)
        return found if found or not unknown else None

    about, languages = text(source, "summary"), section("languages", lambda entry: text(entry, "name"))
    return Profile(
        id=text(source, "provider_id"),
        public_identifier=text(source, "public_identifier"),
        first_name=text(source, "first_name"),
        last_name=text(source, "last_name"),
        headline=text(source, "headline"),
        location=text(source, "location"),
        about=about if about or ("about" in asked and "about" not in withheld) else None,
        experience=section("experience", read_position),
        education=section("education", read_education),
        skills=section("skills", lambda entry: text(entry, "name")),
        certifications=section("certifications", lambda entry: text(entry, "name")),
        languages=languages and tuple(dict.fromkeys(languages)),
        withheld=withheld,
        websites=texts(source, "websites"),
        emails=texts(contact, "emails"),
        phones=texts(contact, "phones"),
        x_handle=next(
            (text(social, "name") for social in parts(contact, "socials") if text(social, "type") in ("TWITTER", "X")),
            "",
        ),
        picture=text(source, "profile_picture_url_large", "profile_picture_url"),
        followers=number(source, "follower_count", "followers_count"),
        connections=number(source, "connections_count"),
        shared_connections=number(source, "shared_connections_count"),
        distance=read_distance(source),
        is_premium=flag(source, "is_premium") or False,
        is_creator=flag(source, "is_creator") or False,
        is_hiring=flag(source, "is_hiring") or False,
        is_open_to_work=flag(source, "is_open_to_work") or False,
        is_connected=flag(source, "is_relationship") or False,
        invitation=" ".join(filter(None, (text(part(source, "invitation"), key) for key in ("type", "status")))),
    )


def read_person(source: dict) -> PersonHit | None:
    member = read_member(source)
    if not member.id:
        return None
    return PersonHit(
        id=member.id,
        public_identifier=member.public_identifier,
        name=member.name,
        headline=member.headline,
        profile_url=text(source, "public_profile_url", "profile_url"),
        location=text(source, "location"),
        industry=text(source, "industry"),
        picture=text(source, "profile_picture_url_large", "profile_picture_url"),
        distance=member.distance,
        positions=tuple(map(read_position, parts(source, "current_positions"))),
        followers=number(source, "followers_count"),
        is_premium=flag(source, "premium") or False,
    )


def read_company_hit(source: dict) -> CompanyHit | None:
    if not text(source, "id"):
        return None
    return CompanyHit(
        id=text(source, "id"),
        public_identifier=slug_in(text(source, "profile_url"), COMPANY_URL),
        name=text(source, "name"),
        industry=text(source, "industry"),
        location=text(source, "location"),
        summary=text(source, "summary"),
        headcount=text(source, "headcount"),
        followers=number(source, "followers_count"),
        job_offers=number(source, "job_offers_count"),
    )


def read_job_hit(source: dict) -> JobHit | None:
    if not text(source, "id"):
        return None
    company = part(source, "company")
    return JobHit(
        id=text(source, "id"),
        title=text(source, "title"),
        url=text(source, "url"),
        location=text(source, "location"),
        posted_at=moment(first(source, "posted_at")),
        company=read_member({**company, "is_company": True}) if company else None,
    )


def read_job(source: dict) -> Job:
    return Job(
        id=text(source, "id"),
        title=text(source, "title"),
        description=text(source, "description"),
        company=text(source, "company"),
        company_id=text(source, "company_id"),
        location=text(source, "location"),
        seniority=text(source, "seniority"),
        skills=texts(source, "skills"),
        hiring_team=tuple(map(read_member, parts(source, "hiring_team"))),
    )


def read_funding(source: dict) -> FundingRound | None:
    last = part(part(source, "rounds"), "last_round")
    raised = part(last, "money_raised")
    if not last:
        return None
    return FundingRound(
        kind=text(last, "funding_type"),
        announced_on=us_date(first(last, "announced_on")),
        amount=number(raised, "amount"),
        currency=text(raised, "currency"),
        source_url=text(last, "url"),
    )


def read_company(source: dict) -> Company:
    band = part(source, "employee_count_range")
    low, high = number(band, "from"), number(band, "to")
    places = parts(source, "locations")
    seat = next((place for place in places if flag(place, "is_headquarter")), places[0] if places else {})
    return Company(
        id=text(source, "id"),
        public_identifier=text(source, "public_identifier"),
        name=text(source, "name"),
        description=text(source, "description"),
        tagline=text(source, "tagline"),
        website=text(source, "website"),
        phone=text(source, "phone"),
        industries=texts(source, "industry"),
        specialities=texts(source, "activities"),
        size=(low, high) if low is not None and high is not None else None,
        employees=number(source, "employee_count"),
        followers=number(source, "followers_count"),
        city=text(seat, "city"),
        country=text(seat, "country"),
        founded=text(source, "foundation_date"),
        kind=text(source, "organization_type"),
        acquired_by=text(part(source, "acquired_by"), "name"),
        last_funding=read_funding(part(source, "crunchbase_funding")),
    )


def read_posted_at(source: dict) -> datetime | None:
    return moment(first(source, "parsed_datetime")) or moment_ago(first(source, "date"))


def read_post(source: dict) -> LinkedInPost | None:
    post_id = text(source, "id") or text(source, "social_id").rsplit(":", 1)[-1]
    if not post_id:
        return None
    sharer, shared = part(source, "reposted_by"), part(source, "repost_content")
    return LinkedInPost(
        id=post_id,
        social_id=text(source, "social_id") or post_id,
        text=text(source, "text"),
        author=read_member(part(source, "author")),
        url=text(source, "share_url"),
        posted_at=read_posted_at(source),
        reactions=number(source, "reaction_counter") or 0,
        comments=number(source, "comment_counter") or 0,
        reposts=number(source, "repost_counter") or 0,
        shared_by=read_member(sharer) if sharer else None,
        shared=Shared(
            text(shared, "id"), text(shared, "text"), read_member(part(shared, "author")), read_posted_at(shared)
        )
        if shared
        else None,
    )


def read_comment(source: dict) -> Comment | None:
    if not text(source, "id"):
        return None
    author = part(source, "author") | part(source, "author_details")
    return Comment(
        id=text(source, "id"),
        post_id=text(source, "post_id") or text(source, "post_urn").rsplit(":", 1)[-1],
        text=text(source, "text"),
        author=read_member(author, name=text(source, "author")),
        posted_at=read_posted_at(source),
        reactions=number(source, "reaction_counter") or 0,
        replies=number(source, "reply_counter") or 0,
    )


def read_reaction(source: dict) -> Reaction | None:
    author = read_member(part(source, "author"))
    return Reaction(text(source, "value"), text(source, "post_id"), author) if author.id or author.name else None


def read_follower(source: dict) -> Member | None:
    member = read_member(source)
    return member if member.id else None


def read_parameter(source: dict) -> Parameter | None:
    return Parameter(text(source, "id"), text(source, "title")) if text(source, "id") else None


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


HITS = {"PEOPLE": read_person, "COMPANY": read_company_hit, "POST": read_post, "JOB": read_job_hit}


def read_hit(source: dict) -> PersonHit | CompanyHit | LinkedInPost | JobHit | None:
    """None for a kind of result this adapter does not know."""
    read = HITS.get(text(source, "type"))
    return read(source) if read else None

"""Companies of LinkedIn and the jobs they offer."""

from dataclasses import dataclass
from datetime import date, datetime

from autoreach.providers.linkedin.member_objects import COMPANY_URL, Member, read_member, slug_in
from autoreach.providers.reading import first, flag, moment, number, part, parts, text, texts, us_date


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
    """`state` is active, draft, review or closed."""

    id: str
    title: str
    description: str = ""
    company: str = ""
    company_id: str = ""
    location: str = ""
    seniority: str = ""
    skills: tuple[str, ...] = ()
    hiring_team: tuple[Member, ...] = ()
    state: str = ""


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
        state=text(source, "state"),
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

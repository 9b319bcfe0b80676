"""People of LinkedIn as their profiles and the search for people show them."""

from dataclasses import dataclass
from datetime import date

from autoreach.providers.linkedin.member_objects import read_distance, read_member
from autoreach.providers.reading import first, flag, number, part, parts, text, texts, us_date

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

    @property
    def current_position(self) -> Position | None:
        """The current position that began last; a person with two jobs has several."""
        held = [position for position in self.experience or () if position.is_current]
        return max(held, key=lambda position: (position.started_on is not None, position.started_on), default=None)


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
        is_current=first(source, "end") is None and flag(source, "current") is not False,
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


def read_name(source: dict) -> str:
    return text(source, "name")


READERS = {
    "experience": read_position,
    "education": read_education,
    "skills": read_name,
    "certifications": read_name,
    "languages": read_name,
}


def read_sections(source: dict, asked: frozenset[str], withheld: frozenset[str]) -> dict[str, tuple | str | None]:
    """The long parts of a profile; None where one was not asked for, or is withheld."""
    sections = {"about": text(source, "summary") or ("" if "about" in asked - withheld else None)}
    for name, read in READERS.items():
        found = tuple(filter(None, map(read, parts(source, SECTIONS[name]))))
        is_known = name in asked - withheld and isinstance(first(source, SECTIONS[name]), list)
        sections[name] = found if found or is_known else None
    if sections["languages"]:
        sections["languages"] = tuple(dict.fromkeys(sections["languages"]))
    return sections


def read_profile(source: dict, *, asked: frozenset[str]) -> Profile:
    withheld = withheld_sections(source, asked)
    contact = part(source, "contact_info")
    return Profile(
        id=text(source, "provider_id"),
        public_identifier=text(source, "public_identifier"),
        first_name=text(source, "first_name"),
        last_name=text(source, "last_name"),
        headline=text(source, "headline"),
        location=text(source, "location"),
        **read_sections(source, asked, withheld),
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


def read_person_hit(source: dict) -> PersonHit | None:
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

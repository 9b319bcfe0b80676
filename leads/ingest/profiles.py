"""What a source hands over: people as it found them, with what they wrote."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class FoundPost:
    text: str
    platform: str = "import"
    external_id: str = ""
    url: str = ""
    posted_at: str | None = None


@dataclass(slots=True)
class FoundProfile:
    """A person as a source found them. `linkedin`, `x` and `email` may be written in any way."""

    linkedin: str = ""
    x: str = ""
    x_user_id: str = ""
    email: str = ""
    phone: str = ""
    full_name: str = ""
    title: str = ""
    company_name: str = ""
    company_size: str = ""
    company_location: str = ""
    company_domain: str = ""
    industry: str = ""
    location: str = ""
    website: str = ""
    bio: str = ""
    skills: str = ""
    keywords: str = ""
    notes: str = ""
    connected_on: date | None = None
    role_started_on: date | None = None
    evidence: str = ""
    evidence_url: str = ""
    evidence_at: datetime | None = None
    reference: str = ""
    posts: list[FoundPost] = field(default_factory=list)

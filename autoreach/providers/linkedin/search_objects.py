"""What a search of LinkedIn takes and finds."""

from dataclasses import dataclass

from autoreach.providers.linkedin.company_objects import CompanyHit, JobHit, read_company_hit, read_job_hit
from autoreach.providers.linkedin.post_objects import LinkedInPost, read_post
from autoreach.providers.linkedin.profile_objects import PersonHit, read_person_hit
from autoreach.providers.reading import text

HITS = {"PEOPLE": read_person_hit, "COMPANY": read_company_hit, "POST": read_post, "JOB": read_job_hit}

Hit = PersonHit | CompanyHit | LinkedInPost | JobHit


@dataclass(frozen=True, slots=True)
class Parameter:
    """A filter's id for a word, as searches want it."""

    id: str
    title: str


def read_parameter(source: dict) -> Parameter | None:
    return Parameter(text(source, "id"), text(source, "title")) if text(source, "id") else None


def read_hit(source: dict) -> Hit | None:
    """None for a kind of result this adapter does not know."""
    read = HITS.get(text(source, "type"))
    return read(source) if read else None

"""Objects of Unipile's second version, in the words of the first, so that one reader serves both."""

import re

from autoreach.providers.linkedin.company_objects import read_company, read_job
from autoreach.providers.linkedin.member_objects import read_account, read_follower
from autoreach.providers.linkedin.post_objects import read_comment, read_post, read_reaction
from autoreach.providers.linkedin.profile_objects import read_profile
from autoreach.providers.linkedin.search_objects import read_hit, read_parameter
from autoreach.providers.reading import first, number, part, parts, text, texts

SECTION = re.compile(r"^linkedin_(.+?)(_preview)?$")
POST_NUMBER = re.compile(r"(?:activity|ugcPost|share)[-:](\d+)")
HANDLE = re.compile(r"(?:x|twitter)\.com/(\w+)", re.IGNORECASE)
HITS = {"PeopleSearchResult": "PEOPLE", "CompanySearchResult": "COMPANY", "JobSearchResult": "JOB", "Post": "POST"}
FLAGS = ("is_premium", "is_creator", "is_hiring", "is_open_to_work")


def user(source: dict) -> dict:
    """A member beside something else: an author, a follower, the connected account."""
    specifics = part(source, "specifics")
    return {
        **source,
        "name": first(source, "display_name"),
        "headline": headline(source),
        "type": "COMPANY" if text(source, "type") == "organization" else "INDIVIDUAL",
        "network_distance": first(specifics, "network_distance") or first(source, "network_distance"),
    }


def headline(source: dict) -> str:
    return text(part(source, "specifics"), "headline") or text(source, "headline", "description")


def account(source: dict) -> dict:
    return {**user(source), "premium": first(part(source, "specifics"), "is_premium")}


def profile(source: dict) -> dict:
    """`throttled_sections` lose their prefix; a section that did not come stays absent."""
    specifics = part(source, "specifics")
    request = part(specifics, "relation_request")
    sections = {
        "work_experience": (specifics, "experience", position),
        "education": (specifics, "education", education),
        "skills": (specifics, "skills", dict),
        "certifications": (specifics, "certifications", lambda entry: {"name": first(entry, "title")}),
        "languages": (specifics, "languages", lambda entry: {"name": first(entry, "language")}),
    }
    return {
        **source,
        **{
            name: [translate(entry) for entry in parts(where, key)]
            for name, (where, key, translate) in sections.items()
            if isinstance(first(where, key), list)
        },
        **{name: first(specifics, name) for name in FLAGS},
        "provider_id": first(source, "id"),
        "headline": headline(source),
        "summary": first(source, "bio"),
        "throttled_sections": [SECTION.sub(r"\1", name) for name in texts(specifics, "throttled_sections")],
        "websites": first(source, "websites") or first(specifics, "websites"),
        "contact_info": {
            "emails": first(source, "emails"),
            "phones": first(source, "phone_numbers"),
            "socials": [{"type": "X", "name": x_handle(part(source, "social_handles"))}],
        },
        "profile_picture_url": first(source, "public_picture_url_large", "public_picture_url"),
        "connections_count": first(source, "relations_count"),
        "shared_connections_count": first({**specifics, **source}, "shared_relations_count"),
        "network_distance": first(specifics, "network_distance"),
        "is_relationship": text(specifics, "network_distance") == "FIRST_DEGREE",
        "invitation": {
            "type": text(request, "type").upper(),
            "status": text(specifics, "relation_request_status").upper(),
        },
    }


def position(source: dict) -> dict:
    company = part(source, "company")
    return {
        **source,
        "position": first(source, "job_title", "title"),
        "company": first(company, "name"),
        "company_id": first(company, "id"),
        "start": first(source, "started_on"),
        "end": first(source, "ended_on"),
    }


def education(source: dict) -> dict:
    return {
        "school": first(part(source, "school"), "name"),
        "degree": first(source, "degree"),
        "field_of_study": ", ".join(texts(source, "fields_of_study")),
        "start": first(source, "started_on"),
        "end": first(source, "ended_on"),
    }


def x_handle(socials: dict) -> str:
    known = part(socials, "x")
    found = HANDLE.search(text(known, "url"))
    return found[1] if found else text(known, "name").removeprefix("@")


def post(source: dict) -> dict:
    """The id of a post is opaque here; its number, which both versions share, stands in its address."""
    identifier = text(source, "id")
    found = POST_NUMBER.search(identifier) or POST_NUMBER.search(text(source, "share_url"))
    shared, sharer = part(source, "quoted_post"), part(source, "reposted_by")
    return {
        **source,
        "id": found[1] if found else identifier,
        "social_id": identifier,
        "parsed_datetime": first(source, "created_at"),
        "author": user(part(source, "author")),
        "reaction_counter": reaction_count(source),
        "comment_counter": first(source, "comments_counter"),
        "repost_counter": first(source, "reposts_counter"),
        "reposted_by": user(sharer) if sharer else None,
        "repost_content": post(shared) if shared else None,
    }


def reaction_count(source: dict) -> int:
    return sum(number(entry, "count") or 0 for entry in parts(source, "reactions_counter"))


def comment(source: dict) -> dict:
    return {
        **source,
        "author": None,
        "author_details": user(part(source, "author")),
        "parsed_datetime": first(source, "created_at"),
        "reaction_counter": reaction_count(source),
    }


def reaction(source: dict) -> dict:
    value = text(source, "value").removeprefix("linkedin_").upper()
    return {**source, "value": value, "author": user(part(source, "sender", "author"))}


def hit(source: dict) -> dict:
    kind = HITS.get(text(source, "object"), "")
    if kind == "POST":
        return {**post(source), "type": kind}
    if kind == "COMPANY":
        jobs = first(source, "job_postings_count")
        return {**source, "type": kind, "name": first(source, "display_name"), "job_offers_count": jobs}
    if kind == "JOB":
        return {**source, "type": kind, "posted_at": first(source, "listed_at")}
    return {**person(source), "type": kind}


def person(source: dict) -> dict:
    """Who is outside the network has no address, and "LinkedIn Member" for a name."""
    shown = text(source, "public_identifier", "profile_url")
    return {
        **source,
        "name": first(source, "display_name") if shown else None,
        "profile_picture_url": first(source, "public_picture_url"),
        "premium": first(source, "is_premium"),
    }


def company(source: dict) -> dict:
    seats = [{**place, "country": first(place, "country_code")} for place in parts(source, "locations")]
    return {**source, "locations": seats, "foundation_date": first(source, "establishment_year")}


def job(source: dict) -> dict:
    employer = part(source, "company")
    team = [{**member, "name": first(member, "full_name")} for member in parts(source, "hiring_team")]
    return {**source, "company": first(employer, "name"), "company_id": first(employer, "id"), "hiring_team": team}


def parameter(source: dict) -> dict:
    return {**source, "title": first(source, "name")}


TRANSLATIONS = {
    read_account: account,
    read_comment: comment,
    read_company: company,
    read_follower: user,
    read_hit: hit,
    read_job: job,
    read_parameter: parameter,
    read_post: post,
    read_profile: profile,
    read_reaction: reaction,
}

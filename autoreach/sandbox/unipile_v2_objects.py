"""Profiles, posts and search results as Unipile's second version writes them, from those of the first."""

import base64
import json
from contextlib import suppress

SECTIONS = {name: name for name in ("education", "skills", "languages", "certifications")}
SECTIONS |= {"experience": "work_experience"}


def present(fields):
    """Optional fields are left out, not null."""
    return {name: value for name, value in fields.items() if value is not None}


def user(source):
    identifier = source.get("provider_id") or source.get("member_id") or source["id"]
    name = source.get("name") or f"{source.get('first_name', '')} {source.get('last_name', '')}".strip()
    return present(
        {
            "object": "User",
            "id": identifier,
            "type": "organization" if source.get("is_company") else "individual",
            "public_identifier": source.get("public_identifier"),
            "display_name": name or "LinkedIn Member",
            "first_name": source.get("first_name"),
            "last_name": source.get("last_name"),
            "profile_url": source.get("public_profile_url") or source.get("profile_url"),
            "description": source.get("headline"),
        }
    )


def profile(source):
    contact = source.get("contact_info") or {}
    on_x = next(iter(contact.get("socials", ())), None)
    return user(source) | present(
        {
            "provider": "linkedin",
            "public_picture_url": source.get("profile_picture_url"),
            "bio": source.get("summary"),
            "location": source.get("location"),
            "emails": contact.get("emails"),
            "phone_numbers": contact.get("phones"),
            "websites": source.get("websites"),
            "social_handles": {"x": {"name": on_x["name"]}} if on_x else None,
            "followers_count": source.get("follower_count"),
            "relations_count": source.get("connections_count"),
            "shared_relations_count": source.get("shared_connections_count"),
            "is_blocked": False,
            "specifics": specifics(source),
        }
    )


def specifics(source):
    flags = ("is_open_profile", "is_premium", "is_influencer", "is_creator", "is_hiring", "is_open_to_work")
    shapes = {
        "experience": position,
        "education": education,
        "skills": lambda entry: {"name": entry["name"], "endorsement_count": entry["endorsement_count"]},
        "languages": lambda entry: {"language": entry["name"], "proficiency": entry["proficiency"]},
        "certifications": lambda entry: {"title": entry["name"], "organization": {"name": entry["organization"]}},
    }
    return present(
        {
            "member_id": source.get("member_urn"),
            "network_distance": source.get("network_distance", "SELF"),
            **{flag: source.get(flag) for flag in flags},
            **{
                name: [shape(entry) for entry in source[SECTIONS[name]]]
                for name, shape in shapes.items()
                if SECTIONS[name] in source
            },
            "throttled_sections": [f"linkedin_{name}" for name in source.get("throttled_sections", ())] or None,
        }
    )


def position(source):
    return present(
        {
            "company": {"id": source["company_id"], "name": source["company"]},
            "job_title": source["position"],
            "started_on": padded(source["start"]),
            "ended_on": padded(source["end"]),
            "location": source["location"],
            "description": source["description"],
            "skills": source["skills"],
        }
    )


def education(source):
    return {
        "school": {"name": source["school"]},
        "degree": source["degree"],
        "fields_of_study": [source["field_of_study"]],
        "started_on": padded(source["start"]),
        "ended_on": padded(source["end"]),
    }


def padded(day):
    """8/1/2024 as 08/01/2024."""
    return day and "/".join(part.zfill(2) for part in day.split("/"))


def post_id(number):
    return base64.b64encode(json.dumps([f"activity:{number}"]).encode()).decode()


def post_number(identifier):
    """The number in an opaque id, or in a urn."""
    with suppress(ValueError, IndexError, TypeError):
        identifier = json.loads(base64.b64decode(identifier, validate=True))[0]
    return str(identifier).rpartition(":")[2]


def post(source):
    fields = {
        "object": "Post",
        "id": post_id(source["id"]),
        "share_url": source.get("share_url", f"https://www.linkedin.com/feed/update/urn:li:activity:{source['id']}"),
        "created_at": source["parsed_datetime"],
        "text": source["text"],
        "author": user(source["author"]),
        "user_reacted": False,
        "permissions": source.get("permissions", {}),
        "reactions_counter": [{"reaction": "linkedin_like", "count": source.get("reaction_counter", 0)}],
        "comments_counter": source.get("comment_counter", 0),
        "reposts_counter": source.get("repost_counter", 0),
        "attachments": [],
        "is_repost": False,
    }
    shared = source.get("repost_content")
    return fields | ({"quoted_post": post(shared)} if shared else {})


def comment(source, created_at):
    return {
        "object": "Comment",
        "id": source["id"],
        "created_at": created_at,
        "text": source["text"],
        "attachments": [],
        "is_sender": False,
        "can_reply": True,
        "can_react": True,
        "reply_counter": source["reply_counter"],
        "reactions_counter": [{"reaction": "linkedin_like", "count": source["reaction_counter"]}],
        "author": user(source["author_details"] | {"name": source["author"]}),
    }


def reaction(source):
    value = f"linkedin_{source['value'].lower()}"
    return {"object": "Reaction", "value": value, "is_sender": False, "sender": user(source["author"])}


DEGREES = {"DISTANCE_1": "FIRST_DEGREE", "DISTANCE_2": "SECOND_DEGREE", "DISTANCE_3": "THIRD_DEGREE"}


def person_hit(source):
    distance = source["network_distance"]
    return present(
        {
            "object": "PeopleSearchResult",
            "product": "classic",
            "id": source["id"],
            "display_name": source.get("name") or "LinkedIn Member",
            "public_identifier": source.get("public_identifier"),
            "profile_url": source.get("public_profile_url"),
            "location": source["location"],
            "headline": source["headline"],
            "industry": source["industry"],
            "is_premium": source.get("premium"),
            "is_verified": source.get("verified"),
            "shared_relations_count": source.get("shared_connections_count"),
            "network_distance": DEGREES.get(distance, distance),
        }
    )


def company_hit(source):
    kept = ("id", "profile_url", "location", "industry", "summary", "headcount", "followers_count")
    return {
        "object": "CompanySearchResult",
        "product": "classic",
        "display_name": source["name"],
        "job_postings_count": source["job_offers_count"],
        **{name: source[name] for name in kept},
    }


def job_hit(source):
    company = {name: source["company"][name] for name in ("id", "name", "public_identifier", "profile_url")}
    return {
        "object": "JobSearchResult",
        "id": source["id"],
        "title": source["title"],
        "location": source["location"],
        "listed_at": source["posted_at"],
        "url": source["url"],
        "is_repost": source["reposted"],
        "is_promoted": source["promoted"],
        "easy_apply": source["easy_apply"],
        "few_applicants": False,
        "company": company,
        "insights": [],
    }


def company(source):
    seats = [
        {"is_headquarter": seat["is_headquarter"], "country_code": seat["country"], "city": seat["city"]}
        for seat in source["locations"]
    ]
    kept = (
        "id name public_identifier profile_url description tagline followers_count is_following is_employee industry "
        "employee_count website hashtags"
    ).split()
    return {
        "object": "CompanyProfile",
        **{name: source[name] for name in kept},
        "locations": seats,
        "establishment_year": int(source["foundation_date"].rpartition("/")[2]),
    }


def job(source):
    return {
        "object": "JobPosting",
        "product": "classic",
        "id": source["id"],
        "title": source["title"],
        "company": {"id": source["company_id"], "name": source["company"]},
        "location": source["location"],
        "state": "published",
        "description": source["description"],
        "industries": source["industries"],
        "hiring_team": [],
    }

from datetime import UTC, date, datetime

from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.linkedin.post_objects import LinkedInPost
from autoreach.providers.linkedin.profile_objects import PersonHit, Position
from tests.providers.conftest import Canned

ID = "ACoAAADEMO0000000000000000000000000009"
PROFILE = {
    "object": "UserProfile",
    "provider": "LINKEDIN",
    "provider_id": ID,
    "public_identifier": "ilse-invented",
    "member_urn": "100000009",
    "first_name": "Ilse",
    "last_name": "Invented\ud800",
    "headline": "Plant manager at Invented Mills",
    "summary": "I keep mills running.\x00",
    "location": "Ghent, Belgium",
    "primary_locale": {"country": "BE", "language": "nl"},
    "websites": ["https://ilse.example.org"],
    "contact_info": {
        "emails": ["ilse@example.org"],
        "phones": [],
        "adresses": [],
        "socials": [{"type": "TWITTER", "name": "ilse_invented"}],
    },
    "profile_picture_url": "https://media.example.org/9.jpg",
    "is_premium": True,
    "is_hiring": True,
    "is_relationship": False,
    "invitation": {"type": "SENT", "status": "PENDING"},
    "network_distance": "SECOND_DEGREE",
    "follower_count": 5231,
    "connections_count": 500,
    "shared_connections_count": 4,
    "work_experience": [
        {
            "position": "Plant manager",
            "company": "Invented Mills",
            "company_id": "9000009",
            "location": "Ghent",
            "description": "Nine lines, two shifts.",
            "skills": [],
            "start": "8/1/2024",
            "end": None,
        },
        {"position": "Adviser", "company": "Made-up Guild", "skills": [], "start": "1/1/2023", "end": None},
        {"position": "Shift lead", "company": "Sample Paper", "skills": [], "start": "13/1/2019", "end": "7/1/2024"},
    ],
    "work_experience_total_count": 3,
    "education": [
        {"school": "Invented Institute", "degree": "MSc", "field_of_study": "Fibre", "start": "1/1/2012", "end": None}
    ],
    "skills": [{"name": "Kaizen", "endorsement_count": 12, "endorsement_id": None, "insights": [], "endorsed": False}],
    "languages": [{"name": "Dutch"}, {"name": "Dutch"}],
    "certifications": [{"name": "Lean", "organization": "Guild"}],
    "public_profile_url": "https://www.linkedin.com/in/ilse-invented",
}
AUTHOR = {
    "public_identifier": "ilse-invented",
    "id": ID,
    "name": "Ilse Invented",
    "is_company": False,
    "headline": "Plant manager",
}
ILSE = Member(ID, "ilse-invented", "Ilse Invented", "Plant manager")
POST = {
    "object": "Post",
    "provider": "LINKEDIN",
    "id": "7390000000000000009",
    "social_id": "urn:li:activity:7390000000000000009",
    "share_url": "https://www.linkedin.com/posts/ilse-invented_activity-7390000000000000009",
    "text": "Which planning tool do you trust?",
    "date": "2d",
    "parsed_datetime": "2026-11-18T08:00:00.000Z",
    "reaction_counter": 64,
    "comment_counter": 9,
    "repost_counter": 3,
    "impressions_counter": 0,
    "author": AUTHOR,
    "permissions": {"can_react": True, "can_share": True, "can_post_comments": True},
    "is_repost": False,
    "attachments": [],
}
POST_READ = LinkedInPost(
    id="7390000000000000009",
    social_id="urn:li:activity:7390000000000000009",
    text="Which planning tool do you trust?",
    author=ILSE,
    url="https://www.linkedin.com/posts/ilse-invented_activity-7390000000000000009",
    posted_at=datetime(2026, 11, 18, 8, tzinfo=UTC),
    reactions=64,
    comments=9,
    reposts=3,
)
PERSON = {
    "object": "SearchResult",
    "type": "PEOPLE",
    "id": ID,
    "public_identifier": "ilse-invented",
    "public_profile_url": "https://www.linkedin.com/in/ilse-invented",
    "profile_url": "https://www.linkedin.com/in/ilse-invented?miniProfileUrn=demo",
    "profile_picture_url": None,
    "profile_picture_url_large": None,
    "member_urn": "urn:li:member:100000009",
    "name": "Ilse Invented",
    "network_distance": "DISTANCE_2",
    "location": "Ghent, Belgium",
    "industry": None,
    "headline": "Plant manager at Invented Mills",
    "premium": True,
    "current_positions": [
        {
            "company": "Invented Mills",
            "company_id": "9000009",
            "description": None,
            "role": "Plant manager",
            "location": "Ghent",
            "industry": ["Paper"],
            "start": {"year": 2024, "month": 8},
            "skills": None,
        }
    ],
}
PERSON_READ = PersonHit(
    id=ID,
    public_identifier="ilse-invented",
    name="Ilse Invented",
    headline="Plant manager at Invented Mills",
    profile_url="https://www.linkedin.com/in/ilse-invented",
    location="Ghent, Belgium",
    distance=2,
    positions=(
        Position("Plant manager", "Invented Mills", "9000009", "Ghent", started_on=date(2024, 8, 1), is_current=True),
    ),
    is_premium=True,
)
STRANGER = {
    **dict.fromkeys(PERSON),
    "object": "SearchResult",
    "type": "PEOPLE",
    "id": "ACoAAADEMO0000000000000000000000000010",
    "network_distance": "OUT_OF_NETWORK",
    "headline": "Data lead in fintech",
}


def found(*items, cursor=None, total=None, start=0):
    return {
        "object": "LinkedinSearch",
        "items": list(items),
        "config": {"params": {"api": "classic", "category": "people"}},
        "paging": {"start": start, "page_count": len(items), "total_count": len(items) if total is None else total},
        "cursor": cursor,
    }


def listed(kind, *items, cursor=None, **more):
    return {"object": kind, "items": list(items), "cursor": cursor, "paging": {"page_count": len(items)}, **more}


def error(status, kind, detail="In words."):
    body = {"title": "Trouble", "detail": detail, "type": f"errors/{kind}", "status": status, "instance": "/"}
    return Canned(body, status)


FOLLOWER = {
    "object": "UserFollower",
    "id": ID,
    "urn": f"urn:li:fsd_profile:{ID}",
    "name": "Ilse Invented",
    "headline": "Plant manager",
    "profile_url": f"https://www.linkedin.com/in/{ID}",
    "profile_picture_url": None,
    "profile_picture_url_large": None,
}

from tests.providers.conftest import Canned
from tests.providers.linkedin_recorded import ID

PROFILE = {
    "object": "User",
    "id": ID,
    "type": "individual",
    "provider": "linkedin",
    "public_identifier": "ilse-invented",
    "display_name": "Ilse Invented",
    "first_name": "Ilse",
    "last_name": "Invented\ud800",
    "profile_url": "https://www.linkedin.com/in/ilse-invented",
    "public_picture_url": "https://media.example.org/9.jpg",
    "description": "Plant manager at Invented Mills",
    "bio": "I keep mills running.\x00",
    "location": "Ghent, Belgium",
    "emails": ["ilse@example.org"],
    "phone_numbers": [],
    "websites": ["https://ilse.example.org"],
    "social_handles": {"x": {"url": "https://x.com/ilse_invented"}},
    "followers_count": 5231,
    "relations_count": 500,
    "shared_relations_count": 4,
    "is_blocked": False,
    "specifics": {
        "member_id": "100000009",
        "network_distance": "SECOND_DEGREE",
        "relation_request": {"object": "RelationRequest", "type": "sent", "id": "7391"},
        "relation_request_status": "pending",
        "is_premium": True,
        "is_hiring": True,
        "experience": [
            {
                "company": {"id": "9000009", "name": "Invented Mills"},
                "job_title": "Plant manager",
                "started_on": "08/01/2024",
                "location": "Ghent",
                "description": "Nine lines, two shifts.",
                "skills": [],
            },
            {"company": {"id": "9000010", "name": "Made-up Guild"}, "job_title": "Adviser", "started_on": "01/01/2023"},
            {
                "company": {"id": "9000011", "name": "Sample Paper"},
                "job_title": "Shift lead",
                "started_on": "13/01/2019",
                "ended_on": "07/01/2024",
            },
        ],
        "education": [
            {
                "school": {"name": "Invented Institute"},
                "degree": "MSc",
                "fields_of_study": ["Fibre"],
                "started_on": "01/01/2012",
            }
        ],
        "skills": [{"name": "Kaizen", "endorsement_count": 12}],
        "languages": [{"language": "Dutch"}, {"language": "Dutch"}],
        "certifications": [{"title": "Lean", "organization": {"name": "Guild"}}],
    },
}
AUTHOR = {
    "object": "User",
    "id": ID,
    "type": "individual",
    "public_identifier": "ilse-invented",
    "display_name": "Ilse Invented",
    "description": "Plant manager",
}
POST = {
    "object": "Post",
    "id": "WyJhY3Rpdml0eTo3MzkwMDAwMDAwMDAwMDAwMDA5Il0=",
    "share_url": "https://www.linkedin.com/posts/ilse-invented_activity-7390000000000000009",
    "created_at": "2026-11-18T08:00:00.000Z",
    "text": "Which planning tool do you trust?",
    "author": AUTHOR,
    "user_reacted": False,
    "permissions": {"can_react": True, "can_share": True, "can_post_comments": True},
    "reactions_counter": [{"reaction": "linkedin_like", "count": 60}, {"reaction": "linkedin_praise", "count": 4}],
    "comments_counter": 9,
    "reposts_counter": 3,
    "attachments": [],
    "is_repost": False,
}
COMMENT = {
    "object": "Comment",
    "id": "7390000000000000555",
    "created_at": "2026-11-19T08:00:00.000Z",
    "text": "Ours.",
    "attachments": [],
    "is_sender": False,
    "can_reply": True,
    "can_react": True,
    "reply_counter": 1,
    "reactions_counter": [{"reaction": "linkedin_like", "count": 2}],
    "author": AUTHOR,
}
REACTION = {"object": "Reaction", "value": "linkedin_praise", "is_sender": False, "sender": AUTHOR}
PERSON = {
    "object": "PeopleSearchResult",
    "product": "classic",
    "id": ID,
    "display_name": "Ilse Invented",
    "public_identifier": "ilse-invented",
    "profile_url": "https://www.linkedin.com/in/ilse-invented",
    "location": "Ghent, Belgium",
    "headline": "Plant manager at Invented Mills",
    "is_premium": True,
    "network_distance": "SECOND_DEGREE",
}
STRANGER = {
    "object": "PeopleSearchResult",
    "product": "classic",
    "id": "ACoAAADEMO0000000000000000000000000010",
    "display_name": "LinkedIn Member",
    "location": "",
    "headline": "Data lead in fintech",
    "network_distance": "OUT_OF_NETWORK",
}
COMPANY_HIT = {
    "object": "CompanySearchResult",
    "product": "classic",
    "id": "9000009",
    "display_name": "Invented Mills",
    "profile_url": "https://www.linkedin.com/company/invented-mills/",
    "location": "Ghent",
    "industry": "Paper",
    "headcount": "501-1000",
    "job_postings_count": 3,
}
JOB_HIT = {
    "object": "JobSearchResult",
    "id": "4000000001",
    "title": "Planner (Sample ERP)",
    "listed_at": "2026-11-19T00:00:00.000Z",
    "url": "https://www.linkedin.com/jobs/view/4000000001",
    "is_repost": False,
    "is_promoted": False,
    "easy_apply": True,
    "few_applicants": False,
    "company": {"id": "9000009", "name": "Invented Mills", "public_identifier": "invented-mills"},
    "insights": [],
}
COMPANY = {
    "object": "Company",
    "id": "9000009",
    "name": "Invented Mills",
    "public_identifier": "invented-mills",
    "profile_url": "https://www.linkedin.com/company/invented-mills",
    "followers_count": 9,
    "locations": [{"is_headquarter": True, "country_code": "BE", "city": "Ghent"}],
    "industry": ["Paper"],
    "employee_count": 640,
    "establishment_year": 1904,
    "hashtags": [],
}
JOB = {
    "object": "JobPosting",
    "product": "classic",
    "id": "4000000001",
    "title": "Planner",
    "company": {"id": "9000009", "name": "Invented Mills"},
    "location": "Ghent",
    "state": "published",
    "description": "You plan.",
    "hiring_team": [{"id": ID, "full_name": "Ilse Invented", "role": "Plant manager", "public_profile_url": ""}],
}


def listed(*entries, **more):
    return {"data": list(entries), **more}


def error(status, kind, detail="In words.", headers=None):
    frame = {"object": "Error", "type": kind, "status": status, "title": "Trouble", "detail": detail, "req_id": "r-1"}
    return Canned(frame, status, headers or {})

from datetime import UTC, date, datetime, timedelta

import pytest

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    RateLimited,
    Unavailable,
)
from autoreach.providers.linkedin.client import LinkedIn, api_address
from autoreach.providers.linkedin.objects import (
    SECTIONS,
    Account,
    Comment,
    Company,
    CompanyHit,
    Education,
    FundingRound,
    Job,
    JobHit,
    LinkedInPost,
    Member,
    Parameter,
    PersonHit,
    Position,
    Profile,
    Reaction,
    Shared,
)
from autoreach.providers.results import Usage
from tests.providers.conftest import LIMITS, Canned

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


def test_a_profile_is_read_with_its_sections(wire, linkedin):
    wire.will(PROFILE)
    answer = linkedin.profile("ilse-invented")
    assert answer.value == Profile(
        id=ID,
        public_identifier="ilse-invented",
        first_name="Ilse",
        last_name="Invented",
        headline="Plant manager at Invented Mills",
        location="Ghent, Belgium",
        about="I keep mills running.",
        experience=(
            Position(
                "Plant manager",
                "Invented Mills",
                "9000009",
                "Ghent",
                "Nine lines, two shifts.",
                date(2024, 8, 1),
                is_current=True,
            ),
            Position("Adviser", "Made-up Guild", started_on=date(2023, 1, 1), is_current=True),
            Position("Shift lead", "Sample Paper", started_on=None, ended_on=date(2024, 7, 1)),
        ),
        education=(Education("Invented Institute", "MSc", "Fibre", date(2012, 1, 1)),),
        skills=("Kaizen",),
        certifications=("Lean",),
        languages=("Dutch",),
        websites=("https://ilse.example.org",),
        emails=("ilse@example.org",),
        x_handle="ilse_invented",
        picture="https://media.example.org/9.jpg",
        followers=5231,
        connections=500,
        shared_connections=4,
        distance=2,
        is_premium=True,
        is_hiring=True,
        invitation="SENT PENDING",
    )
    assert answer.usage == Usage("linkedin", "profile", calls=1, units=7)
    assert wire.asked[0].path == "/api/v1/users/ilse-invented"
    assert wire.asked[0].query == [
        ("account_id", "acc_1"),
        *(("linkedin_sections", section) for section in SECTIONS),
    ]
    assert wire.asked[0].headers["x-api-key"] == "a-key"


def test_only_the_sections_asked_for_are_paid_and_known(wire, linkedin):
    wire.will({**PROFILE, "skills": None, "education": None})
    answer = linkedin.profile("ilse-invented", sections=["experience"])
    profile = answer.value
    assert (len(profile.experience), profile.education, profile.skills) == (3, None, None)
    assert (answer.usage.units, profile.withheld) == (2, frozenset())


def test_a_section_linkedin_keeps_back_is_unknown_and_not_empty(wire, linkedin):
    held = {
        **PROFILE,
        "work_experience": [],
        "work_experience_total_count": 4,
        "skills": PROFILE["skills"],
        "skills_total_count": 24,
        "education": [],
        "certifications": [],
        "languages": [],
        "summary": "",
        "throttled_sections": ["certifications", "about_preview", 7],
    }
    wire.will(held)
    profile = linkedin.profile("ilse-invented").value
    assert profile.withheld == {"experience", "skills", "certifications", "about"}
    assert (profile.experience, profile.skills, profile.certifications, profile.about) == (
        None,
        ("Kaizen",),
        None,
        None,
    )
    assert (profile.education, profile.languages) == ((), ())


def test_a_profile_of_two_megabytes_is_read(wire, linkedin):
    job = {**PROFILE["work_experience"][1], "description": "Long days. " * 90}
    wire.will(
        {**PROFILE, "summary": "s" * 200_000, "work_experience": [job] * 2000, "work_experience_total_count": 2000}
    )
    profile = linkedin.profile("ilse-invented").value
    assert (len(profile.about), len(profile.experience), profile.withheld) == (200_000, 2000, frozenset())


def test_an_identifier_in_another_script_is_sent_encoded(wire, linkedin):
    wire.will(PROFILE)
    linkedin.profile("ильзе/выдуманная")
    assert wire.asked[0].path == "/api/v1/users/" + (
        "%D0%B8%D0%BB%D1%8C%D0%B7%D0%B5%2F%D0%B2%D1%8B%D0%B4%D1%83%D0%BC%D0%B0%D0%BD%D0%BD%D0%B0%D1%8F"
    )


def test_an_object_without_its_id_is_no_profile(wire, linkedin):
    wire.will({"object": "UserProfile"})
    with pytest.raises(InvalidAnswer) as caught:
        linkedin.profile("ilse-invented")
    assert caught.value.usage == Usage("linkedin", "profile", calls=1, units=7)


def test_a_company_is_read(wire, linkedin):
    wire.will(
        {
            "object": "CompanyProfile",
            "id": "9000009",
            "name": "Invented Mills",
            "description": "Makes paper that is not there.",
            "entity_urn": "urn:li:fsd_company:9000009",
            "public_identifier": "invented-mills",
            "profile_url": "https://www.linkedin.com/company/invented-mills",
            "tagline": "Paper, imagined",
            "followers_count": 18230,
            "industry": ["Paper"],
            "activities": ["Pulp"],
            "employee_count": 640,
            "employee_count_range": {"from": 501, "to": 1000},
            "website": "https://mills.example.org",
            "foundation_date": "1911",
            "locations": [
                {"is_headquarter": False, "country": "FI", "city": "Turku", "street": []},
                {"is_headquarter": True, "country": "BE", "city": "Ghent", "street": []},
            ],
            "organization_type": "PRIVATELY_HELD",
            "crunchbase_funding": {
                "rounds": {
                    "total_count": 1,
                    "last_round": {
                        "announced_on": "2026-09-01",
                        "url": "https://funding.example.org/1",
                        "funding_type": "SERIES_A",
                        "money_raised": {"amount": 5000000, "currency": "EUR"},
                    },
                }
            },
        }
    )
    assert linkedin.company("invented-mills").value == Company(
        id="9000009",
        public_identifier="invented-mills",
        name="Invented Mills",
        description="Makes paper that is not there.",
        tagline="Paper, imagined",
        website="https://mills.example.org",
        industries=("Paper",),
        specialities=("Pulp",),
        size=(501, 1000),
        employees=640,
        followers=18230,
        city="Ghent",
        country="BE",
        founded="1911",
        kind="PRIVATELY_HELD",
        last_funding=FundingRound("SERIES_A", date(2026, 9, 1), 5_000_000, "EUR", "https://funding.example.org/1"),
    )


def test_people_are_searched_by_ids_and_words(wire, linkedin):
    wire.will(found(PERSON, STRANGER, {"type": "SOMETHING_NEW", "id": "1"}, cursor="next==", total=900))
    answer = linkedin.search_people(
        keywords="pap\ud83der\x00", title="plant manager", locations=["106967730"], industries=["4"], distances=[2, 3]
    )
    assert answer.value.items == (
        PERSON_READ,
        PersonHit(id=STRANGER["id"], headline="Data lead in fintech"),
    )
    assert (answer.value.cursor, answer.value.total, answer.value.throttled) == ("next==", 900, False)
    asked = wire.asked[0]
    assert (asked.method, asked.path, asked.query) == (
        "POST",
        "/api/v1/linkedin/search",
        [("account_id", "acc_1"), ("limit", "25")],
    )
    assert asked.body == {
        "api": "classic",
        "category": "people",
        "keywords": "paper",
        "location": ["106967730"],
        "industry": ["4"],
        "network_distance": [2, 3],
        "advanced_keywords": {"title": "plant manager"},
    }
    linkedin.search_people(cursor="next==", limit=500)
    assert (wire.asked[1].body, wire.asked[1]["limit"]) == ({"cursor": "next=="}, "50")


def test_a_word_in_place_of_a_filters_id_is_not_sent(wire, linkedin):
    with pytest.raises(ValueError, match="Berlin"):
        linkedin.search_people(locations=["Berlin"])
    assert wire.asked == []


def test_companies_posts_and_jobs_are_searched(wire, linkedin):
    company = {
        "object": "SearchResult",
        "type": "COMPANY",
        "id": "9000009",
        "name": "Invented Mills",
        "location": "Ghent",
        "profile_url": "https://www.linkedin.com/company/invented-mills/",
        "industry": "Paper",
        "summary": None,
        "headcount": "501-1000",
    }
    job = {
        "object": "SearchResult",
        "type": "JOB",
        "id": "4000000001",
        "reference_id": "r",
        "title": "Planner (Sample ERP)",
        "location": None,
        "posted_at": "2026-11-19T00:00:00.000Z",
        "reposted": False,
        "url": "https://www.linkedin.com/jobs/view/4000000001",
        "promoted": False,
        "benefits": [],
        "easy_apply": False,
        "company": {
            "id": "9000009",
            "public_identifier": "invented-mills",
            "name": "Invented Mills",
            "profile_url": None,
            "profile_picture_url": None,
        },
    }
    wire.will(found(company), found({**POST, "object": "SearchResult", "type": "POST"}), found(job, total=1))
    companies = linkedin.search_companies(keywords="paper", headcounts=[(51, 200), (10001, None)], hiring=True)
    assert companies.value.items == (
        CompanyHit("9000009", "invented-mills", "Invented Mills", "Paper", "Ghent", headcount="501-1000"),
    )
    posts = linkedin.search_posts(
        keywords="planning tool", within="past_week", newest_first=True, author_industries=["4"]
    )
    assert posts.value.items == (POST_READ,)
    jobs = linkedin.search_jobs(keywords="Sample ERP", region="100565514", companies=["9000009"], within_days=30)
    assert jobs.value.items == (
        JobHit(
            "4000000001",
            "Planner (Sample ERP)",
            "https://www.linkedin.com/jobs/view/4000000001",
            posted_at=datetime(2026, 11, 19, tzinfo=UTC),
            company=Member("9000009", "invented-mills", "Invented Mills", is_company=True),
        ),
    )
    assert [asked.body for asked in wire.asked] == [
        {
            "api": "classic",
            "category": "companies",
            "keywords": "paper",
            "headcount": [{"min": 51, "max": 200}, {"min": 10001}],
            "has_job_offers": True,
        },
        {
            "api": "classic",
            "category": "posts",
            "keywords": "planning tool",
            "date_posted": "past_week",
            "sort_by": "date",
            "author": {"industry": ["4"]},
        },
        {
            "api": "classic",
            "category": "jobs",
            "keywords": "Sample ERP",
            "region": "100565514",
            "company": ["9000009"],
            "date_posted": 30,
        },
    ]


def test_a_copied_search_address_is_searched(wire, linkedin):
    wire.will(found(PERSON))
    url = "https://www.linkedin.com/search/results/people/?keywords=paper"
    assert linkedin.search_url(url).value.items == (PERSON_READ,)
    assert wire.asked[0].body == {"url": url}


def test_words_become_the_ids_of_filters(wire, linkedin):
    wire.will(
        {
            "object": "LinkedinSearchParametersList",
            "items": [{"object": "LinkedinSearchParameter", "id": "106967730", "title": "Ghent, Belgium"}],
            "paging": {"page_count": 1},
        }
    )
    answer = linkedin.search_parameters("LOCATION", "ghent")
    assert answer.value == (Parameter("106967730", "Ghent, Belgium"),)
    assert wire.asked[0].query == [
        ("account_id", "acc_1"),
        ("type", "LOCATION"),
        ("keywords", "ghent"),
        ("limit", "10"),
    ]


def test_a_job_ad_tells_what_it_requires_and_who_hires(wire, linkedin):
    wire.will(
        {
            "object": "LinkedinJobPosting",
            "id": "4000000001",
            "state": "active",
            "title": "Planner",
            "description": "You know Sample ERP.",
            "company": "Invented Mills",
            "location": "Ghent",
            "applicants_counter": 3,
            "cost": 0,
            "skills": ["Sample ERP"],
            "hiring_team": [
                {
                    "name": "Ilse Invented",
                    "provider_id": ID,
                    "public_identifier": None,
                    "profile_url": "https://www.linkedin.com/in/ilse-invented/",
                    "can_send_free_inmail": False,
                }
            ],
        }
    )
    assert linkedin.job("4000000001").value == Job(
        "4000000001",
        "Planner",
        "You know Sample ERP.",
        "Invented Mills",
        location="Ghent",
        skills=("Sample ERP",),
        hiring_team=(
            Member(ID, "ilse-invented", "Ilse Invented", profile_url="https://www.linkedin.com/in/ilse-invented/"),
        ),
    )


def test_posts_of_a_person_and_of_a_company_are_read(wire, linkedin):
    wire.will(listed("PostList", POST, cursor="eyJkZW1vIjoxfQ=="))
    page = linkedin.posts(ID, limit=500).value
    assert (page.items, page.cursor) == ((POST_READ,), "eyJkZW1vIjoxfQ==")
    linkedin.posts("9000009", is_company=True, cursor=page.cursor)
    assert wire.asked[0].query == [("account_id", "acc_1"), ("limit", "100")]
    assert wire.asked[1].query == [
        ("account_id", "acc_1"),
        ("is_company", "true"),
        ("limit", "20"),
        ("cursor", "eyJkZW1vIjoxfQ=="),
    ]


def test_a_shared_post_keeps_its_two_authors_apart(wire, linkedin):
    other = {
        **AUTHOR,
        "id": "ACoAAADEMO0000000000000000000000000011",
        "public_identifier": "jun",
        "name": "Jun Invented",
    }
    jun = Member(other["id"], "jun", "Jun Invented", "Plant manager")
    inner = {
        "id": "7380000000000000001",
        "date": "1w",
        "parsed_datetime": "2026-11-10T08:00:00.000Z",
        "author": other,
        "text": "The original.",
    }
    wire.will(
        listed(
            "PostList",
            {**POST, "is_repost": True, "author": other, "reposted_by": AUTHOR, "repost_id": "1"},
            {**POST, "is_repost": True, "text": "Look at this", "repost_content": inner},
        )
    )
    passed_on, quoted = linkedin.posts(ID).value.items
    assert (passed_on.author, passed_on.shared_by, passed_on.shared) == (jun, ILSE, None)
    assert (quoted.author, quoted.shared_by) == (ILSE, None)
    assert quoted.shared == Shared("7380000000000000001", "The original.", jun, datetime(2026, 11, 10, 8, tzinfo=UTC))


def test_one_post_is_read(wire, linkedin):
    wire.will(POST)
    assert linkedin.post("urn:li:activity:7390000000000000009").value == POST_READ
    assert wire.asked[0].path == "/api/v1/posts/urn%3Ali%3Aactivity%3A7390000000000000009"


def test_comments_are_read_although_their_author_is_a_bare_name(wire, linkedin):
    comment = {
        "object": "Comment",
        "id": "7390000000000000555",
        "post_id": "7390000000000000009",
        "post_urn": "urn:li:activity:7390000000000000009",
        "author": "Ilse Invented",
        "author_details": {
            "id": None,
            "headline": "Plant manager",
            "profile_url": "https://www.linkedin.com/in/ilse-invented",
            "network_distance": "THIRD_DEGREE",
        },
        "date": "3d",
        "text": "We left Sample ERP last year.",
        "reaction_counter": 2,
        "reply_counter": 1,
    }
    wire.will(listed("CommentList", comment, {**comment, "date": "il y a 3 j"}, total_items=9))
    for page in (linkedin.comments("urn:li:activity:1", replies_to="5").value, linkedin.comments_by(ID).value):
        first, second = page.items
        author = Member(
            "",
            "ilse-invented",
            "Ilse Invented",
            "Plant manager",
            "https://www.linkedin.com/in/ilse-invented",
            distance=3,
        )
        assert datetime.now(UTC) - first.posted_at - timedelta(days=3) < timedelta(minutes=1)
        assert second == Comment(
            "7390000000000000555", "7390000000000000009", "We left Sample ERP last year.", author, None, 2, 1
        )
        assert page.total == 9
    assert [asked.path for asked in wire.asked] == [
        "/api/v1/posts/urn%3Ali%3Aactivity%3A1/comments",
        f"/api/v1/users/{ID}/comments",
    ]
    assert wire.asked[0]["comment_id"] == "5"


def test_reactions_carry_their_cursor_in_either_place(wire, linkedin):
    reaction = {
        "object": "PostReaction",
        "value": "A_NEW_KIND",
        "post_id": "7390000000000000009",
        "author": {
            "id": "9000009",
            "type": "COMPANY",
            "name": "Invented Mills",
            "headline": None,
            "profile_url": "https://www.linkedin.com/company/invented-mills/",
        },
    }
    paging = {"cursor": "deep", "start": 0, "page_count": 1, "total_count": 64}
    wire.will(
        {"object": "PostReactionList", "items": [reaction], "paging": paging},
        listed("PostReactionList", reaction, cursor="top"),
    )
    page = linkedin.reactions("urn:li:activity:1").value
    mills = Member(
        "9000009",
        "invented-mills",
        "Invented Mills",
        profile_url="https://www.linkedin.com/company/invented-mills/",
        is_company=True,
    )
    assert page.items == (Reaction("A_NEW_KIND", "7390000000000000009", mills),)
    assert (page.cursor, page.total, linkedin.reactions_by(ID).value.cursor) == ("deep", 64, "top")


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


def test_followers_are_listed_where_linkedin_lists_them(wire, linkedin):
    wire.will(listed("UserFollowersList", FOLLOWER, cursor="more"), listed("UserFollowersList"))
    page = linkedin.followers("ACoAAADEMO5", limit=50).value
    url = f"https://www.linkedin.com/in/{ID}"
    assert (page.items, page.cursor) == ((Member(ID, "", "Ilse Invented", "Plant manager", url),), "more")
    assert linkedin.followers("ACoAAADEMO5", cursor="more").value.items == ()
    assert [asked.path for asked in wire.asked] == ["/api/v1/users/followers"] * 2
    assert wire.asked[0]["user_id"] == "ACoAAADEMO5"


@pytest.mark.parametrize(
    "refusal",
    [
        error(400, "invalid_parameters"),
        error(403, "insufficient_permissions"),
        error(404, "resource_not_found"),
        error(422, "unprocessable_entity"),
        error(501, "feature_not_implemented"),
        Canned(listed("UserFollowersList")),
    ],
)
def test_followers_are_searched_where_linkedin_does_not_list_them(wire, linkedin, refusal):
    wire.will(refusal, found(PERSON, cursor="next=="))
    answer = linkedin.followers("ACoAAADEMO5")
    assert [member.public_identifier for member in answer.value.items] == ["ilse-invented"]
    assert wire.asked[1].body == {"api": "classic", "category": "people", "followers_of": ["ACoAAADEMO5"]}
    assert answer.usage.calls == 2
    linkedin.followers("ACoAAADEMO5", cursor=answer.value.cursor)
    assert wire.asked[2].body == {"cursor": "next=="}


def test_followers_that_can_be_had_in_no_way_say_so(wire, linkedin):
    wire.will(error(501, "feature_not_implemented"), error(403, "feature_not_subscribed"))
    with pytest.raises(NotSupported) as caught:
        linkedin.followers("ACoAAADEMO5")
    assert caught.value.usage.calls == 2
    wire.will(error(422, "unprocessable_entity"))
    with pytest.raises(NotSupported):
        linkedin.followers("9000009")


def test_a_lost_session_is_not_answered_with_a_search(wire, linkedin):
    wire.will(error(401, "disconnected_account"))
    with pytest.raises(AuthFailed):
        linkedin.followers("ACoAAADEMO5")
    assert len(wire.asked) == 1


def test_a_page_that_is_empty_although_there_is_more_is_marked(wire, linkedin):
    wire.will(found(total=80), found(cursor="go-on"), found(), found(total=30, start=30))
    pages = [linkedin.search_people(keywords="paper").value for _ in range(4)]
    assert [page.throttled for page in pages] == [True, True, False, False]


def test_a_list_that_is_none_is_an_invalid_answer(wire, linkedin):
    wire.will({"object": "PostList", "items": None}, listed("PostList", {"object": "Post"}))
    for _ in range(2):
        with pytest.raises(InvalidAnswer):
            linkedin.posts(ID)


def test_the_connected_account_says_what_it_may(wire, linkedin):
    wire.will(
        {
            "object": "AccountOwnerProfile",
            "provider": "LINKEDIN",
            "provider_id": ID,
            "first_name": "Ilse",
            "last_name": "Invented",
            "public_identifier": "ilse-invented",
            "email": "ilse@example.org",
            "premium": True,
            "recruiter": {"error": "DISCONNECTED"},
            "sales_navigator": {"owner_seat_id": "1", "contract_id": "2"},
        }
    )
    assert linkedin.account().value == Account(ID, "ilse-invented", "Ilse Invented", True, True, False)


@pytest.mark.parametrize("code", ["feature_not_subscribed", "subscription_required", "insufficient_permissions"])
def test_what_our_own_account_may_not_do_is_said_of_it_and_not_of_the_person(wire, linkedin, code):
    wire.will(error(403, code))
    with pytest.raises(NotSupported) as caught:
        linkedin.profile("ilse-invented")
    assert caught.value.args[0] == "your LinkedIn account at Unipile may not do this: In words."


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "invalid_parameters", InvalidRequest),
        (401, "disconnected_account", AuthFailed),
        (401, "a_reason_nobody_knows_yet", AuthFailed),
        (403, "account_restricted", AuthFailed),
        (403, "resource_access_restricted", Protected),
        (404, "resource_not_found", NotFound),
        (422, "user_unreachable", NotFound),
        (422, "insufficient_credits", OutOfCredits),
        (422, "limit_exceeded", RateLimited),
        (422, "something_else", InvalidRequest),
        (429, "too_many_requests", RateLimited),
        (500, "provider_error", Unavailable),
        (501, "feature_not_implemented", NotSupported),
        (503, "no_client_session", Unavailable),
    ],
)
def test_what_unipile_says_decides_the_kind_of_failure(wire, linkedin, status, code, kind):
    wire.will(error(status, code))
    with pytest.raises(kind) as caught:
        linkedin.profile("ilse-invented")
    failed = caught.value
    assert (type(failed), failed.args[0], failed.code) == (kind, "In words.", code)
    # Prepaid: even an uncertain call costs nothing more. A 500 is LinkedIn's throttling and is not asked again.
    assert (len(wire.asked), failed.usage.cost_usd) == (3 if status == 503 else 1, 0)


@pytest.mark.parametrize(
    ("refusal", "hours"), [(error(429, "too_many_requests"), 0.5), (error(422, "limit_exceeded"), 24)]
)
def test_a_throttled_account_rests_for_long(wire, linkedin, refusal, hours):
    wire.will(refusal)
    with pytest.raises(RateLimited) as caught:
        linkedin.search_people(keywords="a")
    rest = caught.value.resume_at - datetime.now(UTC)
    assert (round(rest.total_seconds() / 3600, 2), caught.value.scope) == (hours, "*")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("api8.example.com:13851", "https://api8.example.com:13851/api/v1"),
        ("https://api8.example.com:13851/", "https://api8.example.com:13851/api/v1"),
        ("http://127.0.0.1:9000/api/v1/", "http://127.0.0.1:9000/api/v1"),
    ],
)
def test_the_address_of_the_dashboard_is_understood(written, address):
    assert api_address(written) == address
    LinkedIn(api_key="k", account_id="a", base_url=written, limits=LIMITS)

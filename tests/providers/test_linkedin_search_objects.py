from datetime import UTC, datetime

import pytest

from autoreach.providers.linkedin.company_objects import CompanyHit, JobHit
from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.linkedin.post_objects import LinkedInPost
from autoreach.providers.linkedin.profile_objects import PersonHit
from autoreach.providers.linkedin.search_objects import Parameter, read_hit, read_parameter
from tests.providers.linkedin_recorded import POST, POST_READ, found


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


def test_words_become_the_ids_of_filters(wire, linkedin):
    wire.will(
        {
            "object": "LinkedinSearchParametersList",
            "items": [{"object": "LinkedinSearchParameter", "id": "106967730", "title": "Ghent, Belgium"}],
            "paging": {"page_count": 1},
        }
    )
    answer = linkedin.search_parameters("LOCATION", "ghent")
    assert answer.value.items == (Parameter("106967730", "Ghent, Belgium"),)
    assert wire.asked[0].query == [
        ("account_id", "acc_1"),
        ("type", "LOCATION"),
        ("keywords", "ghent"),
        ("limit", "10"),
    ]


@pytest.mark.parametrize(
    ("kind", "result"),
    [("PEOPLE", PersonHit), ("COMPANY", CompanyHit), ("POST", LinkedInPost), ("JOB", JobHit)],
)
def test_a_hit_is_read_by_its_type(kind, result):
    assert type(read_hit({"type": kind, "id": "1"})) is result


@pytest.mark.parametrize("source", [{"type": "EVENT", "id": "1"}, {"id": "1"}, {"type": "PEOPLE"}])
def test_a_hit_of_another_type_or_without_an_id_is_none(source):
    assert read_hit(source) is None


def test_a_parameter_needs_an_id():
    assert (read_parameter({"title": "Ghent"}), read_parameter({"id": 4})) == (None, Parameter("4", ""))

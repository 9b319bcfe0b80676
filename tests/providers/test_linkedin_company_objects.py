from datetime import date

import pytest

from autoreach.providers.linkedin.company_objects import (
    Company,
    CompanyHit,
    FundingRound,
    Job,
    JobHit,
    read_company,
    read_company_hit,
    read_job_hit,
)
from autoreach.providers.linkedin.member_objects import Member
from tests.providers.linkedin_recorded import ID


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
        state="active",
    )


@pytest.mark.parametrize(
    ("band", "size"),
    [({"from": 11, "to": 50}, (11, 50)), ({"from": 10001}, None), ({"to": 10}, None), ({}, None), (None, None)],
)
def test_a_size_needs_both_its_ends(band, size):
    assert read_company({"employee_count_range": band}).size == size


def test_the_seat_is_the_headquarter_or_the_first_place_there_is():
    turku, ghent = {"country": "FI", "city": "Turku"}, {"country": "BE", "city": "Ghent"}
    seats = [
        read_company({"locations": places})
        for places in ([turku, ghent | {"is_headquarter": True}], [turku, ghent], [])
    ]
    assert [(seat.city, seat.country) for seat in seats] == [("Ghent", "BE"), ("Turku", "FI"), ("", "")]


def test_a_company_that_was_bought_or_never_raised_money_says_so():
    company = read_company(
        {"acquired_by": {"name": "Bigger Mills"}, "crunchbase_funding": {"rounds": {}}, "phone": "+32"}
    )
    assert (company.acquired_by, company.last_funding, company.phone) == ("Bigger Mills", None, "+32")


def test_a_hit_needs_an_id():
    assert (read_company_hit({"name": "A"}), read_job_hit({"title": "B"})) == (None, None)
    hit = read_company_hit(
        {
            "id": 7,
            "name": "A",
            "profile_url": "https://www.linkedin.com/company/a-mills/",
            "summary": "s",
            "followers_count": 3,
            "job_offers_count": 0,
        }
    )
    assert hit == CompanyHit("7", "a-mills", "A", summary="s", followers=3, job_offers=0)


def test_a_job_may_hide_its_company():
    assert read_job_hit({"id": "1", "title": "B"}) == JobHit("1", "B")
    company = read_job_hit({"id": "1", "company": {"name": "A"}}).company
    assert (company.name, company.is_company) == ("A", True)

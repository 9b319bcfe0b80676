import pytest

from autoreach.sandbox.unipile_company_objects import PERMISSIONS


def test_a_job_ad_may_demand_a_tool(ask):
    items = ask.linkedin("/linkedin/search", {"api": "classic", "category": "jobs", "keywords": '"you know"'})["items"]
    text = ask.linkedin(f"/linkedin/jobs/{items[0]['id']}", service="CLASSIC")["description"]
    assert " You know " in text


@pytest.mark.parametrize("identifier", ["planmaster-sbx0", "9000000", "urn:li:fsd_company:9000000"])
def test_a_company_is_read_by_slug_number_and_urn(ask, identifier):
    got = ask.linkedin(f"/linkedin/company/{identifier}")
    assert (got["name"], got.reply.units) == ("PlanMaster", {"companies": 1})


def test_a_company_is_described_as_the_world_knows_it(ask, world):
    got = ask.linkedin("/linkedin/company/9000100").payload
    assert got.pop("viewer_permissions") == dict.fromkeys(PERMISSIONS, False)
    assert 40 <= got.pop("followers_count") < 20_040
    assert got == {
        "object": "CompanyProfile",
        "id": "9000100",
        "name": "Ulmen Resorts",
        "description": "Ulmen Resorts – city hotels.",
        "entity_urn": "urn:li:fsd_company:9000100",
        "public_identifier": "ulmen-resorts-sbx2s",
        "profile_url": "https://www.linkedin.com/company/ulmen-resorts-sbx2s",
        "tagline": "city hotels",
        "is_following": False,
        "is_employee": False,
        "hashtags": [],
        "messaging": {"is_enabled": False},
        "claimed": True,
        "organization_type": "PRIVATELY_HELD",
        "locations": [{"is_headquarter": True, "country": "IT", "city": "Milan", "street": []}],
        "industry": ["Hospitality"],
        "employee_count": 695,
        "employee_count_range": {"from": 501, "to": 1000},
        "website": "https://ulmen-resorts-2s.example",
        "foundation_date": "1/1/1938",
    }


def test_a_search_shows_a_company_with_its_jobs_and_followers(ask, world):
    body = {"api": "classic", "category": "companies", "keywords": '"ulmen resorts"'}
    got = next(item for item in ask.linkedin("/linkedin/search", body)["items"] if item["id"] == "9000100")
    full = ask.linkedin("/linkedin/company/9000100")
    assert got == {
        "object": "SearchResult",
        "type": "COMPANY",
        "id": "9000100",
        "name": "Ulmen Resorts",
        "location": "Milan, Lombardy, Italy",
        "profile_url": "https://www.linkedin.com/company/ulmen-resorts-sbx2s",
        "industry": "Hospitality",
        "summary": "Ulmen Resorts – city hotels.",
        "followers_count": full["followers_count"],
        "job_offers_count": 1,
        "headcount": "501-1000",
    }


def test_a_job_is_the_same_in_the_search_and_by_itself(ask, world):
    body = {"api": "classic", "category": "jobs", "company": ["9000100"]}
    (found,) = ask.linkedin("/linkedin/search", body)["items"]
    assert {key: found[key] for key in ("type", "id", "title", "location", "url", "posted_at")} == {
        "type": "JOB",
        "id": "4000001000",
        "title": "Supply Chain Analyst",
        "location": "Milan, Lombardy, Italy",
        "url": "https://www.linkedin.com/jobs/view/4000001000",
        "posted_at": f"{world.date(50):%Y-%m-%dT00:00:00.000Z}",
    }
    assert found["company"]["public_identifier"] == "ulmen-resorts-sbx2s"
    job = ask.linkedin("/linkedin/jobs/4000001000", service="CLASSIC")
    assert {key: job[key] for key in ("id", "title", "company", "company_id", "functions", "industries")} == {
        "id": "4000001000",
        "title": "Supply Chain Analyst",
        "company": "Ulmen Resorts",
        "company_id": "9000100",
        "functions": ["supply_chain"],
        "industries": ["Hospitality"],
    }
    assert job["published_at"] == world.date(50).timestamp() * 1000
    assert (job["description"], job.reply.units) == (
        "Ulmen Resorts in Milan is looking for a Supply Chain Analyst. Apply today.",
        {"jobs": 1},
    )


@pytest.mark.parametrize(
    ("path", "query", "status", "kind"),
    [
        ("/linkedin/jobs/4000001000", {}, 400, "invalid_parameters"),
        ("/linkedin/jobs/4000001009", {"service": "CLASSIC"}, 404, "resource_not_found"),
        ("/linkedin/jobs/planner", {"service": "RECRUITER"}, 404, "resource_not_found"),
        ("/linkedin/company/planmaster-sbx1", {}, 404, "resource_not_found"),
        ("/linkedin/company/9001200", {}, 404, "resource_not_found"),
        ("/linkedin/company/8999999", {}, 404, "resource_not_found"),
    ],
)
def test_what_does_not_exist_is_not_found(ask, path, query, status, kind):
    got = ask.linkedin(path, **query)
    assert (got.status, got["type"]) == (status, f"errors/{kind}")

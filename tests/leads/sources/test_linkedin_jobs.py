import pytest

from leads.models import Lead, LeadSource
from leads.sources.linkedin_jobs import LinkedInJobsForm
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import another_day, begin, finished, offer_of

pytestmark = pytest.mark.django_db


def run(offer, **typed):
    search = begin("linkedin_jobs", offer, **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def jobs_of(sandbox):
    companies = sandbox.world.companies
    return [job for company in companies for job in companies.jobs(company)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"jobs": 24}, "jobs"), ({"jobs": 201}, "jobs"), ({"companies": 0}, "companies"), ({"roles": ""}, "roles")],
)
def test_what_cannot_be_searched_is_refused(typed, field):
    assert list(LinkedInJobsForm({"roles": "planner", "jobs": 100, "companies": 30} | typed).errors) == [field]


def test_companies_that_hire_bring_one_person_each_with_the_ad_as_evidence(sandbox):
    search = run(offer_of(WorkspaceFactory(), locations=[]), roles="planner\nanalyst", companies=20)
    jobs = [job for job in jobs_of(sandbox) if job.age <= 30]
    hiring = {job.company.name for job in jobs if {"planner", "analyst"} & set(job.title.lower().split())}
    leads = list(Lead.objects.all())
    assert search.counts["companies"] == 20
    assert {lead.company_name for lead in leads} <= hiring
    assert len({lead.company_name for lead in leads}) == len(leads) == search.counts["people"]
    evidence = LeadSource.objects.first()
    assert "hiring “" in evidence.evidence and evidence.evidence_url.startswith("https://www.linkedin.com/jobs/view/")
    assert evidence.evidence_at is not None


def test_an_ad_that_asks_for_a_competitor_s_product_says_so(sandbox):
    job = next(job for job in jobs_of(sandbox) if job.age <= 30 and job.competitor_tool and not job.company.is_vendor)
    offer = offer_of(WorkspaceFactory(), locations=[], competitors=[job.competitor_tool])
    search = run(offer, roles=job.title, companies=50)
    assert search.counts["competitor_customers"] >= 1
    said = f"The ad asks for {job.competitor_tool}: “You know {job.competitor_tool} well.”"
    assert LeadSource.objects.filter(evidence__contains=said).exists()


def test_a_search_for_which_no_company_hires_has_not_failed(sandbox):
    search = run(offer_of(WorkspaceFactory(), locations=[]), roles="xyzzy")
    assert (search.status, search.found, search.problems) == ("finishing", 0, [])


def test_a_role_that_is_refused_leaves_the_ads_of_the_others(sandbox):
    sandbox.faults.set([{"fault": "not_found", "provider": "unipile", "endpoint": "search", "after": 1, "count": 1}])
    search = run(offer_of(WorkspaceFactory(), locations=[]), roles="planner\nanalyst", jobs=25, companies=10)
    assert [each["about"] for each in search.problems] == ["job ads for “analyst”"]
    assert search.counts["companies"] == 10
    assert search.found > 0


def test_a_place_that_cannot_be_looked_up_leaves_the_other(sandbox):
    endpoint = {"provider": "unipile", "endpoint": "parameters", "count": 1}
    sandbox.faults.set([{"fault": "not_found"} | endpoint])
    search = run(offer_of(WorkspaceFactory(), locations=[]), roles="planner", locations="France\nGermany", companies=10)
    assert [each["about"] for each in search.problems] == ["the place “France”"]
    assert search.counts["companies"] > 0


def test_ads_of_competitors_alone_are_said_to_be_theirs(sandbox):
    job = next(job for job in jobs_of(sandbox) if job.age <= 30)
    hiring = {each.company.name for each in jobs_of(sandbox)}
    search = run(offer_of(WorkspaceFactory(), locations=[], competitors=sorted(hiring)), roles=job.title)
    assert [each["cause"] for each in search.problems] == ["Only competitors hire for these roles now."]


def test_a_further_day_brings_only_companies_not_seen(sandbox):
    first = finished(begin("linkedin_jobs", offer_of(WorkspaceFactory(), locations=[]), roles="planner", companies=10))
    later = another_day(first)
    before, after = (set(search.cursor["state"]["companies"]) for search in (first, later))
    assert len(before) == 10 and after and not before & after

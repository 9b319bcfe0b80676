import pytest

from leads.models import Lead, LeadSource
from leads.sources.linkedin_jobs import LinkedInJobsForm
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

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


def test_roles_for_which_no_company_hires_are_named(sandbox):
    search = run(offer_of(WorkspaceFactory(), locations=[]), roles="xyzzy")
    assert search.error == "Job ads: No company hires for these roles now."

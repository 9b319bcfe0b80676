from collections import defaultdict

import pytest

from autoreach.sandbox.unipile_ids import distance_of
from autoreach.sandbox.world import ON_LINKEDIN
from leads.models import Lead, LeadSource
from leads.sources.decision_makers import TIERS
from leads.sources.linkedin_companies import LinkedInCompanies, LinkedInCompaniesForm
from leads.sources.tasks import run_search
from leads.taxonomy.titles.roles import classify_seniority
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import another_day, begin, finished, offer_of, parameters_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory(), locations=["Germany"], industries=["Machinery"])


def run(offer, **typed):
    search = begin("linkedin_companies", offer, **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def test_an_offer_suggests_its_industries_and_places(offer):
    assert parameters_of("linkedin_companies", offer) == {
        "descriptors": ["Machinery"],
        "locations": ["Germany"],
        "industries": [],
        "companies": 50,
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"companies": 0}, "companies"), ({"companies": 101}, "companies"), ({"descriptors": ""}, "descriptors")],
)
def test_what_cannot_be_searched_is_refused(typed, field):
    assert list(LinkedInCompaniesForm({"descriptors": "machine builder", "companies": 50} | typed).errors) == [field]


def test_each_company_brings_its_most_senior_person(sandbox, offer):
    search = run(offer, descriptors="contract manufacturing", locations="", companies=20)
    leads = list(Lead.objects.all())
    assert search.counts["companies"] == 20
    assert len(leads) == search.counts["people"] >= 10
    world, visible = sandbox.world, defaultdict(list)
    for number in world.people.on(ON_LINKEDIN):
        if distance_of(number) <= 3:
            person = world.people.get(number)
            visible[person.company.number].append(person)
    chosen = [person for people in visible.values() for person in people if person.slug in slugs_of(leads)]
    assert [tier(each) for each in chosen] == [max(map(tier, visible[each.company.number])) for each in chosen]


def tier(person):
    return TIERS.get(classify_seniority(person.title), 0)


def slugs_of(leads):
    return {lead.linkedin_slug for lead in leads}


def test_the_kind_of_company_stays_on_the_source_of_the_lead(sandbox, offer):
    run(offer, descriptors="contract manufacturing", companies=10)
    lead = Lead.objects.first()
    source = LeadSource.objects.get(lead=lead)
    assert source.reference == "“contract manufacturing”"
    assert source.evidence == f"{lead.title} at {lead.company_name}: found for “contract manufacturing”"
    assert (lead.industry, bool(lead.company_size), bool(lead.company_location)) == ("Machinery", True, True)


def test_a_kind_that_no_company_has_is_named(sandbox, offer):
    search = run(offer, descriptors="xyzzy\ncontract manufacturing", companies=10)
    assert [(each["about"], each["cause"]) for each in search.problems] == [
        ("Companies like “xyzzy”", "LinkedIn shows none.")
    ]
    assert Lead.objects.exists()


def test_a_further_day_brings_only_companies_not_seen(sandbox, offer):
    first = finished(begin("linkedin_companies", offer, descriptors="manufacturing", locations="", companies=10))
    another_day(first)
    later = another_day(first)
    companies = [set(search.cursor["state"]["companies"]) for search in (first, *first.repetitions.all())]
    assert [len(each) for each in companies] == [10, 10, 10]
    assert len(set().union(*companies)) == 30 and later.created > 0
    known, other = sorted(companies[0])[0], sorted(later.cursor["state"]["companies"])[0]
    assert LinkedInCompanies(later).met_earlier([known, other, "0"]) == {known}
    assert LinkedInCompanies(first).met_earlier([known]) == set()

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection
from django.db.models import Q

from autoreach.demo import create_example, remove_example, slug_start
from autoreach.sandbox.world import World
from autoreach.sandbox.world.example import LEADS, PROFILES
from enrichment.models import PipelineJob
from leads.ingest import FoundProfile, ingest
from leads.models import Company, Lead, Offer, Post, Search
from leads.sources.registry import EXAMPLE
from pool.matches import request_match, run_match
from pool.models import PoolMatch, PoolProfile
from pool.profiles import LOCK, store_leads
from scoring.models import BuyerScore
from tests.concurrency import apart, wait_until_blocking
from tests.factories import LeadFactory, OfferFactory, PipelineRunFactory, SearchFactory, UserFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def example():
    workspace = WorkspaceFactory()
    create_example(workspace, UserFactory())
    return workspace


def everything():
    models = (Lead, Offer, Search, Company, Post, PoolProfile, BuyerScore)
    return {model.__name__: model.objects.count() for model in models}


def matched(offer):
    run_match(request_match(offer=offer).pk)
    return set(Lead.objects.filter(workspace=offer.workspace).values_list("linkedin_slug", flat=True))


def test_made_up_people_reach_no_other_workspace(example):
    assert (Lead.objects.count() > LEADS, PoolProfile.objects.count()) == (True, PROFILES)
    store_leads(lead_ids=list(Lead.objects.values_list("pk", flat=True)))
    assert matched(OfferFactory()) == set()
    assert PoolProfile.objects.filter(example_of=None).count() == 0


def test_the_sandbox_knows_the_profiles_of_the_made_up_people(example):
    world = World(people=2000, companies=200)
    leads = Lead.objects.filter(linkedin_slug__startswith="example-")
    known = [(one, world.examples.by_slug(one.linkedin_slug)) for one in leads]
    assert [
        (person.slug, person.linkedin_name, person.title, person.company.name, person.city.full, person.about)
        for _, person in known
    ] == [(one.linkedin_slug, one.full_name, one.title, one.company_name, one.location, one.bio) for one, _ in known]
    assert [world.examples.by_slug(f"example-1-nora-{end}") for end in ("sample-3", "sample-9999", "3")] == [None] * 3


def test_two_workspaces_have_an_example_each(example):
    other = WorkspaceFactory()
    create_example(other, UserFactory())
    remove_example(example)
    assert (Lead.objects.filter(workspace=other).count() > LEADS, PoolProfile.objects.count()) == (True, PROFILES)


def test_nothing_of_the_example_is_left_whichever_offer_it_was_matched_for(example):
    own = OfferFactory(workspace=example)
    run_match(request_match(offer=own).pk)
    assert Lead.objects.filter(workspace=example, sources__search__offer=own).count() > 0
    people = Lead.objects.count()
    assert remove_example(example) == people
    assert everything() == {
        "Lead": 0, "Offer": 1, "Search": 1, "Company": 0, "Post": 0, "PoolProfile": 0, "BuyerScore": 0,
    }  # fmt: skip
    example.refresh_from_db()
    assert example.is_example is False


def test_who_also_came_from_elsewhere_stays(example):
    examples = Lead.objects.filter(Q(posts__isnull=False) & Q(best_score__isnull=False), workspace=example)
    known, offer = examples.first(), Offer.objects.get()
    imported = SearchFactory(workspace=example, offer=offer)
    people = [FoundProfile(linkedin=known.linkedin_slug, full_name="Known"), FoundProfile(linkedin="own-person")]
    ingest(search=imported, profiles=people)
    remove_example(example)
    left = Lead.objects.order_by("pk").values_list("linkedin_slug", "best_score", "best_state")
    assert list(left) == [(known.linkedin_slug, None, "not_scored"), ("own-person", None, "not_scored")]
    assert (list(Search.objects.all()), Post.objects.count()) == ([imported], 0)


def test_real_people_the_example_was_matched_with_go_unless_an_own_offer_has_them(example):
    colleagues = LeadFactory.create_batch(2, industry="Machinery", location="Munich, Germany", title="Plant Manager")
    store_leads(lead_ids=[lead.pk for lead in colleagues])
    matched(Offer.objects.get(workspace=example))
    assert Lead.objects.filter(workspace=example, linkedin_slug=colleagues[0].linkedin_slug).count() == 1
    own = OfferFactory(workspace=example)
    PoolProfile.objects.filter(linkedin_slug=colleagues[1].linkedin_slug).update(expires_at="2020-01-01T00:00Z")
    matched(own)
    remove_example(example)
    left = Lead.objects.filter(workspace=example).values_list("linkedin_slug", flat=True)
    assert list(left) == [colleagues[0].linkedin_slug]


@pytest.mark.django_db(transaction=True)
def test_the_example_goes_while_a_worker_has_a_lead_of_it():
    run = PipelineRunFactory()
    search = SearchFactory(workspace=run.workspace, offer=run.offer, kind=EXAMPLE)
    lead = LeadFactory(workspace=run.workspace, linkedin_slug=f"{slug_start(run.workspace)}ann")
    job = PipelineJob.objects.create(workspace=run.workspace, run=run, lead=lead, offer=search.offer)
    with psycopg.connect(**connection.get_connection_params()) as worker, ThreadPoolExecutor(1) as thread:
        worker.execute("SET deadlock_timeout = '1min'")
        worker.execute("SELECT FROM enrichment_pipelinejob WHERE id = %s FOR NO KEY UPDATE", [job.pk])
        removing = thread.submit(apart, remove_example, run.workspace)
        wait_until_blocking(worker)
        worker.execute("UPDATE leads_lead SET enriched_at = now() WHERE id = %s", [lead.pk])
        worker.commit()
        assert removing.result() == 1


@pytest.mark.django_db(transaction=True)
def test_the_example_goes_while_profiles_expire():
    offer = OfferFactory()
    workspace, search = offer.workspace, SearchFactory(workspace=offer.workspace, offer=offer, kind=EXAMPLE)
    lead = LeadFactory(workspace=workspace, linkedin_slug=f"{slug_start(workspace)}ann")
    profile = PoolProfile.objects.create(full_name="Ann", example_of=workspace)
    PoolMatch.objects.create(workspace=workspace, offer=offer, search=search, profile=profile, lead=lead, fit=80)
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        other.execute(LOCK)
        other.execute("SELECT FROM pool_poolprofile WHERE id = %s FOR UPDATE", [profile.pk])
        removing = thread.submit(apart, remove_example, workspace)
        wait_until_blocking(other)
        other.execute("UPDATE pool_poolmatch SET profile_id = NULL WHERE profile_id = %s", [profile.pk])
        other.commit()
        assert removing.result() == 1
    assert everything() == dict.fromkeys(everything(), 0)

"""Jobs for what a search brought and for what a user asks; once each."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction
from django.urls import reverse

from enrichment.executor import lanes
from enrichment.jobs import opening
from enrichment.models import PipelineJob, PipelineRun
from enrichment.views.offer_scoring import count_unscored
from leads.ingest import FoundProfile, ingest
from leads.models import BuyerState, Lead, Search
from leads.sources.registry import CSV, EXAMPLE, POOL, SOURCES, source_of
from pool.models import PoolProfile
from scoring.models import BuyerScore
from scoring.scores import set_state
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import EAGER, add, enrich, people, run
from tests.factories import (
    BuyerScoreFactory,
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    PipelineRunFactory,
    SearchFactory,
)
from tests.planner import LARGE_TABLES, count

pytestmark = pytest.mark.django_db
Status, Mode, Purpose = PipelineJob.Status, PipelineJob.Mode, PipelineRun.Purpose


def test_opening_jobs_twice_opens_them_once(search):
    ingest(search=search, profiles=people(2))
    assert opening.open_search_jobs(search.run.pk) == 2
    PipelineRun.objects.update(opening=True)
    assert opening.open_search_jobs(search.run.pk) == 0
    assert PipelineJob.objects.count() == 2


def test_a_run_is_closed_once_no_open_job_is_left_and_not_while_jobs_are_to_be_opened(search):
    ingest(search=search, profiles=people(1))
    assert (opening.close_runs(), PipelineRun.objects.get().finished_at) == (0, None)
    opening.open_search_jobs(search.run.pk)
    other = PipelineRunFactory()
    assert (opening.close_runs(search.run.pk), opening.close_runs()) == (0, 1)
    other.refresh_from_db()
    assert (other.finished_at is None, PipelineRun.objects.get(pk=search.run.pk).finished_at) == (False, None)
    PipelineJob.objects.update(status=Status.READY)
    assert (opening.close_runs(search.run.pk), opening.close_runs()) == (1, 0)


def test_a_second_batch_of_the_same_search_gets_jobs_too(search):
    ingest(search=search, profiles=people(2))
    opening.open_search_jobs(search.run.pk)
    lanes.run_due_jobs()
    ingest(search=search, profiles=people(5)[2:])
    search.run.refresh_from_db()
    assert search.run.finished_at is None
    assert opening.open_search_jobs(search.run.pk) == 3


def test_leads_of_a_search_without_an_offer_are_stored_unscored(search):
    Search.objects.filter(pk=search.pk).update(offer=None)
    search.refresh_from_db()
    ingest(search=search, profiles=people(2))
    opening.open_search_jobs(search.run.pk)
    lanes.run_due_jobs()
    assert BuyerScore.objects.count() == 0
    assert PoolProfile.objects.count() == 2
    assert PipelineJob.objects.first().skipped[0] == "Scoring: no offer was chosen"


def test_people_of_the_example_are_scored_without_calls_to_providers():
    offer = OfferFactory()
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=EXAMPLE)
    ingest(search=search, profiles=people(1))
    opening.open_search_jobs(search.run.pk)
    assert PipelineJob.objects.get().mode == PipelineJob.Mode.SCORING_ONLY


@pytest.mark.parametrize("kind", [*SOURCES, "webinar"])
def test_each_kind_of_search_opens_jobs_as_its_source_says(offer, kind):
    """Also a kind that no source describes: it is enriched in full, with the usual priority."""
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=kind, status="completed")
    ingest(search=search, profiles=people(1))
    opening.open_search_jobs(search.run.pk)
    job = PipelineJob.objects.get()
    info = source_of(kind)
    assert (job.mode, job.priority) == (Mode.SCORING_ONLY if info.profiles_known else Mode.FULL, info.priority)


@pytest.mark.parametrize(("kind", "purpose"), [(POOL, "pool"), (CSV, "search"), ("webinar", "search")])
def test_a_run_says_whether_the_pool_or_a_search_brought_its_leads(offer, kind, purpose):
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=kind)
    ingest(search=search, profiles=people(1))
    assert search.run.purpose == purpose


def test_rescoring_leaves_manual_leads_alone():
    manual = BuyerScoreFactory(state=BuyerState.MANUAL)
    offer, workspace = manual.offer, manual.workspace
    other = LeadFactory(workspace=workspace)
    assert opening.rescore(workspace=workspace, offer=offer, leads=Lead.objects.filter(workspace=workspace)) == 1
    lanes.run_due_jobs()
    manual.refresh_from_db()
    assert (manual.state, manual.score) == (BuyerState.MANUAL, None)
    assert BuyerScore.objects.get(lead=other).score is not None


def test_leads_without_a_score_for_the_offer_are_queued_whatever_other_offers_say(offer):
    scored, elsewhere, unscored, new = LeadFactory.create_batch(4, workspace=offer.workspace)
    LeadFactory()
    other = OfferFactory(workspace=offer.workspace)
    BuyerScoreFactory(offer=offer, lead=scored, state=BuyerState.POOR_FIT)
    BuyerScoreFactory(offer=other, lead=elsewhere, state=BuyerState.ACTIVE)
    BuyerScoreFactory(offer=offer, lead=unscored, state=BuyerState.NOT_SCORED)
    assert opening.open_offer_jobs(opening.note_offer_run(offer, Purpose.UNSCORED)) == 3
    jobs = PipelineJob.objects.order_by("lead").values_list("lead", "offer", "mode", "priority")
    assert list(jobs) == [
        (lead.pk, offer.pk, Mode.SCORING_ONLY, opening.OFFER_PRIORITY) for lead in (elsewhere, unscored, new)
    ]


@pytest.mark.parametrize(("steps", "states"), [(["profile"], []), (["profile", "scoring"], ["not_scored"])])
def test_a_lead_is_analyzing_only_where_its_score_was_asked_for(offer, steps, states):
    lead = LeadFactory(workspace=offer.workspace)
    assert enrich(offer, *steps, leads=[lead]) == 1
    assert list(BuyerScore.objects.values_list("state", flat=True)) == states
    assert count_unscored(offer) == 1 - len(states)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("purpose", opening.LEADS_OF_OFFER)
def test_leads_of_an_offer_are_noted_once_until_a_worker_chooses_them(purpose):
    offer = OfferFactory()
    note = transaction.atomic(opening.note_offer_run)
    first = note(offer, purpose)
    with psycopg.connect(**connection.get_connection_params()) as worker:
        worker.execute("SELECT FROM enrichment_pipelinerun FOR UPDATE")
        second = note(offer, purpose)
    assert [note(offer, purpose) in (first, second), first == second] == [True, False]
    runs = PipelineRun.objects.values_list("offer", "purpose", "opening")
    assert list(runs) == [(offer.pk, purpose, True)] * 2


def test_rescoring_cannot_reach_another_workspace():
    offer, stranger = OfferFactory(), LeadFactory()
    assert opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=stranger.pk)) == 0
    assert PipelineJob.objects.count() == 0


def test_people_of_an_example_without_an_offer_are_ready_at_once(sandbox, offer):
    search = SearchFactory(workspace=offer.workspace, offer=None, kind=EXAMPLE, status="completed")
    ingest(search=search, profiles=[FoundProfile(linkedin=EAGER[0], full_name="Erik Eager")])
    opening.open_search_jobs(search.run.pk)
    run()
    job = PipelineJob.objects.get()
    assert (job.mode, job.status, job.lead.enriched_at is None, sandbox.calls.total) == (
        Mode.NO_OP,
        Status.READY,
        False,
        0,
    )


@pytest.mark.django_db(transaction=True)
def test_a_release_from_manual_and_a_worker_take_their_locks_in_one_order(client):
    member = MembershipFactory()
    client.force_login(member.user)
    offer = OfferFactory(workspace=member.workspace)
    (lead,) = add(offer, ("made-up", ""))
    set_state(offer=offer, lead_ids=[lead.pk], state=BuyerState.MANUAL)
    PipelineJob.objects.update(status=Status.PROCESSING)
    chosen = {"lead": lead.pk, "offer": offer.pk, "release": "1"}
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        other.execute("SELECT FROM enrichment_pipelinejob FOR NO KEY UPDATE")
        posted = thread.submit(apart, client.post, reverse("rescore"), chosen)
        wait_until_blocking(other)
        other.execute("SELECT FROM leads_lead FOR NO KEY UPDATE")
        other.commit()
        assert posted.result().status_code == 302
    assert BuyerScore.objects.get().state != BuyerState.MANUAL


def test_jobs_are_opened_in_one_pass_though_statistics_know_only_an_import_that_is_over(search):
    other = SearchFactory(workspace=search.workspace, offer=search.offer, kind=CSV)
    ingest(search=other, profiles=people(20))
    opening.open_search_jobs(other.run.pk)
    PipelineJob.objects.update(status=Status.READY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE leads_leadsource, enrichment_pipelinejob")
        cursor.execute(LARGE_TABLES)
        for first in (20, 120):
            ingest(search=search, profiles=people(first + 100)[first:])
            before = count(cursor, "leads_leadsource")
            assert opening.open_search_jobs(search.run.pk) == 100
        assert count(cursor, "leads_leadsource") - before == 200


def test_leads_without_a_score_are_found_by_index_on_a_server_with_little_memory(search):
    ingest(search=search, profiles=people(2500))
    opening.open_search_jobs(search.run.pk)
    BuyerScore.objects.update(state=BuyerState.ACTIVE)
    params = {"workspace": search.workspace_id, "offer": search.offer_id}
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE leads_lead, scoring_buyerscore; SET LOCAL work_mem = 64; SET LOCAL hash_mem_multiplier = 1"
        )
        cursor.execute(f"EXPLAIN {opening.LEADS_OF_OFFER[PipelineRun.Purpose.UNSCORED]}", params)
        plan = "\n".join(line for (line,) in cursor)
    assert ("Materialize" in plan, "Index" in plan.partition("SubPlan 1\n")[2]) == (False, True)

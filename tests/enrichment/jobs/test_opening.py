"""What is requested while a lead waits or is in work is done, and nothing else is done twice."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from autoreach.calls import budget
from autoreach.calls.models import ProviderCall
from enrichment.executor import lanes
from enrichment.executor.loop import Executor
from enrichment.finding.applying import apply_finding
from enrichment.jobs import opening
from enrichment.models import PipelineJob, PipelineRun, ProfileFinding
from leads.ingest import FoundProfile, ingest
from leads.models import BuyerState, Lead, Search
from leads.sources.registry import CSV, EXAMPLE, POOL, SOURCES, source_of
from pool.models import PoolProfile
from scoring.models import BuyerScore
from scoring.scores import set_state
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import EAGER, add, asked, job_of, people, run
from tests.factories import (
    BuyerScoreFactory,
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    PipelineRunFactory,
    SearchFactory,
)

pytestmark = pytest.mark.django_db
Status, Mode, SLOW = PipelineJob.Status, PipelineJob.Mode, PipelineJob.Lane.SLOW
X_LIMITED = {"fault": "rate_limited", "provider": "x", "seconds": 600}


def ask(offer, *steps):
    leads = Lead.objects.filter(workspace=offer.workspace)
    return opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=steps)


def asked_of_ai():
    return sorted(ProviderCall.objects.filter(provider="ai").values_list("key", flat=True))


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


def test_a_waiting_rescore_becomes_a_full_job_when_a_search_finds_the_lead_again(search):
    lead = LeadFactory(workspace=search.workspace, linkedin_slug="made-up-0")
    opening.rescore(workspace=search.workspace, offer=search.offer, leads=Lead.objects.filter(pk=lead.pk))
    ingest(search=search, profiles=people(1))
    opening.open_search_jobs(search.run.pk)
    assert list(PipelineJob.objects.values_list("mode", "priority")) == [("full", opening.RESCORE_PRIORITY)]


def test_rescoring_leaves_manual_leads_alone():
    manual = BuyerScoreFactory(state=BuyerState.MANUAL)
    offer, workspace = manual.offer, manual.workspace
    other = LeadFactory(workspace=workspace)
    assert opening.rescore(workspace=workspace, offer=offer, leads=Lead.objects.filter(workspace=workspace)) == 1
    lanes.run_due_jobs()
    manual.refresh_from_db()
    assert (manual.state, manual.score) == (BuyerState.MANUAL, None)
    assert BuyerScore.objects.get(lead=other).score is not None


def test_rescoring_cannot_reach_another_workspace():
    offer, stranger = OfferFactory(), LeadFactory()
    assert opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=stranger.pk)) == 0
    assert PipelineJob.objects.count() == 0


def test_a_lead_already_queued_is_not_queued_twice(queued, search):
    leads = Lead.objects.filter(workspace=search.workspace)
    assert opening.rescore(workspace=search.workspace, offer=search.offer, leads=leads) == 0
    assert PipelineRun.objects.count() == 1


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


def test_a_further_request_leaves_paid_steps_of_a_waiting_job_as_they_are(sandbox, offer):
    add(offer, ("michael-smith-two-sbx", ""))
    run()
    sandbox.faults.set([X_LIMITED | {"provider": "unipile", "path": "/users/michael-smith-two-sbx"}])
    ask(offer, "find_x", "profile")
    lanes.run_due_jobs(lane=SLOW, seconds=10)
    job = PipelineJob.objects.get(mode=Mode.RE_ENRICH)
    before = asked_of_ai()
    assert (job.status, "find_x" in job.done, len(before) > 0) == (Status.PENDING, True, True)
    ask(offer, "activity")
    lanes.run_due_jobs(lane=SLOW, seconds=10)
    job.refresh_from_db()
    assert (asked_of_ai(), sorted(job.steps), "find_x" in job.done) == (before, ["activity", "find_x", "profile"], True)


class Merging(Executor):
    """Another worker settles what a finder found while this one is still at work."""

    def flush(self):
        super().flush()
        for finding in ProfileFinding.objects.filter(decision="accepted", applied_at=None):
            apply_finding(finding.pk)


def test_a_merge_while_the_web_is_read_pays_for_the_web_once(sandbox, offer):
    first, _ = add(offer, ("ann-oneil-sbx", ""), ("", "annoneil_sbx"))
    run()
    opening.enrich(
        workspace=offer.workspace,
        offer=offer,
        leads=Lead.objects.filter(pk=first.pk),
        steps=["find_x", "web", "profile", "scoring"],
    )
    Merging(lane=SLOW, seconds=20).run()
    lanes.run_due_jobs(lane=SLOW, seconds=20)
    assert (Lead.objects.count(), first.jobs.latest("pk").status) == (1, Status.READY)
    steps = [key.split(":", 2)[2] for key in asked_of_ai()]
    assert (len(steps), len(set(steps)), "web:read" in steps) == (len(set(steps)), len(steps), True)


def test_a_web_search_requested_for_a_waiting_lead_fetches_no_fresh_profile_again(sandbox, offer):
    sandbox.faults.set([X_LIMITED])
    (lead,) = add(offer, EAGER)
    run()
    ask(offer, "web")
    lanes.run_due_jobs(lane=SLOW, seconds=10)
    job = job_of(lead)
    assert (job.mode, job.steps, job.lane) == (Mode.FULL, ["web"], SLOW)
    assert ("web" in job.done, asked(sandbox, "unipile profile")) == (True, 1)


def test_a_step_requested_again_is_a_call_of_its_own_on_the_ledger(sandbox, offer):
    (lead,) = add(offer, (EAGER[0], ""))
    for _ in range(2):
        ask(offer, "profile")
        run()
    keys = list(ProviderCall.objects.filter(operation="profile").order_by("pk").values_list("key", "status"))
    assert [status for _, status in keys] == ["booked", "booked"]
    assert asked(sandbox, "unipile profile") == len({key for key, _ in keys}) == 2
    assert lead.jobs.count() == 2


def spent(offer):
    budget.set_monthly_cap(offer.workspace.pk, 0)


def test_a_lead_that_waits_for_the_budget_is_scored_when_that_is_requested(sandbox, offer):
    spent(offer)
    (lead,) = add(offer, ("", EAGER[1]))
    run()
    assert (job_of(lead).status, BuyerScore.objects.get().state) == (Status.BILLING_PAUSED, BuyerState.NOT_SCORED)
    Lead.objects.update(title="Plant Manager")
    assert opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.all()) == 1
    run()
    assert BuyerScore.objects.get().state != BuyerState.NOT_SCORED
    assert (job_of(lead).status, sandbox.calls.total) == (Status.BILLING_PAUSED, 0)


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


class Impatient(Executor):
    """A user presses Start once more while the answers are on their way."""

    def __init__(self, offer, *steps):
        super().__init__(lane=SLOW, seconds=20)
        self.offer, self.steps, self.counts = offer, steps, []

    def flush(self):
        super().flush()
        if len(self.counts) < 2:
            self.counts.append(ask(self.offer, *self.steps))


def test_what_is_in_work_is_not_paid_for_twice_when_it_is_requested_again(sandbox, offer):
    add(offer, ("ann-oneil-sbx", ""))
    run()
    steps = ("find_x", "profile", "web", "scoring")
    assert ask(offer, *steps) == 1
    impatient = Impatient(offer, *steps)
    impatient.run()
    lanes.run_due_jobs(lane=SLOW, seconds=20)
    assert (impatient.counts, PipelineJob.objects.filter(status=Status.READY).count()) == ([0, 0], 2)
    assert len(asked_of_ai()) == len({key.split(":", 2)[2] for key in asked_of_ai()})
    assert sandbox.calls.summary()["charged_again"] == 0


def test_a_rescore_leaves_a_waiting_lead_its_tries_and_its_wait(sandbox, offer):
    sandbox.faults.set([{"fault": "throttled", "provider": "unipile"}])
    (lead,) = add(offer, EAGER)
    run()
    before, calls = job_of(lead), sandbox.calls.total
    for _ in range(3):
        assert opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.all()) == 1
        assert job_of(lead).scored is False
        run()
    after = job_of(lead)
    assert (after.scored, sandbox.calls.total, after.failures) == (True, calls, before.failures)
    assert (after.status, after.not_before, after.waits_for, after.wait_after_score) == (
        before.status,
        before.not_before,
        before.waits_for,
        None,
    )


def test_steps_chosen_for_a_waiting_lead_begin_at_once_as_if_no_call_had_failed(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "unipile"}])
    (lead,) = add(offer, (EAGER[0], ""))
    run()
    assert job_of(lead).failures == {"linkedin": 1}
    opening.rescore(workspace=offer.workspace, offer=offer, leads=Lead.objects.all())
    sandbox.faults.set([])
    ask(offer, "profile")
    assert (job_of(lead).failures, job_of(lead).wait_after_score) == ({}, None)
    run()
    assert (job_of(lead).status, lead.profiles.get().state) == (Status.READY, "found")


@pytest.mark.django_db(transaction=True)
def test_start_and_a_worker_take_jobs_in_one_order(offer):
    """The later job belongs to the earlier lead, as after any enrichment by hand."""
    first, second = (LeadFactory(workspace=offer.workspace) for _ in range(2))
    for lead in (second, first):
        opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk), steps=["profile"])
    earlier, later_one = PipelineJob.objects.order_by("pk")
    assert (earlier.lead, later_one.lead) == (second, first)
    leads = Lead.objects.all()
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        hold = "SELECT FROM enrichment_pipelinejob WHERE id = %s FOR NO KEY UPDATE"
        other.execute(hold, [earlier.pk])
        asking = thread.submit(
            apart, partial(opening.enrich, workspace=offer.workspace, offer=offer, leads=leads, steps=["activity"])
        )
        wait_until_blocking(other)
        other.execute(hold, [later_one.pk])
        other.commit()
        assert asking.result() == 2


def test_steps_chosen_while_a_lead_waits_join_its_job(sandbox, offer):
    (lead,) = add(offer, EAGER)
    leads = Lead.objects.filter(pk=lead.pk)
    opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=["activity"])
    job = job_of(lead)
    assert (job.mode, job.steps) == ("full", ["activity"])

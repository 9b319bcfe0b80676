"""What is requested while a lead waits or is in work is done, and nothing else is done twice."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg
import pytest
from django.db import connection

from autoreach.calls import budget
from autoreach.calls.models import ProviderCall
from enrichment.executor import lanes
from enrichment.executor.loop import Executor
from enrichment.finding.applying import apply_finding
from enrichment.jobs import opening
from enrichment.models import PipelineJob, PipelineRun, ProfileFinding
from leads.ingest import ingest
from leads.models import BuyerState, Lead
from scoring.models import BuyerScore
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import EAGER, add, asked, job_of, people, run
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db
Status, Mode, SLOW = PipelineJob.Status, PipelineJob.Mode, PipelineJob.Lane.SLOW
X_LIMITED = {"fault": "rate_limited", "provider": "x", "seconds": 600}


def ask(offer, *steps):
    leads = Lead.objects.filter(workspace=offer.workspace)
    return opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=steps)


def asked_of_ai():
    return sorted(ProviderCall.objects.filter(provider="ai").values_list("key", flat=True))


def spent(offer):
    budget.set_monthly_cap(offer.workspace.pk, 0)


def test_a_waiting_rescore_becomes_a_full_job_when_a_search_finds_the_lead_again(search):
    lead = LeadFactory(workspace=search.workspace, linkedin_slug="made-up-0")
    opening.rescore(workspace=search.workspace, offer=search.offer, leads=Lead.objects.filter(pk=lead.pk))
    ingest(search=search, profiles=people(1))
    opening.open_search_jobs(search.run.pk)
    assert list(PipelineJob.objects.values_list("mode", "priority")) == [("full", opening.RESCORE_PRIORITY)]


def test_an_open_job_takes_over_the_higher_priority_and_the_right_to_ask_the_ai(offer):
    lead, became = LeadFactory(workspace=offer.workspace), []
    for priority, asks_ai in ((90, False), (40, True), (60, False), (10, False)):
        opening.rescore(
            workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), priority=priority, asks_ai=asks_ai
        )
        became.append((job_of(lead).priority, job_of(lead).asks_ai))
    assert became == [(90, False), (40, True), (40, True), (10, True)]


def test_a_lead_already_queued_is_not_queued_twice(queued, search):
    leads = Lead.objects.filter(workspace=search.workspace)
    assert opening.rescore(workspace=search.workspace, offer=search.offer, leads=leads) == 0
    assert PipelineRun.objects.count() == 1


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

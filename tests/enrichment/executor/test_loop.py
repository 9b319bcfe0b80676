"""Leads through the whole pipeline, against the sandbox."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import allowances, budget
from autoreach.calls.models import Allowance, ProviderCall
from autoreach.calls.tasks import check_providers
from autoreach.calls.waits import Wait
from autoreach.calls.web_research import search_call
from autoreach.dependent_rows import delete_in_portions
from autoreach.providers.results import Answer, Usage
from enrichment import tasks
from enrichment.executor import lanes
from enrichment.executor.loop import Executor
from enrichment.executor.state import LeadWork, StepRun
from enrichment.executor.subjects import load_subjects
from enrichment.models import PipelineJob
from enrichment.steps.profile import XProfile
from enrichment.steps.web import Web
from leads.models import Interaction, Lead, Offer, PlatformProfile, Post, Workspace
from pool.models import PoolProfile
from scoring.models import BuyerScore
from tests.enrichment.pipeline import EAGER, add, asked, enrich, job_of, known, later, profile_of, run, run_slow
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status

BOTH = [EAGER, ("ann-oneil-sbx", "annoneil_sbx"), ("robert-ashworth-sbx", "bobash_sbx")]


def test_a_url_becomes_a_profile_with_posts_a_score_and_a_place_in_the_pool(sandbox, offer):
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert (lead.full_name, lead.title, lead.company.name) == (
        "Erik Eager",
        "Head of Production Planning",
        "Redfern Machinery",
    )
    assert lead.provenance["title"][0] == "linkedin"
    assert lead.missing == []
    x, linkedin = profile_of(lead, "x"), profile_of(lead, "linkedin")
    assert (x.state, linkedin.state, lead.x_user_id) == ("found", "found", x.external_id)
    assert linkedin.details["work"][0]["company"] == "Redfern Machinery"
    assert set(Post.objects.filter(lead=lead).values_list("platform", flat=True)) == {"linkedin"}
    assert Interaction.objects.filter(lead=lead).exists()
    newest = Post.objects.filter(lead=lead).latest("posted_at").posted_at
    assert lead.last_active_on == newest.date()
    assert BuyerScore.objects.get(lead=lead).state == "active"
    assert PoolProfile.objects.get(linkedin_slug=EAGER[0]).role == lead.title
    assert job_of(lead).status == Status.READY


def test_one_platform_failing_does_not_block_the_other(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "x"}])
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert lead.title == "Head of Production Planning"
    assert BuyerScore.objects.get(lead=lead).score is not None
    job = job_of(lead)
    assert (job.status, job.waits_for) == (Status.PENDING, "X did not answer")
    sandbox.faults.set([])
    later(minutes=1)
    run()
    assert job_of(lead).status == Status.READY
    assert profile_of(lead, "x").state == "found"
    assert asked(sandbox, "unipile profile") == 1


def test_what_keeps_failing_ends_ready_and_is_named_on_the_lead(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "x"}])
    (lead,) = add(offer, EAGER)
    for _ in range(3):
        run()
        later(hours=1)
    lead.refresh_from_db()
    job = job_of(lead)
    assert (job.status, lead.missing) == (Status.READY, ["X profile"])
    assert [reason for reason in job.skipped if reason.startswith("X profile")] == ["X profile: Service Unavailable"]


def test_the_failures_of_one_provider_leave_another_its_tries(sandbox, offer):
    (lead,) = add(offer, EAGER)
    for _ in range(2):
        sandbox.faults.set(
            [
                {"fault": "unavailable", "provider": "unipile"},
                {"fault": "rate_limited", "provider": "x", "seconds": 600},
            ]
        )
        run()
        later(hours=1)
        Allowance.objects.update(blocked_until=None)
    assert job_of(lead).failures == {"linkedin": 2}
    sandbox.faults.set([{"fault": "unavailable", "provider": "x"}])
    run()
    lead.refresh_from_db()
    job = job_of(lead)
    assert (lead.missing, job.status, job.waits_for) == ([], Status.PENDING, "X did not answer")
    assert job.failures == {"linkedin": 2, "x": 1}


def test_a_limit_puts_off_what_it_limits_until_the_moment_the_provider_names(sandbox, offer):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.waits_for, job.attempts, job.failures) == (Status.PENDING, "X is limited", 0, {})
    assert timedelta(seconds=590) < job.not_before - timezone.now() < timedelta(seconds=610)
    assert BuyerScore.objects.get(lead=lead).state == "active"
    assert profile_of(lead, "linkedin").state == "found"
    sandbox.faults.set([])
    later(minutes=11)
    Allowance.objects.update(blocked_until=None)
    run()
    assert job_of(lead).status == Status.READY


def test_a_limit_seen_once_keeps_every_other_lead_from_asking(sandbox, offer):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "x", "seconds": 600}])
    add(offer, EAGER)
    run()
    add(offer, *BOTH[1:])
    run()
    assert asked(sandbox, "x users") == 1


def test_without_credits_the_lead_is_paused_and_goes_on_by_itself(sandbox, offer):
    sandbox.faults.set([{"fault": "out_of_credits", "provider": "x"}])
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.waits_for) == (Status.BILLING_PAUSED, "X is out of credits")
    sandbox.faults.set([])
    later(minutes=20)
    Allowance.objects.update(blocked_until=None)
    tasks.tend()
    assert job_of(lead).status == Status.READY


def test_a_spent_budget_pauses_before_the_call_and_raising_it_resumes(sandbox, offer):
    workspace = offer.workspace
    budget.set_monthly_cap(workspace.pk, Decimal("0.01"))
    leads = add(offer, *BOTH)
    run()
    statuses = sorted(PipelineJob.objects.values_list("status", flat=True))
    assert statuses == [Status.BILLING_PAUSED, Status.BILLING_PAUSED, Status.READY]
    assert asked(sandbox, "x users") == 1
    assert BuyerScore.objects.filter(lead__in=leads, score=None).count() == 0
    budget.set_monthly_cap(workspace.pk, Decimal(1))
    tasks.tend()
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.READY}


class Breaking(Executor):
    """Its worker is told to stop once the first calls are under way."""

    def collect(self):
        raise SystemExit


def test_a_worker_that_breaks_off_sends_no_call_that_still_waited(sandbox, offer):
    sandbox.faults.set([{"fault": "slow", "seconds": 0.3}])
    add(offer, *((slug, "") for slug, _ in BOTH))
    with pytest.raises(SystemExit):
        Breaking(lane="fast", concurrency=1).run()
    assert ProviderCall.objects.count() > 1
    assert sandbox.calls.total == 1


class Deleting(Executor):
    """Staff delete the latest of `model` after its leads were claimed, or once their profiles have been read."""

    def claim(self):
        claimed = super().claim()
        if claimed and self.when == "claimed":
            self.delete()
        return claimed

    def collect(self):
        super().collect()
        if self.answered and self.when == "answered":
            self.delete()

    def delete(self):
        delete_in_portions(self.model.objects.filter(pk=self.model.objects.latest("pk").pk))
        self.when = ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["claimed", "answered"])
@pytest.mark.parametrize("model", [Workspace, Offer, Lead])
@pytest.mark.parametrize("mode", [PipelineJob.Mode.FULL, PipelineJob.Mode.SCORING_ONLY])
def test_what_is_deleted_while_its_leads_are_in_work_is_over_and_stops_no_other(
    sandbox, offer, caplog, model, mode, when
):
    (kept,) = add(offer, ("ann-oneil-sbx", ""))
    add(OfferFactory(), (EAGER[0], ""))
    PipelineJob.objects.update(status=Status.PENDING, done=[])
    PipelineJob.objects.exclude(lead=kept).update(mode=mode)
    Lead.objects.update(enriched_at=None)
    PlatformProfile.objects.all().delete()
    sandbox.calls.clear()
    caplog.clear()
    worker = Deleting(lane="fast", seconds=5)
    worker.model, worker.when = model, when
    worker.run()
    assert (job_of(kept).status, profile_of(kept, "linkedin").state) == (Status.READY, "found")
    assert PipelineJob.objects.count() == 1
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_a_platform_that_hangs_leaves_the_other_alone(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "unipile"}])
    add(offer, *((f"somebody-{number}-sbx", "") for number in range(40)))
    Executor(lane="fast", seconds=5, concurrency=4).run()
    waits = set(PipelineJob.objects.values_list("waits_for", flat=True))
    assert waits == {"LinkedIn did not answer", "LinkedIn does not answer"}
    (lead,) = add(offer, ("", EAGER[1]))
    run()
    assert job_of(lead).status == Status.READY
    sandbox.faults.set([])
    check_providers()
    run()
    assert PipelineJob.objects.filter(waits_for="LinkedIn does not answer").count() == 0


def breaking():
    raise KeyError("no such field")
    yield


def test_a_step_that_breaks_ends_with_a_reason(queued, caplog):
    (subject, *_) = load_subjects(queued)
    executor, step = Executor(lane="fast"), StepRun(LeadWork(subject), XProfile(), breaking())
    executor.resume(step, None)
    assert (executor.ended, step.outcome.missing) == ([step], "what came back could not be understood")
    assert f"step x_profile failed on lead {subject.lead.pk}" in caplog.text


def test_a_call_that_waits_keeps_the_unsent_calls_of_its_step_waiting(queued):
    (subject, *_) = load_subjects(queued)
    executor, step = Executor(lane="slow"), StepRun(LeadWork(subject), Web(), breaking())
    step.calls = [executor.paid_call(step, search_call(name, "?")) for name in ("company", "person", "other")]
    step.calls[1].result = Answer("text", Usage("ai", "web_search"))
    wait = Wait(timezone.now(), "the monthly budget is spent")
    executor.put_off_calls(step, wait)
    assert [call.wait for call in step.calls] == [wait, None, wait]
    assert step.wait == wait


def test_a_call_is_keyed_by_its_job_the_round_of_the_step_and_its_name(queued):
    (subject, *_) = load_subjects(queued)
    executor, step = Executor(lane="slow"), StepRun(LeadWork(subject), Web(), breaking())
    call = executor.paid_call(step, search_call("company", "?"))
    subject.job.rounds = {"web": 2}
    again = executor.paid_call(step, search_call("company", "?"))
    assert [call.key, again.key] == [f"job:{subject.job.pk}.{number}:web:company" for number in (0, 2)]


def test_a_call_about_another_account_of_the_lead_is_another_call(queued):
    (subject, *_) = load_subjects(queued)
    executor, keys = Executor(lane="fast"), set()
    for handle, other in (("ann", "a"), ("ann", "b"), ("nora", "b")):
        subject.lead.x_handle, subject.lead.linkedin_slug = handle, other
        step = StepRun(LeadWork(subject), XProfile(), breaking())
        keys.add(executor.paid_call(step, search_call("profile", "?")).key)
    assert len(keys) == 2


def test_after_its_time_is_over_a_worker_sends_no_call(queued):
    (subject, *_) = load_subjects(queued)
    executor, step = Executor(lane="fast", seconds=-1000), StepRun(LeadWork(subject), Web(), breaking())
    wait = executor.hold(executor.paid_call(step, search_call("company", "?")))
    assert wait.reason == "continues in a moment"


def test_no_other_call_of_a_step_is_sent_where_one_of_its_calls_waits(sandbox, offer):
    leads = known(offer, ("", "annoneil_sbx"))
    made = ProviderCall.objects.count()
    allowances.close("ai", "*", allowances.Closed(timezone.now() + timedelta(minutes=15), Allowance.Reason.CREDITS))
    enrich(offer, "find_linkedin", leads=leads)
    run_slow()
    (job,) = PipelineJob.objects.filter(mode=PipelineJob.Mode.RE_ENRICH)
    assert (job.waits_for, ProviderCall.objects.count()) == ("AI is out of credits", made)


def test_no_lead_is_begun_while_the_disk_has_no_room(sandbox, offer, settings):
    (lead,) = add(offer, EAGER)
    settings.LOW_DISK_MIB = 2**40
    lanes.run_due_jobs(seconds=1)
    assert (job_of(lead).attempts, ProviderCall.objects.count()) == (0, 0)
    settings.LOW_DISK_MIB = 0
    run()
    assert job_of(lead).status == Status.READY

from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls.models import KeptAnswer, ProviderCall
from autoreach.work.leases import new_lease
from enrichment.executor import lanes
from enrichment.executor.completion import finish_works
from enrichment.executor.state import LeadWork
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import opening, recovery, releasing
from enrichment.models import PipelineJob
from enrichment.models.pipeline import OWNER
from leads.models import Lead
from scoring.models import BuyerScore
from scoring.scores import set_state, write_scores
from tests.enrichment.pipeline import add, claim, expire, later, run
from tests.factories import LeadFactory
from tests.scoring.test_scores import card

pytestmark = pytest.mark.django_db
Status, SLOW = PipelineJob.Status, PipelineJob.Lane.SLOW


def ask(offer, *steps):
    leads = Lead.objects.filter(workspace=offer.workspace)
    return opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=steps)


def asked_of_ai():
    return sorted(ProviderCall.objects.filter(provider="ai").values_list("key", flat=True))


def finish(jobs):
    finish_works([LeadWork(subject) for subject in load_subjects(jobs)])


def test_a_released_job_is_as_if_it_had_never_been_claimed(queued):
    first, *rest = claim()
    releasing.release([first])
    job = PipelineJob.objects.get(pk=first.pk)
    assert (job.status, job.lease, job.lease_until, job.attempts) == (Status.PENDING, None, None, 0)
    assert [other.pk for other in PipelineJob.objects.filter(status=Status.PROCESSING).order_by("pk")] == [
        other.pk for other in rest
    ]
    releasing.release([])


def wait(job, **row):
    until = timezone.now() + timedelta(minutes=9)
    row = {"status": "billing_paused", "waits_for": "X is limited", "skipped": [], "failed": [], "scored": 0} | row
    releasing.put_off([{"id": job.pk, "until": until} | row])
    return until


def test_a_job_that_is_put_off_says_until_when_and_why(queued):
    job, *_ = claim()
    PipelineJob.objects.update(failures={"x": 1}, wait_after_score={"until": "then"})
    until = wait(job, skipped=["X posts: none"], failed=["x", "linkedin"], scored=1)
    job.refresh_from_db()
    assert (job.status, job.not_before, job.waits_for, job.skipped) == (
        Status.BILLING_PAUSED,
        until,
        "X is limited",
        ["X posts: none"],
    )
    assert (job.lease, job.lease_until, job.attempts, job.scored) == (None, None, 0, True)
    assert (job.failures, job.wait_after_score) == ({"x": 2, "linkedin": 1}, None)


def test_a_job_cannot_be_put_off_into_a_status_that_does_not_wait(queued):
    job, *_ = claim()
    with pytest.raises(ValueError, match="not ready"):
        wait(job, status="ready")


def test_a_job_requested_again_is_not_put_off(queued):
    job, *_ = claim()
    PipelineJob.objects.update(requested_again=True, done=["web", "x_posts"], steps_requested_again=["web"])
    wait(job, scored=1)
    job.refresh_from_db()
    assert (job.status, job.not_before, job.scored) == (Status.PENDING, None, False)
    assert (job.done, job.rounds, job.requested_again, job.steps_requested_again) == (
        ["x_posts"],
        {"web": 1},
        False,
        [],
    )


def test_a_job_that_is_not_in_work_is_neither_put_off_nor_put_back_nor_finished(queued):
    job, *_ = queued
    wait(job)
    assert releasing.put_back(PipelineJob.objects.filter(pk=job.pk), last_error="late") == 0
    releasing.finish([job])
    job.refresh_from_db()
    assert (job.status, job.not_before, job.last_error, job.finished_at) == (Status.PENDING, None, "", None)


def test_a_job_that_failed_is_tried_again_after_a_while(queued):
    job, *_ = claim()
    now = timezone.now()
    releasing.fail(job, "ValueError: broken")
    job.refresh_from_db()
    assert (job.status, job.lease, job.attempts, job.last_error) == (Status.PENDING, None, 1, "ValueError: broken")
    assert timedelta(seconds=30) <= job.not_before - now < timedelta(seconds=40)


def test_a_job_that_failed_at_its_last_attempt_is_given_up(queued):
    PipelineJob.objects.update(attempts=PipelineJob.MAX_ATTEMPTS - 1)
    job, *_ = claim(suspects=True)
    releasing.fail(job, "ValueError: broken")
    job.refresh_from_db()
    assert (job.status, job.last_error, job.skipped) == (
        Status.READY,
        "ValueError: broken",
        ["Profile: broken off 5 times"],
    )
    assert (job.lead.missing, job.lead.enriched_at is None) == (["score"], False)


def test_a_lead_whose_job_is_given_up_is_not_analyzing_for_ever(queued, offer):
    scored, again = queued[0], queued[1]
    BuyerScore.objects.filter(lead=scored.lead).update(state="monitor", score=40, scored_at=timezone.now())
    claim()
    PipelineJob.objects.filter(pk=again.pk).update(requested_again=True)
    for job in PipelineJob.objects.order_by("pk"):
        releasing.give_up(job, "broken off")
    states = BuyerScore.objects.order_by("lead").values_list("lead", "state")
    assert list(states) == [(scored.lead_id, "monitor"), (again.lead_id, "not_scored")]


def test_a_lead_scored_before_keeps_that_score_where_the_job_of_the_next_one_is_given_up(queued, offer, search):
    lead = queued[0].lead
    write_scores(offer=search.offer, scorecards=[card(lead, score=40, state="monitor")])
    for state in ("manual", "not_scored"):
        set_state(offer=search.offer, lead_ids=[lead.pk], state=state)
    releasing.give_up(claim()[0], "broken off")
    lead.refresh_from_db()
    assert BuyerScore.objects.filter(lead=lead).values_list("state", "score").get() == ("monitor", 40)
    assert (lead.best_state, lead.best_score) == ("monitor", 40)


def test_giving_up_an_enrichment_without_scoring_misses_the_profile_and_no_score(offer):
    lead = LeadFactory(workspace=offer.workspace)
    ask(offer, "profile")
    (job,) = claim()
    releasing.give_up(job, "broken off")
    lead.refresh_from_db()
    assert lead.missing == ["profile"]


def test_giving_up_leaves_the_day_of_an_earlier_enrichment(queued):
    before, now = timezone.now() - timedelta(days=3), timezone.now()
    Lead.objects.filter(pk=queued[0].lead_id).update(enriched_at=before)
    for job in claim():
        releasing.give_up(job, "broken off")
    first, *others = Lead.objects.order_by("pk").values_list("enriched_at", flat=True)
    assert (first, [day >= now for day in others]) == (before, [True, True])


def test_a_failure_is_nothing_to_the_worker_that_has_the_job_now(queued):
    for attempts in (1, PipelineJob.MAX_ATTEMPTS):
        PipelineJob.objects.update(attempts=attempts - 1, status=Status.PENDING, lease=None)
        job, *_ = claim(suspects=attempts > 1)
        PipelineJob.objects.update(lease=new_lease())
        releasing.fail(job, "ValueError: broken")
        job.refresh_from_db()
        assert (job.status, job.last_error, job.lead.missing) == (Status.PROCESSING, "", [])


def test_finished_jobs_are_counted_for_their_run(queued, search):
    jobs = claim()
    jobs[0].skipped = ["Website: none is known", "Activity: “quoted” \\ and {braced}"]
    releasing.finish(jobs[:2], last_error="gave up on X")
    search.run.refresh_from_db()
    assert (search.run.completed, search.run.finished_at) == (2, None)
    releasing.finish(jobs[2:])
    search.run.refresh_from_db()
    assert (search.run.completed, search.run.finished_at is None) == (3, False)
    ended = PipelineJob.objects.order_by("pk").values_list("status", "phase", "lease", "last_error")
    assert list(ended) == [(Status.READY, "finalize", None, error) for error in ("gave up on X", "gave up on X", "")]
    assert list(PipelineJob.objects.order_by("pk").values_list("skipped", flat=True)) == [jobs[0].skipped, [], []]


def test_a_worker_that_lost_its_lease_writes_nothing(queued):
    jobs = claim()
    expire()
    recovery.recover_expired_leases()
    finish(jobs)
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.PENDING] * 3
    assert BuyerScore.objects.filter(scored_at__isnull=False).count() == 0
    assert ProviderCall.objects.count() == 0


def test_a_lead_requested_while_it_is_in_work_is_done_once_more(queued, search):
    jobs = claim()
    Lead.objects.filter(pk=jobs[0].lead_id).update(title="Nurse")
    leads = Lead.objects.filter(pk=jobs[0].lead_id)
    assert opening.rescore(workspace=search.workspace, offer=search.offer, leads=leads) == 1
    finish(jobs)
    assert list(PipelineJob.objects.order_by("id").values_list("status", flat=True)) == [
        Status.PENDING,
        Status.READY,
        Status.READY,
    ]
    lanes.run_due_jobs()
    search.run.refresh_from_db()
    assert (search.run.completed, search.run.finished_at is not None) == (3, True)


@pytest.mark.parametrize(("again", "left"), [("scoring_only", ["profile"]), ("full", [])])
def test_what_giving_up_named_as_missing_is_cleared_once_it_is_there(queued, again, left):
    claim()
    for job, scored in zip(queued, (False, True, True), strict=True):
        job.refresh_from_db()
        job.scored = scored
        releasing.give_up(job, "broken off")
    assert list(Lead.objects.order_by("pk").values_list("missing", flat=True)) == [["score"], ["profile"], ["profile"]]
    PipelineJob.objects.update(status=Status.PENDING, attempts=0, mode=again)
    lanes.run_due_jobs()
    assert list(Lead.objects.order_by("pk").values_list("missing", flat=True)) == [[], left, left]


@pytest.mark.parametrize("breaks", ["dies", "fails"])
def test_steps_requested_of_a_job_that_broke_off_are_paid_for_once(sandbox, offer, breaks):
    add(offer, ("ann-oneil-sbx", ""))
    run()
    ask(offer, "profile")
    (job,) = claim(size=1)
    ask(offer, "web")
    if breaks == "dies":
        expire()
        recovery.recover_expired_leases()
    else:
        releasing.fail(job, "ValueError: broken")
        later(minutes=5)
    lanes.run_due_jobs(lane=SLOW, seconds=20)
    job.refresh_from_db()
    steps = [key.split(":", 2)[2] for key in asked_of_ai()]
    assert (job.status, "web" in job.done, len(steps)) == (Status.READY, True, len(set(steps)))
    assert (job.requested_again, job.steps_requested_again) == (False, [])


def test_kept_answers_go_when_the_job_ends(queued):
    claim()
    ended, other = PipelineJob.objects.order_by("pk")[:2]
    for job in (ended, other):
        kept = {
            "workspace": job.workspace,
            "owner_kind": OWNER,
            "owner_id": job.pk,
            "key": f"{job.pk}",
            "answer": "paid",
        }
        KeptAnswer.objects.create(**kept)
    releasing.finish([ended])
    assert list(KeptAnswer.objects.values_list("owner_id", flat=True)) == [other.pk]

import pytest

from autoreach.calls.models import KeptAnswer, ProviderCall
from enrichment.executor import lanes
from enrichment.executor.completion import finish_works
from enrichment.executor.state import LeadWork
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import opening, recovery, releasing
from enrichment.models import PipelineJob
from enrichment.models.pipeline import OWNER
from leads.models import Lead
from scoring.models import BuyerScore
from tests.enrichment.pipeline import add, claim, expire, later, run

pytestmark = pytest.mark.django_db
Status, SLOW = PipelineJob.Status, PipelineJob.Lane.SLOW


def ask(offer, *steps):
    leads = Lead.objects.filter(workspace=offer.workspace)
    return opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=steps)


def asked_of_ai():
    return sorted(ProviderCall.objects.filter(provider="ai").values_list("key", flat=True))


def finish(jobs):
    finish_works([LeadWork(subject) for subject in load_subjects(jobs)])


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

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from autoreach.calls.models import Allowance
from autoreach.calls.waits import Cause, Wait
from enrichment import tasks
from enrichment.executor.waiting import after_rescore, status_for
from enrichment.models import PipelineJob
from leads.models import Post
from tests.enrichment.pipeline import EAGER, add, asked, job_of, later, profile_of, run

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status

DAY = timedelta(days=1)
SOON = datetime(2126, 11, 21, 12, tzinfo=UTC)
WAITS = {cause: Wait(SOON, "because", cause) for cause in Cause}


def platforms_read(lead):
    return set(Post.objects.filter(lead=lead).values_list("platform", flat=True))


def close_linkedin(**span):
    until = {"blocked_until": timezone.now() + timedelta(**span), "reason": Allowance.Reason.LIMITED}
    Allowance.objects.update_or_create(provider="linkedin", scope="*", defaults=until)


@pytest.mark.parametrize(("minutes", "read"), [(50, set()), (70, {"x"})])
def test_x_is_read_first_where_linkedin_is_limited_for_long(sandbox, offer, minutes, read):
    close_linkedin(minutes=minutes)
    (lead,) = add(offer, EAGER)
    run()
    assert (platforms_read(lead), job_of(lead).waits_for) == (read, "LinkedIn is limited")
    later(minutes=minutes + 1)
    Allowance.objects.all().delete()
    run()
    assert (platforms_read(lead), job_of(lead).status) == (read | {"linkedin"}, Status.READY)


def test_x_is_read_where_linkedin_is_limited_again_after_the_wait(sandbox, offer):
    close_linkedin(minutes=30)
    (lead,) = add(offer, EAGER)
    run()
    later(minutes=31)
    close_linkedin(minutes=30)
    run()
    assert (platforms_read(lead), job_of(lead).waits_for) == ({"x"}, "LinkedIn is limited")


def test_x_waits_for_every_try_of_linkedin(sandbox, offer):
    sandbox.faults.set([{"fault": "unavailable", "provider": "unipile"}])
    (lead,) = add(offer, EAGER)
    read = []
    for _ in range(3):
        run()
        read.append(platforms_read(lead))
        later(hours=1)
    assert (read, job_of(lead).status) == ([set(), set(), {"x"}], Status.READY)


def test_x_is_read_first_where_linkedin_is_out_of_credits(sandbox, offer):
    sandbox.faults.set([{"fault": "out_of_credits", "provider": "unipile"}])
    (lead,) = add(offer, EAGER)
    run()
    assert (platforms_read(lead), job_of(lead).waits_for) == ({"x"}, "LinkedIn is out of credits")


def test_x_is_read_first_where_the_outreach_window_is_closed(sandbox, offer):
    workspace = offer.workspace
    workspace.linkedin_in_window_only, workspace.outreach_days = True, [(timezone.now() + DAY).isoweekday()]
    workspace.save()
    (lead,) = add(offer, EAGER)
    run()
    assert (platforms_read(lead), job_of(lead).status) == ({"x"}, Status.OUTSIDE_WINDOW)


def test_linkedin_waits_for_the_outreach_window_where_the_workspace_wants_it(sandbox, offer):
    workspace = offer.workspace
    tomorrow = (timezone.now() + timedelta(days=1)).isoweekday()
    workspace.linkedin_in_window_only, workspace.outreach_days = True, [tomorrow]
    workspace.save()
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    assert (job.status, job.not_before.date()) == (
        Status.OUTSIDE_WINDOW,
        (datetime.now(UTC) + timedelta(days=1)).date(),
    )
    assert profile_of(lead, "x").state == "found"
    assert asked(sandbox, "unipile") == 0
    workspace.linkedin_in_window_only = False
    workspace.save()
    tasks.tend()
    assert (job_of(lead).status, asked(sandbox, "unipile")) == (Status.READY, 3)


@pytest.mark.parametrize(
    ("causes", "status"),
    [
        ([Cause.PROVIDER], Status.PENDING),
        ([Cause.WINDOW, Cause.PROVIDER], Status.OUTSIDE_WINDOW),
        ([Cause.PROVIDER, Cause.BILLING, Cause.WINDOW], Status.BILLING_PAUSED),
    ],
)
def test_a_job_shows_the_wait_that_a_user_can_end(causes, status):
    assert status_for([WAITS[cause] for cause in causes]) == status


def test_a_job_scored_while_it_waits_goes_on_to_wait_until_its_moment():
    waits = {"until": SOON.isoformat(), "status": "billing_paused", "waits_for": "because"}
    past = waits | {"until": (timezone.now() - DAY).isoformat()}
    assert after_rescore(PipelineJob(wait_after_score=waits)) == WAITS[Cause.BILLING]
    assert [after_rescore(PipelineJob(wait_after_score=wait)) for wait in (past, None)] == [None, None]

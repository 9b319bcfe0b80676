"""Every fault of every provider, met by a lead in the pipeline: nothing is lost, nothing is paid twice."""

import pytest

from autoreach.calls.models import Allowance, ProviderCall
from autoreach.sandbox.faults import OWN, REFUSALS, SPOILT
from enrichment.executor import lanes
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from leads.models import Lead, PlatformProfile, Post
from scoring.models import BuyerScore
from tests.enrichment.pipeline import EAGER, add, job_of, later, run

pytestmark = pytest.mark.django_db
OTHER = {"x": "linkedin", "unipile": "x"}
LABEL = {"x": "X profile", "unipile": "LinkedIn profile"}
PLATFORM_FAULTS = sorted((REFUSALS | SPOILT) - {"slow"})
# Faults that last: the profile itself is refused.
FOR_GOOD = {("x", "not_found"), ("unipile", "not_found"), ("x", "forbidden"), ("unipile", "forbidden")}
AI_FAULTS = sorted((REFUSALS | SPOILT | OWN) - {"slow", "throttled", "empty_page", "repeats"})


def strike(sandbox, provider, fault):
    seconds = {"rate_limited": 300, "timeout": 0.1}.get(fault)
    sandbox.faults.set([{"fault": fault, "provider": provider} | ({"seconds": seconds} if seconds else {})])


def recover(sandbox):
    """The fault is over, and so is every wait it caused. Once all is done, one more round finds nothing to do again."""
    sandbox.faults.set([])
    for _ in range(3):
        is_last = not PipelineJob.objects.exclude(status="ready").exists()
        Allowance.objects.update(blocked_until=None)
        PipelineJob.objects.filter(status="billing_paused").update(status="pending")
        later(hours=7)
        run()
        lanes.run_due_jobs(lane=PipelineJob.Lane.SLOW, seconds=5)
        if is_last:
            return


@pytest.mark.parametrize("fault", PLATFORM_FAULTS)
@pytest.mark.parametrize("provider", ["x", "unipile"])
def test_a_platform_that_fails_holds_no_lead_up(sandbox, offer, provider, fault):
    strike(sandbox, provider, fault)
    (lead,) = add(offer, EAGER)
    run()
    job = job_of(lead)
    lead.refresh_from_db()
    assert job.status == "ready" or job.waits_for
    assert BuyerScore.objects.get(lead=lead).score is not None
    assert PlatformProfile.objects.get(lead=lead, platform=OTHER[provider]).state == "found"
    recover(sandbox)
    lead.refresh_from_db()
    assert job_of(lead).status == "ready"
    assert lead.missing == ([LABEL[provider]] if (provider, fault) in FOR_GOOD else [])
    assert sandbox.calls.summary()["charged_again"] == 0
    assert not ProviderCall.objects.filter(status="started").exists()


@pytest.mark.parametrize("fault", AI_FAULTS)
def test_an_ai_that_fails_is_never_paid_twice_for_one_answer(sandbox, offer, fault):
    (lead,) = add(offer, ("ann-oneil-sbx", ""))
    run()
    sandbox.calls.clear()
    strike(sandbox, "openai", fault)
    leads = Lead.objects.filter(pk=lead.pk)
    opening.enrich(workspace=offer.workspace, offer=offer, leads=leads, steps=["find_x", "profile"])
    lanes.run_due_jobs(lane=PipelineJob.Lane.SLOW, seconds=5)
    job = PipelineJob.objects.filter(lead=lead).latest("pk")
    assert job.status == "ready" or job.waits_for
    recover(sandbox)
    assert not PipelineJob.objects.exclude(status="ready").exists()
    assert sandbox.calls.summary()["charged_again"] == 0
    assert not ProviderCall.objects.filter(status="started").exists()


# Those that concern one call, and do not close the provider to all.
SINGLE = sorted(
    (REFUSALS | SPOILT) - {"rate_limited", "rate_limited_bare", "out_of_credits", "unauthorized", "forbidden"}
)
PLACES = {
    "linkedin profile": ("unipile", "profile", EAGER[0]),
    "linkedin posts": ("unipile", "user_posts", "000019"),
    "linkedin comments": ("unipile", "user_comments", "000019"),
    "x posts": ("x", "user_tweets", "/"),
}


@pytest.mark.parametrize("fault", SINGLE)
@pytest.mark.parametrize("place", PLACES)
def test_trouble_with_one_lead_is_not_the_others(sandbox, offer, place, fault):
    provider, endpoint, path = PLACES[place]
    seconds = {"timeout": 0.1, "slow": 0.1}.get(fault)
    # On X the second lead alone has posts to ask for: activity on LinkedIn is preferred.
    struck, other = add(offer, EAGER if provider == "unipile" else ("", "x_only_sbx"), ("ann-oneil-sbx", ""))
    rule = {"fault": fault, "provider": provider, "endpoint": endpoint, "path": path}
    sandbox.faults.set([rule | ({"seconds": seconds} if seconds else {})])
    run()
    other.refresh_from_db()
    assert (job_of(other).status, other.missing) == ("ready", [])
    assert Post.objects.filter(lead=other).exists()
    assert job_of(struck).status == "ready" or job_of(struck).waits_for
    assert BuyerScore.objects.get(lead=struck).score is not None
    recover(sandbox)
    struck.refresh_from_db()
    assert job_of(struck).status == "ready"
    assert (sandbox.calls.summary()["charged_again"], bool(struck.missing)) == (0, fault == "not_found")

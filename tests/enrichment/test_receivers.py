from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from autoreach.calls import budget, tasks
from autoreach.calls.models import Allowance, ProviderCall
from enrichment.jobs import opening, releasing
from enrichment.models import PipelineJob, ProfileFinding
from leads.ingest import FoundProfile, ingest
from leads.models import Lead
from scoring.models import BuyerScore
from scoring.state_changes import change_state, undo
from tests.enrichment.pipeline import claim, people, queue
from tests.factories import LeadFactory, MembershipFactory

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


def test_new_leads_are_noted_in_the_transaction_that_added_them(search):
    ingest(search=search, profiles=people(2))
    assert (search.run.opening, search.run.total, PipelineJob.objects.count()) == (True, 0, 0)


def test_a_raised_budget_resumes_paused_work_at_once(client, open_run, django_capture_on_commit_callbacks):
    workspace = open_run.workspace
    client.force_login(MembershipFactory(workspace=workspace, role="owner").user)
    budget.set_monthly_cap(workspace.pk, Decimal("1"))
    ProviderCall.objects.create(workspace=workspace, key="1", provider="x", purpose="X posts", cost_usd=Decimal("1"))
    later = timezone.now() + timedelta(days=9)
    (job,) = queue(open_run, 1, status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent", not_before=later)
    form = {"name": "T", "time_zone": "UTC", "outreach_days": [1], "outreach_from": "09:00", "outreach_until": "10:00"}
    form |= {"scorer": "automatic", "seen": client.get("/settings/").context["form"].seen()}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/", form | {"monthly_budget_usd": "5"})
    job.refresh_from_db()
    assert job.status == Status.READY


def test_a_budget_that_staff_raise_resumes_paused_work_at_once(
    admin_client, open_run, django_capture_on_commit_callbacks
):
    later = timezone.now() + timedelta(days=9)
    (job,) = queue(open_run, 1, status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent", not_before=later)
    with django_capture_on_commit_callbacks(execute=True):
        added = {"workspace": open_run.workspace_id, "monthly_usd": 9}
        admin_client.post(reverse("admin:calls_budget_add"), added)
    job.refresh_from_db()
    assert job.status == Status.READY


def test_people_who_come_with_the_profile_that_was_asked_for_answer_the_question(search):
    workspace = search.workspace
    lead = LeadFactory(workspace=workspace, linkedin_slug="", email_key="nora@one.example")
    other = LeadFactory(workspace=workspace, linkedin_slug="", x_handle="somebody")
    theirs = LeadFactory(linkedin_slug="nora-two")
    for each, slug in ((lead, "nora-one"), (other, "somebody"), (theirs, "nora-two")):
        ProfileFinding.objects.create(
            workspace=each.workspace, lead=each, platform="linkedin", decision="asked", candidates=[{"handle": slug}]
        )
    on_x = ProfileFinding.objects.create(workspace=workspace, lead=lead, platform="x", decision="asked")
    ingest(search=search, profiles=[FoundProfile(linkedin="linkedin.com/in/nora-one", email="nora@one.example")])
    lead.refresh_from_db()
    assert lead.linkedin_slug == "nora-one"
    asked = ProfileFinding.objects.order_by("pk").values_list("lead", "platform")
    assert list(asked) == [(other.pk, "linkedin"), (theirs.pk, "linkedin"), (on_x.lead_id, "x")]


def test_a_check_that_goes_well_resumes_what_waited_for_that_provider(sandbox, open_run):
    until = timezone.now() + timedelta(minutes=15)
    Allowance.objects.create(provider="x", scope="*", blocked_until=until, reason=Allowance.Reason.CREDITS)
    reasons = ["LinkedIn is limited; X is out of credits", "X refuses the key", "AI is out of credits", "X is limited"]
    for reason in reasons:
        queue(open_run, 1, status=Status.BILLING_PAUSED, not_before=until, waits_for=reason)
    tasks.check_providers()
    resumed = PipelineJob.objects.filter(status=Status.PENDING, not_before=None).order_by("pk")
    assert list(resumed.values_list("waits_for", flat=True)) == reasons[:2]


def set_by_hand(search):
    return change_state(offer=search.offer, leads=Lead.objects.all(), state="manual", user=None)


@pytest.mark.parametrize("end", [releasing.finish, lambda jobs: [releasing.give_up(job, "broken") for job in jobs]])
def test_an_undo_puts_no_lead_back_to_wait_for_a_job_that_has_ended(queued, search, end):
    first, *others = claim()
    change = set_by_hand(search)
    end([first])
    assert undo(change) == 3
    assert list(BuyerScore.objects.order_by("lead").values_list("lead", "state")) == [
        (job.lead_id, "not_scored") for job in others
    ]


def test_an_undo_lets_a_lead_wait_for_the_score_that_was_requested_since(search):
    asked, enriched, _ = LeadFactory.create_batch(3, workspace=search.workspace)
    change = set_by_hand(search)
    wanted = {"workspace": search.workspace, "offer": search.offer}
    opening.enrich(leads=Lead.objects.filter(pk=asked.pk), steps=["profile", "scoring"], **wanted)
    opening.enrich(leads=Lead.objects.filter(pk=enriched.pk), steps=["profile"], **wanted)
    assert undo(change) == 3
    assert list(BuyerScore.objects.values_list("lead", "state")) == [(asked.pk, "not_scored")]

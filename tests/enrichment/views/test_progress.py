import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from autoreach.calls.models import ProviderCall
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from leads.models import Lead
from tests.factories import LeadFactory, MembershipFactory, OfferFactory
from tests.pages import words

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status


@pytest.fixture
def member():
    return MembershipFactory(role="owner")


@pytest.fixture
def offer(member):
    return OfferFactory(workspace=member.workspace, name="Scheduling")


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    client.defaults["HTTP_HX_REQUEST"] = "true"
    return client


@pytest.fixture
def lead(member):
    return LeadFactory(workspace=member.workspace)


@pytest.fixture
def job(lead, offer):
    steps = ["profile", "activity", "scoring"]
    opening.enrich(workspace=lead.workspace, offer=offer, leads=Lead.objects.filter(pk=lead.pk), steps=steps)
    return PipelineJob.objects.get()


def change(job, **fields):
    PipelineJob.objects.filter(pk=job.pk).update(**fields)


def steps(response):
    return {label: (state, reason) for work in response.context["works"] for label, state, reason in work["steps"]}


def test_a_lead_without_work_shows_none(browser, lead):
    response = browser.get(f"/leads/{lead.pk}/progress/")
    assert (response.context["works"], response.content.decode().count("work:progress")) == ([], 0)


@pytest.mark.parametrize(
    ("account", "chosen", "listed"),
    [
        ({}, [], ["LinkedIn profile", "LinkedIn posts", "LinkedIn comments"]),
        ({"linkedin_slug": "", "x_user_id": "7"}, [], ["X profile", "X posts"]),
        (
            {},
            ["find_x"],
            ["Find X profile", "X profile", "LinkedIn profile", "LinkedIn posts", "LinkedIn comments", "X posts"],
        ),
    ],
)
def test_steps_of_an_account_that_is_neither_known_nor_searched_for_are_not_listed(
    browser, lead, job, account, chosen, listed
):
    Lead.objects.update(**account)
    change(job, steps=[*job.steps, *chosen])
    assert list(steps(browser.get(f"/leads/{lead.pk}/progress/"))) == listed


def test_each_step_says_where_it_stands(browser, lead, job):
    Lead.objects.update(x_handle="nora_sample")
    change(
        job,
        done=["x_profile", "linkedin_profile"],
        skipped=["X profile: the platform has suspended it", "X posts: no X profile that can be read"],
    )
    assert steps(browser.get(f"/leads/{lead.pk}/progress/")) == {
        "X profile": ("missing", "the platform has suspended it"),
        "LinkedIn profile": ("done", ""),
        "LinkedIn posts": ("ahead", ""),
        "LinkedIn comments": ("ahead", ""),
        "X posts": ("skipped", "no X profile that can be read"),
    }


def test_work_that_waits_says_for_what_and_until_when(browser, lead, job):
    until = timezone.now() + timedelta(minutes=20, seconds=30)
    change(job, status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent", not_before=until)
    page = browser.get(f"/leads/{lead.pk}/progress/").content.decode()
    for said in ("Billing Paused", "the monthly budget is spent", "in 20 minutes"):
        assert page.count(said) == 1, said


@pytest.mark.parametrize(
    ("status", "waits_for", "why"),
    [
        ("billing_paused", "the monthly budget is spent", "the monthly budget is spent (raise it in Settings)"),
        ("billing_paused", "X is limited; X is out of credits", "X is out of credits (see Status)"),
        ("outside_window", "outside the outreach window", "outside the outreach window (see Settings)"),
    ],
)
def test_paused_work_names_its_cause_and_the_way_out(browser, job, status, waits_for, why):
    change(job, status=status, waits_for=waits_for, not_before=timezone.now() + timedelta(days=3))
    assert words(browser.get("/progress/")) == f"Paused 0 of 1 completed 1 paused: {why}"


def test_a_lead_that_is_paused_leads_to_the_budget(browser, lead, job):
    change(job, status=Status.BILLING_PAUSED, waits_for="the monthly budget is spent")
    work = words(browser.get(f"/leads/{lead.pk}/progress/"))
    assert work.count("Billing Paused for Scheduling: the monthly budget is spent (raise it in Settings)") == 1


def test_the_page_hears_of_news_only_where_there_is_some(browser, lead, job):
    address = f"/leads/{lead.pk}/progress/"
    first = browser.get(address)
    seen = first.context["seen"]
    assert first.headers.get("HX-Trigger") is None
    assert browser.get(address, {"seen": seen}).headers.get("HX-Trigger") is None
    change(job, done=["x_profile"])
    assert browser.get(address, {"seen": seen}).headers["HX-Trigger"] == "lead:progress"
    change(job, status=Status.READY)
    assert browser.get(address, {"seen": seen}).headers["HX-Trigger"] == "lead:progress"


def test_work_that_began_before_the_first_look_is_news(browser, lead, job):
    first = browser.get(f"/leads/{lead.pk}/").content.decode()
    assert first.count(f'hx-get="/leads/{lead.pk}/progress/?seen="') == 1
    assert browser.get(f"/leads/{lead.pk}/progress/?seen=").headers["HX-Trigger"] == "lead:progress"


def test_work_that_began_and_ended_between_two_looks_is_news(browser, lead, job, offer):
    change(job, status=Status.READY)
    seen = browser.get(f"/leads/{lead.pk}/progress/").context["seen"]
    opening.enrich(workspace=lead.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    PipelineJob.objects.update(status=Status.READY)
    assert browser.get(f"/leads/{lead.pk}/progress/", {"seen": seen}).headers["HX-Trigger"] == "lead:progress"


def test_what_is_missing_is_named_with_its_reason_and_can_be_tried_again(browser, lead, job, offer):
    change(job, status=Status.READY, skipped=["X profile: no such profile exists", "X posts: no X profile"])
    Lead.objects.update(missing=["X profile"])
    response = browser.get(f"/leads/{lead.pk}/progress/")
    assert response.context["missing"] == [("X profile", "no such profile exists")]
    assert response.context["skipped"] == ["X posts: no X profile"]
    form = {"lead": lead.pk, "offer": offer.pk, "chosen": 1, "start": 1, "step": response.context["again"]}
    browser.post("/enrich/", form)
    again = PipelineJob.objects.latest("pk")
    assert (again.pk != job.pk, again.steps) == (True, ["profile", "activity", "scoring"])


def test_an_uncertain_call_of_a_lead_is_shown_as_uncertain(browser, lead):
    ProviderCall.objects.create(
        workspace=lead.workspace, lead=lead, key="1", provider="ai", purpose="Web intelligence", status="uncertain"
    )
    page = browser.get(f"/leads/{lead.pk}/progress/").content.decode()
    assert (page.count("Uncertain:"), page.count("AI · Web intelligence")) == (1, 1)


def test_work_of_another_team_is_not_shown(browser):
    stranger = LeadFactory()
    assert browser.get(f"/leads/{stranger.pk}/progress/").status_code == 404
    opening.enrich(
        workspace=stranger.workspace, offer=None, leads=Lead.objects.filter(pk=stranger.pk), steps=["profile"]
    )
    assert browser.get(f"/progress/leads/?leads={stranger.pk}").context["works"] == [(stranger.pk, None)]


def test_lists_show_the_status_of_what_is_in_work(browser, lead, job, member):
    idle = LeadFactory(workspace=member.workspace)
    change(job, status=Status.OUTSIDE_WINDOW)
    response = browser.get(f"/progress/leads/?leads={lead.pk},{idle.pk},,nonsense,{'9' * 30}")
    assert response.context["works"] == [(lead.pk, Status.OUTSIDE_WINDOW), (idle.pk, None)]
    assert response.content.decode().count("Outside Outreach Window") == 1


def test_any_number_of_leads_costs_the_same_queries(browser, member):
    def queries(count):
        ids = ",".join(str(LeadFactory(workspace=member.workspace).pk) for _ in range(count))
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/progress/leads/?leads={ids}")
        return len(captured)

    assert queries(1) == queries(3)


def test_a_page_that_is_there_before_the_lead_is_queued_goes_on_asking(browser, lead):
    def triggers():
        part = browser.get(f"/leads/{lead.pk}/progress/", headers={"HX-Request": "true"}).content.decode()
        return re.search(r'hx-trigger="([^"]*)"', part)[1]

    PipelineJob.objects.all().delete()
    Lead.objects.update(enriched_at=None)
    assert triggers() == "leads:changed from:body, every 1s"
    Lead.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert triggers() == "leads:changed from:body"

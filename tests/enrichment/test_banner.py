"""What waits in the queue costs nothing at the banner."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from autoreach.work import leases
from enrichment import banner
from enrichment.banner import workspace_progress
from enrichment.executor import lanes
from enrichment.jobs import opening, releasing
from enrichment.models import AIBatch, AIReading, PipelineJob, PipelineRun
from enrichment.templatetags.work_progress import clock
from leads.models import ImportJob, Lead, Search
from leads.sources.csv import lifecycle
from tests.enrichment.pipeline import claim, queue
from tests.factories import LeadFactory, MembershipFactory, OfferFactory, SearchFactory
from tests.leads.sources.csv.imports import PEOPLE, imported
from tests.pages import BY_HTMX, words
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status
FEW, MANY = 5, 25


@pytest.fixture
def low_cap(monkeypatch):
    monkeypatch.setattr(banner, "COUNT_CAP", 3)


@pytest.mark.parametrize(
    "waits",
    [
        {},
        {"minutes": 0},
        {"minutes": 5},
        {"minutes": 90},
        {"status": Status.BILLING_PAUSED},
        {"status": Status.OUTSIDE_WINDOW},
    ],
    ids=["in line", "in line again", "for a provider", "for long", "for money", "for a window"],
)
def test_the_banner_counts_no_further_than_its_cap(open_run, low_cap, waits):
    def look():
        workspace_progress(open_run.workspace)

    queue(open_run, FEW, **waits)
    few = rows_read("enrichment_pipelinejob", look)
    queue(open_run, MANY, **waits)
    assert rows_read("enrichment_pipelinejob", look) == few


@pytest.mark.parametrize(("more", "said"), [(0, "3"), (1, "3+")])
def test_the_banner_says_where_it_counts_no_further(client, open_run, low_cap, more, said):
    client.force_login(MembershipFactory(workspace=open_run.workspace).user)
    queue(open_run, 1)
    queue(open_run, 3 + more, minutes=90)
    queue(open_run, 3 + more, status=Status.BILLING_PAUSED)
    # beyond the cap it says what runs opened
    rest = 100 if more else 4
    waits = "3+ wait for more than half an hour " if more else ""
    assert words(client.get(reverse("banner"), headers=BY_HTMX)) == (
        f"Analyzing leads 0 of {rest} completed {waits}{said} paused: a budget or a provider's credits are spent"
    )


def test_a_banner_of_nothing_but_what_waits_for_long_is_none(open_run, low_cap):
    queue(open_run, FEW, minutes=90)
    assert workspace_progress(open_run.workspace).running is False


def test_the_banner_rests_while_all_that_is_left_is_paused(open_run, low_cap):
    queue(open_run, FEW, status=Status.OUTSIDE_WINDOW)
    found = workspace_progress(open_run.workspace)
    assert (found.running, found.at_rest) == (True, True)


def test_progress_counts_leads_in_work_and_done(queued, search):
    claim(size=1)
    progress = workspace_progress(search.workspace)
    assert (progress.total, progress.completed, progress.enriching, progress.scoring, progress.waiting) == (
        3,
        0,
        1,
        0,
        2,
    )
    PipelineJob.objects.update(status=Status.PENDING)
    lanes.run_due_jobs()
    assert workspace_progress(search.workspace).running is False


def test_leads_that_are_gone_are_not_counted(queued, search):
    releasing.finish(claim(size=1))
    Lead.objects.filter(jobs=queued[2]).delete()
    found = workspace_progress(search.workspace)
    assert (found.total, found.completed, found.waiting) == (2, 1, 1)


def test_an_import_that_is_undone_leaves_only_the_leads_that_stay_in_the_counts(
    member, django_capture_on_commit_callbacks
):
    workspace = member.workspace
    job = imported(workspace, PEOPLE)
    everyone = Lead.objects.filter(workspace=workspace)
    opening.open_search_jobs(job.search.run.pk)
    opening.enrich(workspace=workspace, offer=OfferFactory(workspace=workspace), leads=everyone, steps=["profile"])
    releasing.finish(claim(size=2))
    kept = everyone.get(full_name="Tom Reed")
    kept.save()

    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.request_undo(job)

    counted = [
        (run.total, run.completed, run.jobs.count(), run.jobs.filter(status=Status.READY).count())
        for run in PipelineRun.objects.order_by("pk")
    ]
    assert (list(everyone), counted) == ([kept], [(1, 0, 1, 0), (1, 1, 1, 1)])


def test_leads_whose_worker_does_not_respond_go_on_by_themselves(client, queued, search):
    client.force_login(MembershipFactory(workspace=search.workspace).user)
    lead = claim(size=1)[0].lead
    address = reverse("lead-work", args=[lead.pk])
    assert workspace_progress(search.workspace).silent == 0
    assert words(client.get(address, headers=BY_HTMX)).count("does not respond") == 0

    until = timezone.now() + leases.LEASE - leases.SILENCE - timedelta(seconds=1)
    PipelineJob.objects.filter(lead=lead).update(lease_until=until)

    found = workspace_progress(search.workspace)
    assert (found.total, found.enriching, found.silent, found.resumes_at) == (3, 0, 1, until + timedelta(minutes=1))
    at = clock(found.resumes_at)
    assert words(client.get(reverse("banner"), headers=BY_HTMX)) == (
        "Analyzing leads 0 of 3 completed "
        f"1 waits because a worker does not respond. It goes on by itself at about {at}"
    )
    said = f"Processing for {search.offer}: its worker does not respond. It goes on by itself at about {at}"
    assert words(client.get(address, headers=BY_HTMX)).count(said) == 1
    PipelineJob.objects.exclude(lead=lead).delete()
    assert (workspace_progress(search.workspace).running, workspace_progress(search.workspace).at_rest) == (True, True)


def test_a_search_or_an_import_whose_worker_does_not_respond_goes_on_by_itself(client, member):
    client.force_login(member.user)
    until = timezone.now() + timedelta(seconds=30)
    search = SearchFactory(workspace=member.workspace, status="running", label="people.csv")
    at = clock(until + timedelta(minutes=1))
    waits = f"people.csv waits because a worker does not respond. It goes on by itself at about {at}"
    Search.objects.update(lease=leases.new_lease(), lease_until=until)
    assert words(client.get(reverse("banner"), headers=BY_HTMX)) == waits
    Search.objects.update(lease=None, lease_until=None)
    assert words(client.get(reverse("banner"), headers=BY_HTMX)) == "people.csv"
    ImportJob.objects.create(workspace=member.workspace, search=search, lease=leases.new_lease(), lease_until=until)
    assert words(client.get(reverse("banner"), headers=BY_HTMX)) == waits


def test_no_moment_is_named_that_is_past_because_no_worker_runs(client, queued, search):
    client.force_login(MembershipFactory(workspace=search.workspace).user)
    jobs, hour_ago = claim(), timezone.now() - timedelta(hours=1)
    PipelineJob.objects.update(lease_until=hour_ago)
    banner_says = words(client.get(reverse("banner"), headers=BY_HTMX))
    assert banner_says == (
        "Waiting 0 of 3 completed 3 wait because a worker does not respond. They go on by themselves"
    )
    page = words(client.get(reverse("lead-work", args=[jobs[0].lead_id]), headers=BY_HTMX))
    assert page.count("its worker does not respond. It goes on by itself") == 1
    assert page.count("by itself at about") == 0
    Search.objects.update(status="running", label="people.csv", lease=leases.new_lease(), lease_until=hour_ago)
    PipelineJob.objects.all().delete()
    banner_says = words(client.get(reverse("banner"), headers=BY_HTMX))
    assert banner_says == "people.csv waits because a worker does not respond. It goes on by itself"


def test_progress_of_another_workspace_is_not_shown(queued):
    assert workspace_progress(OfferFactory().workspace).total == 0


def test_what_waits_for_a_provider_is_named_apart_from_what_is_in_line(queued, search):
    soon = timezone.now() + timedelta(minutes=5)
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=soon)
    progress = workspace_progress(search.workspace)
    assert (progress.put_off, progress.put_off_until, progress.waiting, progress.at_rest) == (1, soon, 2, False)
    PipelineJob.objects.update(not_before=soon)
    assert workspace_progress(search.workspace).at_rest is True


def test_the_banner_does_not_name_what_waits_for_hours(queued, search):
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=timezone.now() + timedelta(hours=6))
    progress = workspace_progress(search.workspace)
    assert (progress.total, progress.put_off, progress.waiting) == (2, 0, 2)
    PipelineJob.objects.update(not_before=timezone.now() + timedelta(hours=6))
    assert workspace_progress(search.workspace).running is False


def test_a_search_that_waits_says_for_what(north):
    SearchFactory(workspace=north.workspace, kind="x_post", label="One post", waits_for="X is out of credits")
    shown = words(north.client.get(reverse("banner"), headers=BY_HTMX))
    assert shown == "One post waits: X is out of credits"


def test_leads_that_wait_for_the_ai_are_counted_with_the_reason(settings):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    offer = OfferFactory()
    first, second, third = LeadFactory.create_batch(3, workspace=offer.workspace)
    mine = {"workspace": offer.workspace, "offer": offer}
    waits = AIBatch.objects.create(lead_ids=[1], not_before=timezone.now(), waits_for="AI did not answer", **mine)
    AIReading.objects.create(lead=first, wanted=True, **mine)
    AIReading.objects.create(lead=second, wanted=True, batch=waits, **mine)
    AIReading.objects.create(lead=third, **mine)

    progress = workspace_progress(offer.workspace)

    assert (progress.to_read, progress.read_later, progress.ai_waits_for) == (1, 1, "AI did not answer")
    assert (progress.running, progress.at_rest) == (True, False)
    offer.workspace.scorer = "local"
    assert workspace_progress(offer.workspace).running is False
    offer.workspace.scorer = "automatic"
    offer.archive()
    progress = workspace_progress(offer.workspace)
    assert (progress.to_read, progress.read_later, progress.ai_waits_for) == (0, 0, None)

import pytest
from django.utils import timezone

from enrichment import tasks
from enrichment.models import PipelineJob, ProfileFinding
from leads.ingest import ingest
from tests.enrichment.pipeline import people, queue
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


def test_the_jobs_of_a_search_are_opened_and_worked_on(search):
    ingest(search=search, profiles=people(2))
    tasks.open_search_jobs(search.run.pk)
    assert list(PipelineJob.objects.values_list("status", flat=True)) == [Status.READY] * 2


def test_slow_jobs_are_left_to_workers_of_the_slow_queue(open_run, django_capture_on_commit_callbacks):
    queue(open_run, 1, lane="slow", mode="re_enrich", steps=["web"])
    tasks.run_due_jobs()
    assert PipelineJob.objects.get().status == Status.PENDING
    tasks.run_slow_jobs()
    assert PipelineJob.objects.get().status == Status.READY


def test_every_minute_due_jobs_of_both_lanes_are_worked_on(open_run, django_capture_on_commit_callbacks):
    queue(open_run, 1, lane="slow", mode="re_enrich", steps=["web"])
    queue(open_run, 1, status=Status.BILLING_PAUSED, not_before=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tend()
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.READY}


def test_a_found_profile_is_applied():
    lead = LeadFactory()
    finding = ProfileFinding.objects.create(
        workspace=lead.workspace, lead=lead, platform="x", decision="accepted", handle="ann"
    )
    tasks.apply_finding(finding.pk)
    lead.refresh_from_db()
    assert lead.x_handle == "ann"

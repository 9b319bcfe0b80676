import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrichment.executor.subjects import load_subjects
from enrichment.models import PipelineJob
from leads.models import PlatformProfile, Post

pytestmark = pytest.mark.django_db


def profile(lead, platform):
    return PlatformProfile.objects.create(
        workspace=lead.workspace, lead=lead, platform=platform, handle="h", state="found", fetched_at=timezone.now()
    )


def test_a_subject_holds_what_is_stored_of_its_lead_alone(queued, search):
    first, second, _ = queued
    x, linkedin = profile(first.lead, "x"), profile(second.lead, "linkedin")
    Post.objects.create(workspace=first.workspace, lead=first.lead, platform="x", external_id="1", text="On X")
    subjects = {subject.job.pk: subject for subject in load_subjects(queued)}
    assert [(each.x, each.linkedin, each.wrote_on) for each in map(subjects.get, [first.pk, second.pk])] == [
        (x, None, {"x"}),
        (None, linkedin, frozenset()),
    ]
    assert {(each.offer, each.job.workspace) for each in subjects.values()} == {(search.offer, search.workspace)}


def test_a_job_whose_lead_was_deleted_has_no_subject(queued):
    gone, *others = queued
    gone.lead.delete()
    assert [subject.job for subject in load_subjects(queued)] == others
    assert load_subjects([]) == []


def test_a_user_chooses_steps_by_what_the_dialog_offers(queued):
    PipelineJob.objects.update(steps=["activity"])
    (subject, *_) = load_subjects(list(PipelineJob.objects.order_by("pk")))
    assert subject.job.chosen_steps == {"linkedin_posts", "linkedin_comments", "x_posts"}


def test_any_number_of_jobs_is_loaded_in_the_same_queries(queued):
    def queries(jobs):
        with CaptureQueriesContext(connection) as captured:
            load_subjects(jobs)
        return len(captured)

    assert queries(queued[:1]) == queries(queued) == 6


def test_nothing_is_loaded_of_leads_that_are_only_scored(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(mode="scoring_only")
    jobs = list(PipelineJob.objects.order_by("pk"))
    with CaptureQueriesContext(connection) as captured:
        (subject,) = load_subjects(jobs[:1])
    assert (subject.job, subject.lead, len(captured)) == (jobs[0], None, 0)
    assert {subject.job for subject in load_subjects(jobs)} == set(jobs)


def test_a_job_says_where_its_lead_comes_from(queued):
    assert {subject.job.source for subject in load_subjects(queued)} == {"CSV import"}

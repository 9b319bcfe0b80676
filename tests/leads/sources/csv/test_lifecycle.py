from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from autoreach.work.leases import LeaseLost, new_lease
from leads.models import ImportBatch, ImportJob, ImportRow, Search
from leads.sources.csv import batches, lifecycle, tasks
from tests.leads.sources.csv.imports import PEOPLE, begun, imported, leads, opened, previewed, refuse, undone

pytestmark = pytest.mark.django_db


def test_the_uploaded_file_is_gone_once_it_is_imported(workspace, django_capture_on_commit_callbacks, settings):
    with django_capture_on_commit_callbacks(execute=True):
        job = imported(workspace, PEOPLE)

    job.refresh_from_db()
    assert (job.file.name, list((settings.MEDIA_ROOT / "imports").iterdir())) == ("", [])


def test_an_import_cut_off_in_the_middle_goes_on_where_it_stopped(
    workspace, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(batches, "BATCH", 2)
    job = previewed(workspace, PEOPLE)
    lifecycle.request_commit(job, policy="fill")
    begun(job)
    assert leads(workspace, "full_name") == ["Mara Quill", "Tom Reed"]

    with django_capture_on_commit_callbacks(execute=True):
        tasks.tend()

    job.refresh_from_db()
    assert (job.state, job.progress) == ("completed", 100)
    assert leads(workspace, "full_name") == ["Mara Quill", "Tom Reed", "Eve Stone"]
    assert (job.search.found, job.search.created, job.search.duplicates) == (6, 3, 2)
    assert list(ImportBatch.objects.order_by("pk").values_list("first_row", flat=True)) == [1, 3, 5]


def test_a_second_request_and_a_second_worker_change_nothing(workspace):
    job = imported(workspace, PEOPLE)

    lifecycle.request_commit(job, policy="overwrite")
    lifecycle.run(job.pk)

    assert (Search.objects.count(), ImportBatch.objects.count(), len(leads(workspace, "pk"))) == (1, 1, 3)


def test_an_import_that_fails_at_each_attempt_ends_with_a_sentence(workspace):
    job = previewed(workspace, PEOPLE)
    lifecycle.request_commit(job, policy="fill")
    refuse(workspace)
    for _ in range(ImportJob.MAX_ATTEMPTS):
        ImportJob.objects.update(not_before=None)
        with pytest.raises(IntegrityError):
            lifecycle.run(job.pk)

    job.refresh_from_db()
    sentence = "The import stopped several times at the same place. What was imported until then is kept."
    assert (job.state, job.error, job.search.status, leads(workspace, "pk")) == ("failed", sentence, "failed", [])


def test_what_a_failed_import_had_brought_can_be_taken_back(
    workspace, monkeypatch, settings, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(batches, "BATCH", 2)
    job = previewed(workspace, PEOPLE)
    lifecycle.request_commit(job, policy="fill")
    begun(job)
    ImportJob.objects.update(attempts=ImportJob.MAX_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tend()
    job.refresh_from_db()
    assert (job.state, job.file.name, list((settings.MEDIA_ROOT / "imports").iterdir())) == ("failed", "", [])
    assert leads(workspace, "full_name") == ["Mara Quill", "Tom Reed"]

    assert (undone(job), leads(workspace, "pk")) == ("undone", [])


def test_an_import_that_failed_before_it_began_is_not_taken_back(workspace):
    job = previewed(workspace, "Name,Email\n,\n")

    assert (job.search, undone(job)) == (None, "failed")


def test_an_import_that_is_stopped_keeps_no_file(workspace, settings, django_capture_on_commit_callbacks):
    job = previewed(workspace, PEOPLE)
    lifecycle.request_commit(job, policy="fill")
    with django_capture_on_commit_callbacks(execute=True):
        assert undone(job) == "undone"

    assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []


def test_an_undo_says_how_far_it_has_come(workspace, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 2)
    job = imported(workspace, PEOPLE)
    lifecycle.request_undo(job)
    claimed = lifecycle.IMPORTS.claim(job.pk)
    left = []
    while lifecycle.next_step(claimed):
        job.refresh_from_db()
        left.append((job.done_rows, job.attempts))
    assert left == [(4, 0), (2, 0), (0, 0), (0, 0)]


def test_an_undo_requested_while_a_batch_is_about_to_be_written_comes_first(workspace):
    job = previewed(workspace, PEOPLE)
    lifecycle.request_commit(job, policy="fill")
    claimed = lifecycle.IMPORTS.claim(job.pk)
    lifecycle.request_undo(job)

    lifecycle.commit_batch(claimed)
    job.refresh_from_db()
    assert (job.state, leads(workspace, "pk")) == ("undoing", [])
    assert (lifecycle.next_step(claimed), lifecycle.next_step(claimed)) == (True, False)
    job.refresh_from_db()
    assert (job.state, job.lease, job.search.status) == ("undone", None, "undone")


def test_stray_wake_ups_leave_a_finished_import_alone(workspace):
    job = imported(workspace, PEOPLE)

    for _ in range(ImportJob.MAX_ATTEMPTS + 2):
        lifecycle.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.search.status) == ("completed", 0, "completed")


def test_a_job_that_moved_on_does_not_fail_any_more(workspace):
    job = previewed(workspace, PEOPLE)
    lifecycle.request_commit(job, policy="fill")
    lifecycle.run(job.pk)

    lifecycle.fail(job, "Too late.")

    job.refresh_from_db()
    assert (job.state, job.error, job.search.status) == ("completed", "", "completed")


def test_a_file_that_another_worker_is_reading_is_left_to_it(workspace):
    job = opened(workspace, PEOPLE)
    lifecycle.request_preview(job)
    reading = lifecycle.IMPORTS.claim(job.pk)
    lifecycle.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.lease, job.attempts, ImportRow.objects.count()) == ("staging", reading.lease, 1, 0)

    lifecycle.next_step(reading)
    job.refresh_from_db()
    assert (job.state, job.lease, job.attempts) == ("preview", None, 0)


def test_a_worker_that_lost_its_lease_while_it_read_leaves_nothing_behind(workspace):
    job = opened(workspace, PEOPLE)
    lifecycle.request_preview(job)
    slow = lifecycle.IMPORTS.claim(job.pk)
    ImportJob.objects.update(lease=new_lease())
    with pytest.raises(LeaseLost):
        lifecycle.next_step(slow)
    job.refresh_from_db()
    assert (job.state, job.rows, ImportRow.objects.count()) == ("staging", 0, 0)


def test_a_lost_import_is_woken_once_and_not_run_by_the_one_who_looks(workspace, django_capture_on_commit_callbacks):
    job = opened(workspace, PEOPLE)
    lifecycle.request_preview(job)
    ImportJob.objects.update(woken_at=timezone.now() - timedelta(minutes=5))

    with django_capture_on_commit_callbacks() as woken:
        tasks.tend()
        tasks.tend()

    job.refresh_from_db()
    assert (job.state, len(woken)) == ("staging", 1)

"""Deletions by staff while others write."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse

from autoreach import dependent_rows
from autoreach.big_tables import WORKED_ON
from autoreach.calls.models import Budget
from autoreach.dependent_rows import ATTEMPTS, rows_to_lock
from enrichment.models import PipelineJob
from leads.models import ImportJob, Lead, Offer, Workspace
from scoring.models import BuyerScore
from tests.concurrency import apart, wait_until_blocking
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, PipelineRunFactory, ProviderCallFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job():
    offer = OfferFactory()
    lead, run = LeadFactory(workspace=offer.workspace), PipelineRunFactory(workspace=offer.workspace, offer=offer)
    BuyerScoreFactory(lead=lead, offer=offer)
    ProviderCallFactory(workspace=offer.workspace, lead=lead, offer=offer)
    return PipelineJob.objects.create(workspace=offer.workspace, run=run, offer=offer, lead=lead)


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr(dependent_rows, "ATTEMPTS", 1)
    with psycopg.connect(**connection.get_connection_params()) as other:
        # the deletion notices first that they wait for each other
        other.execute("SET deadlock_timeout = '1min'")
        yield other


def delete(admin_client, obj):
    address = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_delete", args=[obj.pk])
    page = admin_client.post(address, {"post": "yes"}, follow=True)
    return [str(message) for message in page.context["messages"]]


def deleted_beside(worker, admin_client, obj, first, then):
    with ThreadPoolExecutor(1) as thread:
        worker.execute(*first)
        deleting = thread.submit(apart, delete, admin_client, obj)
        wait_until_blocking(worker)
        worker.execute(*then)
        worker.commit()
        (message,) = deleting.result()
    return "was deleted successfully" in message and not type(obj).objects.filter(pk=obj.pk).exists()


@pytest.mark.parametrize("part", ["workspace", "offer", "lead"])
def test_rows_are_deleted_while_a_worker_holds_a_job_and_then_books_its_call(admin_client, worker, job, part):
    hold = ("SELECT FROM enrichment_pipelinejob WHERE id = %s FOR NO KEY UPDATE", [job.pk])
    write = ("SELECT FROM calls_providercall WHERE lead_id = %s FOR NO KEY UPDATE", [job.lead_id])
    assert deleted_beside(worker, admin_client, getattr(job, part), hold, write)


@pytest.mark.parametrize("part", ["workspace", "lead"])
def test_rows_are_deleted_while_a_worker_holds_a_job_and_then_writes_its_lead(admin_client, worker, job, part):
    hold = ("SELECT FROM enrichment_pipelinejob WHERE id = %s FOR NO KEY UPDATE", [job.pk])
    write = ("UPDATE leads_lead SET enriched_at = now() WHERE id = %s", [job.lead_id])
    assert deleted_beside(worker, admin_client, getattr(job, part), hold, write)


@pytest.mark.parametrize("part", ["workspace", "offer", "lead"])
def test_rows_are_deleted_while_a_worker_writes_scores_of_their_offer(admin_client, worker, job, part):
    lock = "pg_advisory_xact_lock(hashtext('scoring.scores'), offer_id::int)"
    hold = (f"SELECT {lock} FROM scoring_buyerscore WHERE lead_id = %s FOR NO KEY UPDATE", [job.lead_id])
    write = ("SELECT FROM enrichment_pipelinejob WHERE id = %s FOR NO KEY UPDATE", [job.pk])
    assert deleted_beside(worker, admin_client, getattr(job, part), hold, write)


def test_a_workspace_is_deleted_while_people_are_brought_into_it(admin_client, worker, job):
    hold = ("SELECT FROM leads_workspace WHERE id = %s FOR KEY SHARE", [job.workspace_id])
    write = ("SELECT pg_advisory_xact_lock(hashtext('leads.ingest'), %s)", [job.workspace_id])
    assert deleted_beside(worker, admin_client, job.workspace, hold, write)


def test_a_workspace_is_deleted_while_calls_for_its_leads_are_noted(admin_client, worker, job):
    Budget.objects.create(workspace=job.workspace, monthly_usd=10)
    hold = ("SELECT FROM calls_budget WHERE workspace_id = %s FOR NO KEY UPDATE", [job.workspace_id])
    write = ("SELECT FROM leads_lead WHERE id = %s FOR KEY SHARE", [job.lead_id])
    assert deleted_beside(worker, admin_client, job.workspace, hold, write)


def test_a_workspace_is_deleted_while_a_call_keeps_an_offer_and_then_a_lead(admin_client, worker, job):
    hold = ("SELECT FROM leads_offer WHERE id = %s FOR KEY SHARE", [job.offer_id])
    write = ("SELECT FROM leads_lead WHERE id = %s FOR KEY SHARE", [job.lead_id])
    assert deleted_beside(worker, admin_client, job.workspace, hold, write)


@pytest.fixture
def broken_off():
    """A function that says how many of the next deletions the database breaks off; it returns a list of all."""
    deletions, limit = [], [0]

    def break_off(sender, **kwargs):
        deletions.append(sender)
        if len(deletions) <= limit[0]:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = 'deadlock_detected'; END $$")

    def first(times):
        limit[0] = times
        return deletions

    rows_to_lock.connect(break_off)
    yield first
    rows_to_lock.disconnect(break_off)


@pytest.mark.parametrize(("times", "left"), [(0, 0), (ATTEMPTS - 1, 0), (ATTEMPTS, 1)])
def test_a_deletion_that_is_broken_off_is_repeated_a_few_times(admin_client, broken_off, job, times, left):
    deletions = broken_off(times)
    delete(admin_client, job.workspace)
    assert (len(deletions), Workspace.objects.count()) == (min(times + 1, ATTEMPTS), left)


def test_the_log_says_what_each_deletion_that_was_broken_off_met(admin_client, broken_off, job, caplog):
    broken_off(ATTEMPTS)
    delete(admin_client, job.workspace)
    said = [(record.levelname, record.getMessage().splitlines()[0]) for record in caplog.records]
    assert said == [
        ("WARNING", f"deletion of workspaces broken off, attempt {attempt} of {ATTEMPTS}: as if")
        for attempt in range(1, ATTEMPTS + 1)
    ]


@pytest.fixture
def uploaded(job, settings, tmp_path):
    """Two imports of the job's workspace and one of another; a function that says whose files are there."""
    settings.MEDIA_ROOT = tmp_path
    imports = [
        ImportJob(workspace=job.workspace),
        ImportJob(workspace=job.workspace),
        ImportJob(workspace=OfferFactory().workspace),
    ]
    for each in imports:
        each.file.save("people.csv", ContentFile(b"Name"))
    return lambda: [each.file.storage.exists(each.file.name) for each in imports]


@pytest.mark.parametrize(("times", "left"), [(1, [False, False, True]), (ATTEMPTS, [True, True, True])])
def test_the_uploads_of_a_workspace_go_with_it_and_stay_where_nothing_was_deleted(
    admin_client, broken_off, job, uploaded, times, left
):
    broken_off(times)
    delete(admin_client, job.workspace)
    assert uploaded() == left


def test_the_upload_of_an_import_goes_with_it(admin_client, job, uploaded):
    delete(admin_client, ImportJob.objects.earliest("pk"))
    assert uploaded() == [False, True, True]


@pytest.mark.parametrize("selected", [False, True])
def test_staff_read_that_nothing_was_deleted_where_it_kept_being_broken_off(admin_client, broken_off, job, selected):
    broken_off(ATTEMPTS)
    if selected:
        form = {"action": "delete_selected", "_selected_action": [job.offer_id], "post": "yes"}
        page = admin_client.post(reverse("admin:leads_offer_changelist"), form, follow=True)
        said = [str(message) for message in page.context["messages"]]
    else:
        said = delete(admin_client, job.workspace)
    assert said == [WORKED_ON]
    assert [model.objects.count() for model in (Workspace, Offer, Lead, BuyerScore, PipelineJob)] == [1] * 5
    assert LogEntry.objects.count() == 0

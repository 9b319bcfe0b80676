import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from autoreach.calls.models import KeptAnswer, ProviderCall
from autoreach.work import leases
from enrichment.executor.loop import Executor
from enrichment.executor.results import StepResult, note_missing, store_outcomes
from enrichment.executor.state import LeadWork, StepRun
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import opening
from enrichment.models import PipelineJob
from enrichment.steps import Outcome
from enrichment.steps.profile import LinkedInProfile, XProfile
from leads.identity.keys import company_key
from leads.models import Company, Lead
from tests.concurrency import apart, wait_until_blocking
from tests.enrichment.pipeline import EAGER, add, enrich, job_of, profile_of, run

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status


@pytest.mark.django_db(transaction=True)
def test_an_import_of_the_same_companies_loses_nothing_that_was_paid_for(sandbox, offer):
    """It holds a company that LinkedIn names, and waits for the lead that waits for this company."""
    (lead,) = add(offer, (EAGER[0], ""))
    Lead.objects.update(company=None, company_name="", title="")
    Company.objects.all().delete()
    sandbox.calls.clear()
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SET deadlock_timeout = '1min'")
        other.execute(
            "INSERT INTO leads_company (workspace_id, name, name_key, domain, linkedin_slug, industry, size, location,"
            " created_at) VALUES (%s, 'Redfern', %s, '', '', '', '', '', now())",
            [lead.workspace_id, company_key("Redfern Machinery")],
        )
        with ThreadPoolExecutor(1) as thread:
            importing = thread.submit(change_once_others_wait, other, lead)
            run()
            importing.result()
    lead.refresh_from_db()
    assert (lead.title, lead.company.name, lead.notes) == ("Head of Production Planning", "Redfern", "imported")
    assert (lead.jobs.latest("pk").status, lead.missing, sandbox.calls.total) == (Status.READY, [], 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_long_for_a_lock_keeps_its_lease(sandbox, offer, monkeypatch):
    monkeypatch.setattr(leases, "LOCK_TIMEOUT", "100ms")
    (lead,) = add(offer, (EAGER[0], ""))
    Lead.objects.update(title="")
    opening.enrich(workspace=offer.workspace, offer=offer, leads=Lead.objects.all(), steps=["profile"])
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        with ThreadPoolExecutor(1) as thread, other.transaction():
            other.execute("SELECT FROM leads_lead WHERE id = %s FOR NO KEY UPDATE", [lead.pk])
            working = thread.submit(apart, run)
            wait_until_blocking(other)
            first = lease = lease_of(other)
            while lease == first and not working.done():
                lease = lease_of(other)
        working.result()
    lead.refresh_from_db()
    assert lease > first
    job = lead.jobs.latest("pk")
    assert (lead.title, job.status, job.attempts) == ("Head of Production Planning", Status.READY, 1)
    assert set(ProviderCall.objects.values_list("status", flat=True)) == {ProviderCall.Status.BOOKED}


def lease_of(other):
    time.sleep(0.02)
    return other.execute("SELECT max(lease_until) FROM enrichment_pipelinejob").fetchone()[0]


def change_once_others_wait(other, lead):
    wait_until_blocking(other)
    other.execute("UPDATE leads_lead SET notes = 'imported' WHERE id = %s", [lead.pk])
    other.commit()


class Interrupted(Executor):
    """Something happens between the calls and their answers."""

    def __init__(self, happens, lane="fast"):
        super().__init__(lane=lane, seconds=5)
        self.happens = happens

    def collect(self):
        if self.happens and self.sender.in_flight:
            happens, self.happens = self.happens, None
            happens()
        super().collect()


def test_what_comes_of_an_account_that_was_taken_from_the_lead_is_not_the_leads(sandbox, offer):
    (lead,) = add(offer, ("", EAGER[1]))
    Interrupted(lambda: Lead.objects.update(x_handle="", linkedin_slug=EAGER[0])).run()
    run()
    lead.refresh_from_db()
    assert (lead.x_user_id, list(lead.profiles.values_list("platform", flat=True))) == ("", ["linkedin"])
    assert (job_of(lead).status, lead.missing, lead.posts.exclude(platform="linkedin").count()) == (Status.READY, [], 0)


def test_an_account_that_took_anothers_place_is_read_instead(sandbox, offer):
    (lead,) = add(offer, ("", "annoneil_sbx"))
    Interrupted(lambda: Lead.objects.update(x_handle=EAGER[1])).run()
    run()
    assert (profile_of(lead, "x").handle, job_of(lead).status) == (EAGER[1], Status.READY)
    assert ProviderCall.objects.filter(operation="users/by", status=ProviderCall.Status.BOOKED).count() == 2


def test_of_a_job_that_another_worker_has_the_answer_is_booked_and_not_kept(sandbox, offer):
    add(offer, (EAGER[0], ""))
    run()
    enrich(offer, "find_x")
    Interrupted(lambda: PipelineJob.objects.update(lease=leases.new_lease()), lane="slow").run()
    asked = ProviderCall.objects.filter(purpose="Find X profile").values_list("status", flat=True)
    assert (set(asked), KeptAnswer.objects.count()) == ({ProviderCall.Status.BOOKED}, 0)


class Choosy:
    """A step that cannot store every value."""

    name = label = "choosy"

    def __init__(self):
        self.stored = []

    def store(self, results):
        for _, value in results:
            if value == "bad":
                raise ValueError("cannot be stored")
        self.stored += [value for _, value in results]


def test_a_value_that_cannot_be_stored_keeps_no_other_of_its_batch_out(queued, caplog):
    step, subjects = Choosy(), load_subjects(queued)
    runs = [
        StepRun(LeadWork(subject), step, generator=None, outcome=Outcome(value))
        for subject, value in zip(subjects, ("good", "bad", "better"), strict=True)
    ]
    assert store_outcomes(runs) == {runs[1]}
    assert step.stored == ["good", "better"]
    assert f"storing choosy of leads [{subjects[1].lead.pk}] failed" in caplog.text


def test_a_step_that_brought_nothing_stores_nothing(queued):
    step, (subject, *_) = Choosy(), load_subjects(queued)
    assert store_outcomes([StepRun(LeadWork(subject), step, generator=None, outcome=Outcome(missing="no"))]) == set()
    assert step.stored == []


def test_a_lead_names_the_steps_that_brought_nothing_until_they_do(queued):
    (subject, *_) = load_subjects(queued)
    Lead.objects.filter(pk=subject.lead.pk).update(missing=["Other", "X profile"])
    works = [StepRun(LeadWork(subject), step, generator=None) for step in (XProfile(), LinkedInProfile())]
    note_missing(dict(zip(works, (StepResult(), StepResult(missing="it is hidden")), strict=True)))
    assert Lead.objects.get(pk=subject.lead.pk).missing == ["Other", "LinkedIn profile"]

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from leads.models import Company, ImportBatch, Lead, LeadSource, Post
from leads.sources.csv import batches, lifecycle, undo
from leads.sources.registry import POOL
from pool.matches import request_match, run_match
from pool.models import PoolProfile
from pool.profiles import LOCK, store_leads
from scoring.scores import set_state
from tests.concurrency import apart, wait_until_blocking
from tests.factories import LeadFactory, OfferFactory, SearchFactory
from tests.leads.sources.csv.imports import PEOPLE, imported, leads, undone
from tests.planner import LARGE_TABLES, count

pytestmark = pytest.mark.django_db


def test_the_undo_leaves_the_workspace_as_it_was(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", full_name="Mara Quill", title="Founder")
    before = list(Lead.objects.order_by("pk").values_list("title", "email", "company_id", "company_name"))
    text = PEOPLE.replace("LinkedIn\n", "LinkedIn,Post\n").replace("mara-quill\n", "mara-quill,Which CRM do you use?\n")

    job = imported(workspace, text, "overwrite")
    assert (Lead.objects.count(), Post.objects.count(), Company.objects.count()) == (3, 1, 3)

    assert undone(job) == "undone"
    assert list(Lead.objects.order_by("pk").values_list("title", "email", "company_id", "company_name")) == before
    assert (LeadSource.objects.count(), Post.objects.count(), Company.objects.count()) == (0, 0, 0)
    assert job.search.status == "undone"


def test_the_undo_leaves_companies_and_posts_that_were_there_before(workspace):
    header, person = (
        "Name,LinkedIn,Company,Post",
        "Mara Quill,linkedin.com/in/mara-quill,Quill Works,Which CRM do you use?",
    )
    imported(workspace, f"{header}\n{person}\n")
    Company.objects.create(workspace=workspace, name="Of no lead", name_key="of no lead")
    for model in (Company, Post):
        model.objects.update(created_at=timezone.now() - timedelta(days=1))

    assert undone(imported(workspace, f"{header}\n{person}\n")) == "undone"

    names = list(Company.objects.order_by("name").values_list("name", flat=True))
    assert (names, Post.objects.count()) == (["Of no lead", "Quill Works"], 1)


def test_the_undo_reads_no_row_for_each_other_though_statistics_know_only_an_earlier_import(workspace):
    rows = [f"Person {n},https://www.linkedin.com/in/person-{n},Which CRM do you use?" for n in range(100)]
    text = "\n".join(["Name,LinkedIn,Post", *rows]) + "\n"
    imported(workspace, text)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE leads_importrow, leads_leadsource, leads_post")
    job = imported(workspace, text)
    with connection.cursor() as cursor:
        cursor.execute(LARGE_TABLES)
        before = {name: count(cursor, name) for name in ("leads_importrow", "leads_leadsource", "leads_post")}
        assert undone(job) == "undone"
        times_read = {table: (count(cursor, table) - before[table]) // len(rows) for table in before}
    assert times_read == {"leads_importrow": 1, "leads_leadsource": 2, "leads_post": 1}


def test_a_batch_that_changes_much_text_has_several_records_and_is_undone_as_a_whole(workspace, monkeypatch):
    people = [LeadFactory(workspace=workspace, linkedin_slug=f"person-{n}", bio=f"before {n}") for n in range(5)]
    rows = [f"Person {n},https://www.linkedin.com/in/person-{n},{'long ' * 200}" for n in range(6)]
    monkeypatch.setattr(batches, "RECORD_BYTES", 8_000)
    job = imported(workspace, "\n".join(["Name,LinkedIn,Bio", *rows]) + "\n", "overwrite")
    records = list(ImportBatch.objects.filter(job=job).order_by("first_row"))
    changed = [entry["before"]["id"] for record in records for entry in record.changed]
    assert (len(records) > 1, sorted(changed)) == (True, [person.pk for person in people])
    assert [len(record.created_leads) for record in records] == [1] + [0] * (len(records) - 1)

    assert undone(job) == "undone"
    assert leads(workspace, "bio") == [f"before {n}" for n in range(5)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("policy", ["fill", "overwrite"])
@pytest.mark.parametrize("held", ["enrichment_pipelinejob", "leads_lead"])
def test_an_undo_waits_for_whoever_works_on_the_leads_before_it_takes_the_pool(workspace, held, policy):
    known = LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="Founder")
    job = imported(workspace, PEOPLE, policy)
    store_leads(lead_ids=list(Lead.objects.values_list("pk", flat=True)))

    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute("SET deadlock_timeout = '1min'")
        if held == "leads_lead" and policy == "overwrite":
            other.execute("SELECT FROM leads_lead WHERE id = %s FOR NO KEY UPDATE", [known.pk])
        else:
            other.execute(f"SELECT FROM {held} FOR NO KEY UPDATE")
        undoing = thread.submit(apart, undone, job)
        wait_until_blocking(other)
        other.execute("SET LOCAL lock_timeout = '1s'")
        other.execute(LOCK)
        other.commit()
        assert undoing.result() == "undone"


def test_a_batch_is_undone_in_portions_and_restores_what_it_changed_after_the_last(workspace, monkeypatch):
    known = LeadFactory(workspace=workspace, linkedin_slug="person-0", title="Founder")
    rows = [f"Person {n},https://www.linkedin.com/in/person-{n},Buyer" for n in range(6)]
    job = imported(workspace, "\n".join(["Name,LinkedIn,Title", *rows]) + "\n", "overwrite")
    monkeypatch.setattr(undo, "TAKEN_BACK_AT_ONCE", 2)
    lifecycle.request_undo(job)

    held, seen = lifecycle.IMPORTS.claim(job.pk), []
    while lifecycle.next_step(held):
        job.refresh_from_db()
        known.refresh_from_db()
        seen.append((job.state, job.done_rows, Lead.objects.count(), known.title))

    assert seen == [
        ("undoing", 3, 4, "Buyer"),
        ("undoing", 1, 2, "Buyer"),
        ("undoing", 0, 1, "Founder"),
        ("undone", 0, 1, "Founder"),
    ]


def test_the_undo_takes_connections_back(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill")
    text = "Name,URL,Connected On\nMara Quill,https://www.linkedin.com/in/mara-quill,13 Jun 2025\n"

    job = imported(workspace, text)
    assert leads(workspace, "connection", "connected_on") == [("connected", date(2025, 6, 13))]

    undone(job)
    assert leads(workspace, "connection", "connected_on") == [("not_connected", None)]


def test_the_undo_keeps_what_others_built_on(workspace):
    first = imported(workspace, PEOPLE)
    imported(workspace, "Name,Email\nTom Reed,tom@reed.example\n")

    undone(first)

    assert leads(workspace, "full_name", "title") == [("Tom Reed", "CTO")]
    first.refresh_from_db()
    assert first.summary["kept"] == list(Lead.objects.values_list("pk", flat=True))


def test_that_the_pool_met_its_people_again_keeps_none_of_them(workspace):
    job = imported(workspace, PEOPLE)
    store_leads(lead_ids=list(Lead.objects.values_list("pk", flat=True)))
    run_match(request_match(offer=OfferFactory(workspace=workspace, target_audience="CTOs and buyers")).pk)
    assert LeadSource.objects.filter(kind=POOL).exists()

    undone(job)

    assert (leads(workspace, "full_name"), PoolProfile.objects.count()) == ([], 0)


def test_a_lead_that_stays_because_it_was_edited_keeps_the_import_as_its_source_beside_the_pool(workspace):
    job = imported(workspace, PEOPLE)
    mara = Lead.objects.get(full_name="Mara Quill")
    mara.notes = "Met in May"
    mara.save()
    match = SearchFactory(workspace=workspace, kind=POOL)
    LeadSource.objects.create(workspace=workspace, lead=mara, search=match, kind=POOL)

    undone(job)

    assert list(LeadSource.objects.order_by("kind").values_list("lead", "kind")) == [(mara.pk, "csv"), (mara.pk, POOL)]


def test_the_undo_keeps_a_newer_value(workspace):
    lead = LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="Founder", email="")
    job = imported(workspace, PEOPLE, "overwrite")
    Lead.objects.filter(pk=lead.pk).update(title="Chairwoman")

    undone(job)

    assert leads(workspace, "title", "email", "company_name") == [("Chairwoman", "", "Sample Works")]


def test_the_undo_gives_each_value_its_source_back(workspace):
    read, again = ["linkedin", "2026-01-31"], ["linkedin", "2026-02-28"]
    lead = LeadFactory(
        workspace=workspace,
        linkedin_slug="mara-quill",
        title="Founder",
        company_name="Quill",
        provenance={"title": read, "company_name": read, "bio": read},
    )
    job = imported(workspace, PEOPLE, "overwrite")
    lead.refresh_from_db()
    brought = ["csv", timezone.now().date().isoformat()]
    assert lead.provenance == {"bio": read} | dict.fromkeys(("title", "company_name", "full_name", "email"), brought)
    Lead.objects.filter(pk=lead.pk).update(
        company_name="Quill & Sons", provenance=lead.provenance | {"company_name": again}
    )

    undone(job)

    lead.refresh_from_db()
    assert (lead.title, lead.company_name, lead.email) == ("Founder", "Quill & Sons", "")
    assert lead.provenance == {"title": read, "company_name": again, "bio": read}


def test_the_undo_keeps_a_lead_that_was_edited_since(workspace):
    job = imported(workspace, PEOPLE)
    Lead.objects.get(full_name="Tom Reed").save()

    undone(job)

    assert leads(workspace, "full_name", "title") == [("Tom Reed", "CTO")]
    assert set(Lead.objects.get().sources.values_list("search", flat=True)) == {job.search_id}


def test_the_undo_keeps_a_lead_whose_state_was_set_by_hand(workspace):
    job = imported(workspace, PEOPLE)
    decided = Lead.objects.get(full_name="Tom Reed")
    set_state(offer=OfferFactory(workspace=workspace), lead_ids=[decided.pk], state="disqualified")

    undone(job)

    assert leads(workspace, "full_name", "best_state") == [("Tom Reed", "disqualified")]


def test_the_undo_takes_back_leads_that_later_batches_of_the_import_went_on_with(workspace, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 1)
    job = imported(workspace, "Name,Email,Title\nMara,mara@q.example,\nMara,mara@q.example,CEO\n")
    assert leads(workspace, "title") == ["CEO"]
    # as if its two batches were two transactions, which a test is not
    moments = [timezone.now() - timedelta(minutes=minutes) for minutes in (2, 1)]
    ImportBatch.objects.filter(first_row=1).update(created_at=moments[0])
    Lead.objects.update(updated_at=moments[1])
    later = ImportBatch.objects.get(first_row=2)
    later.changed[0]["before"]["updated_at"] = moments[0].isoformat()
    later.changed[0]["after"]["updated_at"] = moments[1].isoformat()
    later.save()

    undone(job)

    assert leads(workspace, "pk") == []


def test_a_batch_written_before_sources_were_noted_can_be_taken_back(workspace):
    lead = LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="Founder", provenance={"bio": ["x", "d"]})
    job = imported(workspace, PEOPLE, "overwrite")
    batch = job.batches.get()
    for entry in batch.changed:
        del entry["before"]["provenance"], entry["after"]["provenance"]
    batch.save()
    Lead.objects.filter(pk=lead.pk).update(provenance={"bio": ["x", "d"]})

    undone(job)

    assert leads(workspace, "title", "provenance") == [("Founder", {"bio": ["x", "d"]})]

import pytest
from django.db import DataError, transaction

from leads.models import Company, ImportBatch, ImportJob, ImportRow, Lead, LeadSource, Search
from leads.sources.csv import batches, lifecycle
from tests.factories import LeadFactory
from tests.leads.sources.csv.imports import COLLEAGUES, PEOPLE, imported, leads, previewed, undone

pytestmark = pytest.mark.django_db


def test_a_commit_writes_each_person_once_with_the_lines_they_came_from(workspace):
    job = imported(workspace, PEOPLE)

    assert leads(workspace, "full_name", "email_key", "person_key", "company__name") == [
        ("Mara Quill", "mara@quill.example", "", "Quill Works"),
        ("Tom Reed", "tom@reed.example", "", "Reed Ltd"),
        ("Eve Stone", "", "eve stone|stone", "Stone Inc"),
    ]
    assert sorted(LeadSource.objects.filter(search=job.search).values_list("lead__full_name", "reference")) == [
        ("Eve Stone", "4"),
        ("Eve Stone", "7"),
        ("Mara Quill", "2"),
        ("Tom Reed", "3"),
        ("Tom Reed", "6"),
    ]
    search = job.search
    assert (job.state, search.status, search.kind) == ("completed", "completed", "csv")
    assert (search.found, search.created, search.updated, search.duplicates, search.rejected) == (6, 3, 0, 2, 1)


@pytest.mark.parametrize(
    ("policy", "title", "location"),
    [("skip", "Founder", ""), ("fill", "Founder", "Lyon"), ("overwrite", "CEO", "Lyon")],
)
def test_the_policy_decides_what_happens_to_leads_that_exist(workspace, policy, title, location):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="Founder", location="")

    imported(workspace, "Name,Title,City,LinkedIn\nMara Quill,CEO,Lyon,linkedin.com/in/mara-quill\n", policy)

    assert leads(workspace, "title", "location") == [(title, location)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("already", [[], [2], [0, 2]])
def test_batches_written_side_by_side_are_written_once(workspace, monkeypatch, already):
    monkeypatch.setattr(batches, "BATCH", 2)
    job = previewed(workspace, COLLEAGUES)
    lifecycle.begin_commit(job, policy="fill")
    for after in already:  # by a worker that died before it could count them
        batches._write_apart(job, after)

    lifecycle.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done_rows, job.search.created, job.search.found) == ("completed", 7, 7, 7)
    assert sorted(ImportBatch.objects.values_list("first_row", flat=True)) == [1, 3, 5, 7]
    assert sorted(leads(workspace, "full_name", "company__name", "sources__reference")) == [
        (f"Person {number}", f"Works {number % 2}", str(number + 1)) for number in range(1, 8)
    ]
    assert Company.objects.count() == 2

    assert (undone(job), leads(workspace, "pk"), Company.objects.count()) == ("undone", [], 0)


def test_of_several_records_of_a_batch_the_first_has_its_new_leads(workspace, monkeypatch):
    for number in range(3):
        LeadFactory(workspace=workspace, linkedin_slug=f"person-{number}")
    monkeypatch.setattr(batches, "RECORD_BYTES", 1)
    rows = [f"Person {number},linkedin.com/in/person-{number},{'long ' * 200}" for number in range(4)]
    job = imported(workspace, "\n".join(["Name,LinkedIn,Bio", *rows]) + "\n", "overwrite")
    created = list(job.batches.order_by("first_row").values_list("created_leads", flat=True))
    assert created == [[Lead.objects.get(linkedin_slug="person-3").pk]] + [[]] * (len(created) - 1)
    assert len(created) > 1


@pytest.mark.django_db(transaction=True)
def test_one_step_writes_four_batches(workspace, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 1)
    job = previewed(workspace, COLLEAGUES)
    lifecycle.begin_commit(job, policy="fill")

    with transaction.atomic():
        batches.write_next(job, side_by_side=True)

    job.refresh_from_db()
    assert (job.done_rows, job.batches.count(), len(leads(workspace, "pk"))) == (4, 4, 4)


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_fails_beside_another_is_written_when_it_can_be(workspace, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 4)
    job = previewed(workspace, COLLEAGUES)
    lifecycle.begin_commit(job, policy="fill")
    taken = Company.objects.create(workspace=workspace, name="Works 1", name_key="works 1")
    ImportRow.objects.filter(job=job, row=6).update(linkedin_slug="x" * 201)

    with pytest.raises(DataError):
        lifecycle.run(job.pk)
    assert leads(workspace, "full_name") == ["Person 1", "Person 2", "Person 3", "Person 4"]

    ImportRow.objects.filter(job=job, row=6).update(linkedin_slug="")
    ImportJob.objects.update(not_before=None)
    lifecycle.run(job.pk)
    assert sorted(leads(workspace, "full_name")) == [f"Person {number}" for number in range(1, 8)]
    assert (Lead.objects.filter(company=taken).count(), Search.objects.get().created) == (4, 7)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", ["p1@works.example", "P7+crm@works.example"])
def test_rows_that_share_a_key_are_written_one_batch_after_the_other(workspace, monkeypatch, shared):
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(batches, "_write_side_by_side", None)
    job = imported(workspace, COLLEAGUES + f"Person {shared[1]},{shared},Works 1\n")
    assert (job.state, len(leads(workspace, "pk")), job.search.duplicates) == ("completed", 7, 1)

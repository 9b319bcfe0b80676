import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, connection
from django.utils import timezone

from autoreach.work.leases import LeaseLost, new_lease
from leads.models import Company, ImportBatch, ImportJob, ImportRow, Lead, LeadSource, Post, Search
from leads.sources.csv import batches, lifecycle, tasks, upload
from leads.sources.csv.staging import rejected_rows
from leads.sources.csv.upload import open_job
from leads.sources.csv.values import csv_lines
from scoring.scores import set_state
from tests.factories import LeadFactory, OfferFactory, WorkspaceFactory

pytestmark = pytest.mark.django_db

PEOPLE = (
    "First Name,Last Name,Email,Title,Company,LinkedIn\n"
    "Mara,Quill,mara@quill.example,CEO,Quill Works,https://www.linkedin.com/in/mara-quill\n"
    "Tom,Reed,tom@reed.example,CTO,Reed Ltd,\n"
    "Eve,Stone,,Buyer,Stone Inc,\n"
    ",,,,,\n"
    "TOM,Reed,TOM+crm@reed.example,,,\n"
    "Eve,Stone,,,Stone,\n"
    ",,not-an-address,,,\n"
)


@pytest.fixture
def workspace():
    return WorkspaceFactory()


def opened(workspace, text, **options):
    file = ContentFile(text.encode() if isinstance(text, str) else text)
    return open_job(workspace=workspace, file=file, file_name="people.csv", **options)


def previewed(workspace, text, policy="fill"):
    job = opened(workspace, text)
    job.policy = policy
    job.save()
    lifecycle.request_preview(job)
    lifecycle.run(job.pk)
    job.refresh_from_db()
    return job


def imported(workspace, text, policy="fill"):
    job = previewed(workspace, text, policy)
    lifecycle.request_commit(job, policy=policy)
    lifecycle.run(job.pk)
    job.refresh_from_db()
    return job


def undone(job):
    lifecycle.request_undo(job)
    lifecycle.run(job.pk)
    job.refresh_from_db()
    return job.state


def begun(job):
    """One step of the job, by a worker that dies after it."""
    lifecycle.next_step(lifecycle.IMPORTS.claim(job.pk))
    ImportJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def refuse(workspace):
    """A rule of the database refuses every lead of the workspace."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE leads_lead ADD CONSTRAINT refused CHECK (workspace_id <> {workspace.pk})")


def leads(workspace, *names):
    return list(Lead.objects.filter(workspace=workspace).order_by("pk").values_list(*names, flat=len(names) == 1))


def test_the_preview_counts_every_kind_of_row_and_writes_no_lead(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", full_name="Mara Quill", title="")

    job = previewed(workspace, PEOPLE)

    counts = {name: count for name, count in job.summary.items() if isinstance(count, int)}
    assert (job.state, job.rows, counts) == (
        "preview",
        7,
        {
            "create": 2,
            "update": 1,
            "duplicates_in_file": 2,
            "duplicates_in_workspace": 1,
            "rejected": 2,
            "blank": 1,
            "unique_people": 3,
            "on_x": 0,
            "on_linkedin": 1,
            "no_shared_keys": False,
        },
    )
    assert job.summary["reasons"] == {"“not-an-address” is not an e-mail address, and there is no name.": 1}
    assert [(row["line"], row["reason"]) for row in job.summary["examples"]["duplicates_in_file"]] == [
        (6, "Same person as on line 3"),
        (7, "Same person as on line 4"),
    ]
    assert [(row["line"], row["reason"]) for row in job.summary["examples"]["duplicates_in_workspace"]] == [
        (2, "Already a lead: Mara Quill")
    ]
    assert leads(workspace, "title") == [""]


def test_the_preview_counts_what_each_policy_would_change(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", full_name="Mara", title="", location="Lyon")
    LeadFactory(workspace=workspace, linkedin_slug="tom-reed", full_name="Tom", title="CTO", location="Lyon")
    text = "Name,Title,LinkedIn\nMara,CEO,linkedin.com/in/mara-quill\nTom,Chief,linkedin.com/in/tom-reed\n"

    assert previewed(workspace, text).summary["updates"] == {"skip": 0, "fill": 1, "overwrite": 2}
    assert previewed(WorkspaceFactory(), text).summary["updates"] == {"skip": 0, "fill": 0, "overwrite": 0}


def test_with_the_policy_skip_nobody_is_updated(workspace):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="")

    assert previewed(workspace, PEOPLE, policy="skip").summary["update"] == 0


def test_a_commit_writes_everybody_once_with_the_line_they_came_from(workspace):
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
    assert (search.found, search.created, search.updated, search.duplicates, search.rejected) == (7, 3, 0, 2, 2)


def test_the_uploaded_file_is_gone_once_it_is_imported(workspace, django_capture_on_commit_callbacks, settings):
    with django_capture_on_commit_callbacks(execute=True):
        job = imported(workspace, PEOPLE)

    job.refresh_from_db()
    assert (job.file.name, list((settings.MEDIA_ROOT / "imports").iterdir())) == ("", [])


def test_a_file_keeps_nothing_of_the_name_it_came_with(workspace, settings):
    file = ContentFile(PEOPLE.encode())
    job = open_job(workspace=workspace, file=file, file_name="../../etc/pass\nwd.csv")

    assert job.file_name == "../../etc/passwd.csv"
    assert [path.parent for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == [
        settings.MEDIA_ROOT / "imports"
    ]


@pytest.mark.parametrize(
    ("policy", "title", "location"),
    [("skip", "Founder", ""), ("fill", "Founder", "Lyon"), ("overwrite", "CEO", "Lyon")],
)
def test_the_policy_decides_what_happens_to_leads_that_exist(workspace, policy, title, location):
    LeadFactory(workspace=workspace, linkedin_slug="mara-quill", title="Founder", location="")

    imported(workspace, "Name,Title,City,LinkedIn\nMara Quill,CEO,Lyon,linkedin.com/in/mara-quill\n", policy)

    assert leads(workspace, "title", "location") == [(title, location)]


def test_people_of_another_workspace_are_no_duplicates(workspace):
    LeadFactory(linkedin_slug="mara-quill")

    assert previewed(workspace, PEOPLE).summary["duplicates_in_workspace"] == 0


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
    assert (job.search.found, job.search.created, job.search.duplicates) == (7, 3, 2)
    assert list(ImportBatch.objects.order_by("pk").values_list("first_row", flat=True)) == [1, 3, 5]


COLLEAGUES = "Name,Email,Company\n" + "".join(
    f"Person {number},p{number}@works.example,Works {number % 2}\n" for number in range(1, 8)
)


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
    job = imported(workspace, COLLEAGUES + f"Somebody,{shared},Works 1\n")
    assert (job.state, len(leads(workspace, "pk")), job.search.duplicates) == ("completed", 7, 1)


def test_a_second_request_and_a_second_worker_change_nothing(workspace):
    job = imported(workspace, PEOPLE)

    lifecycle.request_commit(job, policy="overwrite")
    lifecycle.run(job.pk)

    assert (Search.objects.count(), ImportBatch.objects.count(), len(leads(workspace, "pk"))) == (1, 1, 3)


def test_an_import_that_stops_again_and_again_fails_with_a_sentence(workspace):
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


def test_a_file_that_breaks_while_it_is_read_leaves_nothing_behind(workspace):
    rows = "".join(f'"Tom,t{number}@q.example\nEve,e@q.example "x\n' for number in range(300))
    job = previewed(workspace, "Name,Email\n" + "Mara,m@q.example\n" * 500 + rows)

    assert (job.state, ImportRow.objects.count()) == ("failed", 0)
    assert job.error.startswith("Too many quotation marks are never closed, the latest on line ")


def test_a_file_without_anybody_is_refused_with_the_commonest_reason(workspace):
    job = previewed(workspace, "Name,Email\n,a@b\n,c@d\n,,\n")

    assert job.error == (
        "No row of this file is a person. 1 times: “a@b” is not an e-mail address, and there is no name."
    )


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


def test_the_undo_keeps_what_others_built_on(workspace):
    first = imported(workspace, PEOPLE)
    imported(workspace, "Name,Email\nTom Reed,tom@reed.example\n")

    undone(first)

    assert leads(workspace, "full_name", "title") == [("Tom Reed", "CTO")]
    first.refresh_from_db()
    assert first.summary["kept"] == list(Lead.objects.values_list("pk", flat=True))


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


@pytest.mark.parametrize(("days", "state", "kept"), [(29, "undone", 3), (31, "completed", 1)])
def test_the_undo_of_an_import_is_kept_for_thirty_days(workspace, days, state, kept):
    job = imported(workspace, "Name,Email\nMara,m@q.example\nTom,t@q.example\n,not-an-address\n")
    ImportJob.objects.update(touched_at=timezone.now() - timedelta(days=days))
    tasks.forget_old()
    job.refresh_from_db()

    assert (ImportRow.objects.count(), undone(job)) == (kept, state)


@pytest.mark.parametrize(("days", "kept"), [(6, 1), (8, 0)])
def test_an_upload_nobody_went_on_with_is_kept_for_a_week(
    workspace, days, kept, settings, django_capture_on_commit_callbacks
):
    previewed(workspace, PEOPLE)
    ImportJob.objects.update(touched_at=timezone.now() - timedelta(days=days))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.forget_old()

    files = list((settings.MEDIA_ROOT / "imports").iterdir())
    assert (ImportJob.objects.count(), len(files), ImportRow.objects.exists()) == (kept, kept, bool(kept))


def test_refused_rows_come_back_with_their_reason_and_defused(workspace):
    job = previewed(workspace, "Name,Email,Note\nMara Quill,m@q.example,x\n,=1+1,@SUM(A1)\n,+1,a,b\n")

    rows = list(csv.reader(io.StringIO("".join(csv_lines(rejected_rows(job))).removeprefix("\ufeff"))))
    assert rows == [
        ["Name", "Email", "Note", "Reason"],
        ["", "'=1+1", "'@SUM(A1)", "“=1+1” is not an e-mail address, and there is no name."],
        ["", "'+1", "a b", "“+1” is not an e-mail address, and there is no name."],
    ]
    assert list(rejected_rows(job))[1][1] == "=1+1"


def test_a_corrected_mapping_is_used_and_can_be_kept_for_the_next_file(workspace):
    text = "Wer,Was\nMara Quill,mara@q.example\nTom Reed,tom@r.example\n"
    job = opened(workspace, text)
    assert [(column.header, column.field) for column in upload.columns_of(job)] == [
        ("Wer", "full_name"),
        ("Was", "email"),
    ]

    upload.set_mapping(job, {0: "notes", 1: "email", 7: "no such field"})
    assert (job.mapping, job.error) == ({"0": "notes", "1": "email"}, "")
    upload.save_mapping(job, "Our list")

    assert opened(workspace, text).mapping == {"0": "notes", "1": "email"}
    assert opened(WorkspaceFactory(), text).mapping == {"0": "full_name", "1": "email"}


def test_a_mapping_without_people_is_refused_until_it_is_mended(workspace):
    job = opened(workspace, "Wer,Was\nMara Quill,m@q.example\n")

    upload.set_mapping(job, {0: "company"})
    assert job.error.startswith("This file lists companies or roles, not people")
    upload.set_mapping(job, {0: "full_name"})
    assert job.error == ""


def test_naughty_text_is_stored_as_it_is(workspace):
    names = [
        "=HYPERLINK(1)",
        "<script>alert(1)</script>",
        "{{ 7 }}",
        "Robert'); DROP TABLE leads_lead;--",
        "\\N",
        "a\tb\\",
    ]
    text = io.StringIO()
    csv.writer(text).writerows([["Name", "Email"], *([name, f"n{n}@q.example"] for n, name in enumerate(names))])

    imported(workspace, text.getvalue().replace("{{ 7 }}", "{{ 7\0 }}"))

    assert leads(workspace, "full_name") == [*names[:4], "", "a b\\"]


@pytest.mark.parametrize("policy", ["fill", "overwrite"])
def test_no_cell_is_too_long_for_a_lead(workspace, policy):
    header = "Name,Email,LinkedIn,Twitter,Title,Company,Website,Industry,Company Size,City,State,Country,Bio"
    long = {
        "Email": "a" * 400 + "@q.example",
        "LinkedIn": "linkedin.com/in/ACoAA" + "b" * 300,
        "Website": "https://" + "sub-domain." * 40 + "example",
    }
    rows = [
        {name: long.get(name, letter * 600) for name in header.split(",")} | {"Name": f"Mara {letter}"} | known
        for letter in "aßﷺ"
        for known in ({"Email": f"{ord(letter)}@q.example"}, {"LinkedIn": "https://linkedin.com/in/mara-" + "c" * 300})
    ]
    text = "\n".join([header, *(",".join(row.values()) for row in rows)])

    first, second = imported(workspace, text, policy), imported(workspace, text, policy)

    assert [(job.state, job.summary["rejected"]) for job in (first, second)] == [("completed", 0)] * 2
    assert sorted(map(len, Company.objects.values_list("name_key", flat=True))) == [200] * 3
    assert set(Company.objects.values_list("domain", flat=True)) == {""}
    assert max(map(len, leads(workspace, "location"))) == 200


def run_command(workspace, path, *options):
    out = io.StringIO()
    try:
        call_command("import_leads", path, "--workspace", workspace.slug, "--json", *options, stdout=out)
    except SystemExit as ended:
        return json.loads(out.getvalue()), ended.code
    return json.loads(out.getvalue()), 0


@pytest.fixture
def people_file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


def test_the_command_reports_what_the_page_would(workspace, people_file):
    report, code = run_command(workspace, people_file)

    assert (code, len(leads(workspace, "pk"))) == (0, 3)
    assert report == {
        "rows": 7,
        "create": 3,
        "update": 0,
        "duplicates_in_file": 2,
        "duplicates_in_workspace": 0,
        "rejected": 2,
        "unique_people": 3,
        "encoding": "utf-8",
        "delimiter": ",",
        "mapping": {
            "First Name": "first_name",
            "Last Name": "last_name",
            "Email": "email",
            "Title": "title",
            "Company": "company",
            "LinkedIn": "linkedin_url",
        },
        "error": None,
    }


def test_a_dry_run_reports_the_same_and_leaves_no_row(workspace, people_file):
    report, _ = run_command(workspace, people_file, "--dry-run")

    assert (ImportJob.objects.count(), Search.objects.count(), leads(workspace, "pk")) == (0, 0, [])
    assert run_command(workspace, people_file)[0] == report


def test_the_command_says_what_is_wrong_and_exits_with_one(workspace, tmp_path):
    path = tmp_path / "data.csv"
    path.write_text('[{"name": "Mara"}]')

    report, code = run_command(workspace, path)

    assert code == 1
    assert report["error"] == (
        "This is data in JSON form, not a table of people. Save the table as .xlsx or CSV and import that."
    )
    assert ImportJob.objects.count() == 0


def test_the_command_imports_for_an_offer_of_the_workspace_only(workspace, people_file):
    offer = OfferFactory(workspace=workspace)

    run_command(workspace, people_file, "--offer", str(offer.pk))
    assert Search.objects.get(kind="csv").offer == offer


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"workspace": "nowhere"}, "There is no workspace “nowhere”."),
        ({"offer": 0}, "Workspace “quill” has no offer 0."),
        ({"file": "other.csv"}, "The file cannot be opened: No such file or directory."),
        ({"file": "."}, "The file cannot be opened: Is a directory."),
    ],
)
def test_the_command_says_what_is_not_there_in_the_form_asked_for(people_file, options, sentence):
    workspace = WorkspaceFactory(slug="quill")
    path = people_file.parent / options.pop("file", people_file.name)
    named = {"workspace": workspace.slug} | options

    out = io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("import_leads", path, **named, json=True, stdout=out)
    assert (json.loads(out.getvalue())["error"], json.loads(out.getvalue())["create"]) == (sentence, 0)

    with pytest.raises(CommandError) as told:
        call_command("import_leads", path, **named)
    assert str(told.value) == sentence
    assert ImportJob.objects.count() == 0


def test_the_command_tells_why_an_import_failed_half_way(workspace, people_file, monkeypatch):
    monkeypatch.setattr(ImportJob, "MAX_ATTEMPTS", 1)
    refuse(workspace)

    report, code = run_command(workspace, people_file)

    assert (code, report["error"]) == (1, ImportJob.objects.get(state="failed").error)

import csv
import io
import os
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_q.conf import Conf

from leads.interface.forms.csv_import import FIELDS, MappingForm
from leads.models import ImportJob, Lead, Search
from leads.sources.csv.columns import field_names
from leads.sources.csv.signatures import OLE
from leads.sources.csv.tasks import run_import
from tests.factories import LeadFactory
from tests.forms import forms_of
from tests.leads.sources.csv.xlsx import packages
from tests.pages import markup, words

pytestmark = pytest.mark.django_db
EVAL_FILES = Path(os.environ.get("EVAL_DIR", Path(__file__).parents[4] / "shared" / "eval")) / "csv"
PEOPLE = """Name,E-mail,Job title,Company
Nora Sample,nora@example.com,Plant Manager,Sample Works
Ole Example,ole@example.com,Nurse,Clinic
Ole Example,OLE@example.com,,
,not an address,,
"""
COMPLETE = {"full_name": "Nora Sample", "email": "nora@example.com", "company_name": "Sample Works"}


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Posts as the member, then lets the worker do what was queued."""

    def post(member, page, *args, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return member.client.post(reverse(page, args=args), data)

    return post


def as_file(content, name="people.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def uploaded(post, member, content=PEOPLE, name="people.csv"):
    response = post(member, "import-upload", file=as_file(content, name))
    job = ImportJob.objects.latest("pk")
    assert response.url == reverse("import-columns", args=[job.pk])
    return job


def proposed(job):
    return {f"column-{index}": field for index, field in job.mapping.items()}


def previewed(post, member, content=PEOPLE, name="people.csv"):
    job = uploaded(post, member, content, name)
    post(member, "import-columns", job.pk, **proposed(job))
    job.refresh_from_db()
    return job


def imported(post, member, content=PEOPLE, policy="fill", **choices):
    job = previewed(post, member, content)
    post(member, "import-start", job.pk, policy=policy, **choices)
    job.refresh_from_db()
    return job


def figures(response):
    pairs = re.findall(r'<dt>([^<]+)</dt><dd class="number">([\d,]+)</dd>', markup(response))
    return {name: int(number.replace(",", "")) for name, number in pairs}


def test_a_file_becomes_leads_in_four_steps(north, post):
    offer = north.offer()
    job = uploaded(post, north)
    mapping = north.client.get(reverse("import-columns", args=[job.pk]))
    post(north, "import-columns", job.pk, **proposed(job))
    preview = north.client.get(reverse("import", args=[job.pk]))
    nothing_yet = Lead.objects.count()
    post(north, "import-start", job.pk, policy="fill", offer=offer.pk)
    result = north.client.get(reverse("import", args=[job.pk]))

    assert [field.value() for field, _ in mapping.context["form"].rows()] == ["full_name", "email", "title", "company"]
    assert "Nora Sample · Ole Example" in words(mapping)
    assert figures(preview) == {"Rows": 4, "New leads": 2, "Already here": 0, "Twice in the file": 1, "Refused": 1}
    assert nothing_yet == 0
    assert figures(result) == {
        "Rows with text": 4,
        "New leads": 2,
        "Of these updated": 0,
        "Already here or twice": 1,
        "Refused": 1,
    }
    leads = Lead.objects.order_by("email").values_list("workspace", "email", "title")
    assert list(leads) == [
        (north.workspace.pk, "nora@example.com", "Plant Manager"),
        (north.workspace.pk, "ole@example.com", "Nurse"),
    ]
    assert Search.objects.filter(kind="csv").values_list("offer", "label", "status").get() == (
        offer.pk,
        "people.csv",
        "completed",
    )


def test_the_preview_says_why_rows_are_refused_and_who_is_doubled(north, post):
    LeadFactory(workspace=north.workspace, linkedin_slug="", email_key="nora@example.com", full_name="Nora Before")

    page = words(north.client.get(reverse("import", args=[previewed(post, north).pk])))

    assert "“not an address” is not an e-mail address, and there is no name." in page
    assert "Same person as in row 3" in page
    assert "Already a lead: Nora Before" in page


def test_a_column_can_be_given_another_meaning_or_none(north, post):
    job = uploaded(post, north)

    post(north, "import-columns", job.pk, **(proposed(job) | {"column-2": "", "column-3": "title"}))
    post(north, "import-start", job.pk, policy="fill")

    assert sorted(Lead.objects.values_list("title", "company_name")) == [("Clinic", ""), ("Sample Works", "")]


def test_a_preview_of_columns_that_were_changed_since_is_not_imported(north, post):
    job = previewed(post, north)
    opened = forms_of(north.client.get(reverse("import", args=[job.pk])))[reverse("import-start", args=[job.pk])]
    post(north, "import-columns", job.pk, **proposed(job) | {"column-2": ""})
    post(north, "import-start", job.pk, **opened)
    job.refresh_from_db()
    page = words(north.client.get(reverse("import", args=[job.pk])))
    assert (job.state, page.count("The columns were changed after you opened this page.")) == ("preview", 1)
    newer = forms_of(north.client.get(reverse("import", args=[job.pk])))[reverse("import-start", args=[job.pk])]
    post(north, "import-start", job.pk, **newer)
    job.refresh_from_db()
    assert job.state == "completed"


def test_a_mapping_without_people_is_refused_and_kept_on_screen(north, post):
    job = uploaded(post, north)

    response = post(north, "import-columns", job.pk, **{"column-0": "company", "column-2": "title"})

    job.refresh_from_db()
    assert response.status_code == 422
    assert "This file lists companies or roles, not people" in words(response)
    assert [field.value() for field, _ in response.context["form"].rows()] == ["company", None, "title", None]
    assert job.state == "mapping"


def test_a_remembered_mapping_is_proposed_for_the_next_file(north, south, post):
    job = uploaded(post, north)
    post(north, "import-columns", job.pk, **(proposed(job) | {"column-3": "notes", "remember": "on"}))

    again, elsewhere = uploaded(post, north), uploaded(post, south)

    assert (again.mapping["3"], elsewhere.mapping["3"]) == ("notes", "company")


def test_every_field_of_the_reader_can_be_chosen():
    offered = [name for fields in FIELDS.values() for name in fields]

    assert sorted(offered) == sorted(field_names())


def test_a_file_of_thousands_of_columns_shows_the_ones_that_matter(north, post):
    header = ",".join([f"c{number}" for number in range(1500)] + ["email"])
    job = uploaded(post, north, f"{header}\n{',' * 1500}nora@example.com\n")

    response = north.client.get(reverse("import-columns", args=[job.pk]))
    post(north, "import-columns", job.pk, **proposed(job))

    job.refresh_from_db()
    assert (len(response.context["form"].columns), response.context["form"].hidden_count) == (61, 1440)
    assert "1,440 further columns are not imported." in words(response)
    assert (job.state, job.summary["create"]) == ("preview", 1)


@pytest.mark.parametrize(
    ("policy", "title", "updated"),
    [("skip", "", 0), ("fill", "Plant Manager", 1), ("overwrite", "Plant Manager", 1)],
)
def test_people_who_are_here_already_are_treated_as_chosen(north, post, policy, title, updated):
    lead = LeadFactory(
        workspace=north.workspace, linkedin_slug="", email_key="nora@example.com", title="", full_name="N. Before"
    )

    job = imported(post, north, policy=policy)

    lead.refresh_from_db()
    expected_name = "Nora Sample" if policy == "overwrite" else "N. Before"
    assert (lead.title, lead.full_name, job.search.updated) == (title, expected_name, updated)


def test_the_preview_tells_what_either_way_with_known_people_would_change(north, post):
    LeadFactory(workspace=north.workspace, linkedin_slug="", email_key="nora@example.com", title="Clerk", **COMPLETE)

    page = words(north.client.get(reverse("import", args=[previewed(post, north).pk])))

    assert "With “Fill their empty fields” 0 of them would change, with “Overwrite them” 1." in page


def test_the_preview_names_addresses_and_dates_that_cannot_be_read(north, post):
    rows = [
        "Good,linkedin.com/in/good-person,,,25.03.2024",
        "Bad,not a url,,,soon",
        "Worse,https://linkedin.com/company/works,n/a,worse@,",
        ",not a url either,,,",
        "None,,-,,n/a",
    ]
    job = previewed(post, north, "\n".join(["Name,LinkedIn,X handle,E-mail,Start date", *rows]))

    page = words(north.client.get(reverse("import", args=[job.pk])))

    why = "because the text in that column is something else"
    linkedin = "row 3 “not a url”, row 4 “https://linkedin.com/company/works”"
    assert f"2 rows are imported without a LinkedIn profile, {why}: {linkedin}" in page
    assert f"1 row is imported without an e-mail address, {why}: row 4 “worse@”" in page
    assert f"1 row is imported without a start date of the role, {why}: row 3 “soon”" in page
    assert page.count("imported without") == 3


def test_the_preview_names_dates_that_lie_in_the_future(north, post):
    rows = [
        "a@q.example,We are hiring,2099-01-01,2026-01-01,2099-03-04",
        "b@q.example,We are hiring,yesterday,March 2098,",
        "c@q.example,We are hiring,2026-01-01,2026-01-01,2026-01-01",
        "d@q.example,,2099-01-01,,",
    ]
    job = previewed(post, north, "\n".join(["E-mail,Post,Post date,Start date,Connected On", *rows]))

    page = words(north.client.get(reverse("import", args=[job.pk])))

    why, ahead = "because the text in that column is something else", "because that date lies in the future"
    assert f"1 row is imported without the date of a post, {why}: row 3 “yesterday”" in page
    assert f"1 row is imported without the date of a post, {ahead}: row 2 “2099-01-01”" in page
    assert f"1 row is imported without a start date of the role, {ahead}: row 3 “March 2098”" in page
    assert f"1 row is imported without the day of the connection, {ahead}: row 2 “2099-03-04”" in page
    assert page.count("imported without") == 4


def test_the_preview_says_how_it_reads_dates_that_could_be_meant_otherwise(north, post):
    rows = ["a@q.example,We are hiring,05/06/2024,25/03/2024", "b@q.example,We are hiring,03/04/2024,03/04/2024"]
    job = previewed(post, north, "\n".join(["E-mail,Post,Post date,Start date", *rows]))

    page = words(north.client.get(reverse("import", args=[job.pk])))

    assert "“05/06/2024” in the column “Post date” is read as 6 May 2024." in page
    assert "If 5 June 2024 is meant, write it as 2024-06-05" in page
    assert page.count("is read as") == 1


NO_NAMES = (
    "No column is imported as the name, so the new leads are listed by their X account, LinkedIn profile or e-mail "
    "address. If a column has the names, choose “Full name” for it under Change the columns ."
)


@pytest.mark.parametrize(
    ("content", "mapped", "said"),
    [
        ("Wer,E-Mail,Firma\nNora Sample,info@example.com,Sample Works\n", {}, True),
        ("Wer,E-Mail,Firma\nNora Sample,info@example.com,Sample Works\n", {"column-0": "last_name"}, False),
        ("E-Mail\nnora@example.com\n", {}, False),
        ("E-Mail,Kommentar\nnora@example.com,\n", {}, False),
    ],
    ids=["no column is the name", "a column is", "only addresses", "the other column is empty"],
)
def test_the_preview_says_that_no_column_is_read_as_the_name(north, post, content, mapped, said):
    job = uploaded(post, north, content)
    post(north, "import-columns", job.pk, **proposed(job) | mapped)

    assert (NO_NAMES in words(north.client.get(reverse("import", args=[job.pk])))) is said


def test_the_preview_says_nothing_of_names_where_every_person_is_a_lead_already(north, post):
    LeadFactory(workspace=north.workspace, linkedin_slug="", email_key="info@example.com", full_name="Nora Sample")

    job = previewed(post, north, "Wer,E-Mail,Firma\nNora Sample,info@example.com,Sample Works\n")

    assert "No column is imported as the name" not in words(north.client.get(reverse("import", args=[job.pk])))


def test_the_preview_says_what_to_export_instead_of_links_into_sales_navigator(north, post):
    link = "https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7g"
    job = previewed(post, north, f"Name,Company,profileUrl\nNora Sample,Works,{link}\n")

    page = words(north.client.get(reverse("import", args=[job.pk])))

    assert "1 row has a link into Sales Navigator, which is no public profile." in page
    assert "1 of the new people has no LinkedIn profile, X account or e-mail address of their own." in page
    assert "imported without" not in page


def test_the_button_counts_the_new_people(north, post):
    def button():
        page = north.client.get(reverse("import", args=[previewed(post, north).pk]))
        return re.search(r'<button class="button primary" ?>([^<]+)', markup(page))[1].strip()

    assert button() == "Import 2 new people"
    LeadFactory(workspace=north.workspace, linkedin_slug="", email_key="nora@example.com", full_name="Nora Sample")
    assert button() == "Import 1 new person"
    LeadFactory(workspace=north.workspace, linkedin_slug="", email_key="ole@example.com", full_name="Ole Example")
    assert button() == "Import, with no new people"


def test_the_preview_tells_who_will_be_looked_up_at_a_charge(north, post):
    known = {"linkedin_slug": "", "email_key": "known@example.com", "x_handle": "known_to_us", "full_name": "Known"}
    LeadFactory(workspace=north.workspace, **known)
    nora, ole, known = "Nora,@nora_sample,,", "Ole,,linkedin.com/in/ole-example,", "Known,,,known@example.com"
    job = previewed(post, north, "\n".join(["Name,X handle,LinkedIn,E-mail", nora, nora, ole, known]))

    page = north.client.get(reverse("import", args=[job.pk]))

    assert (page.context["on_x"], page.context["on_linkedin"]) == (2, 1)
    assert "2 of these people are known on X and 1 on LinkedIn. Their profiles are read automatically." in words(page)
    assert (
        f'hx-get="{reverse("cost-of-new-people")}?x=2&amp;linkedin=1&amp;both=0&amp;people=3"' in page.content.decode()
    )
    assert "no charge" not in words(page)


def test_a_blank_row_is_no_refused_one(north, post):
    job = previewed(post, north, "Name,E-mail\nNora Sample,nora@example.com\n,\nOle Example,ole@example.com\n")
    page = words(north.client.get(reverse("import", args=[job.pk])))
    assert "Rows 3 New leads 2 Already here 0 Twice in the file 0 Refused 0 Empty 1" in page
    assert "Refused rows" not in page


def test_the_result_says_in_a_sentence_what_came_of_the_file(north, post):
    def told(content):
        job = imported(post, north, content, offer=offer.pk)
        return words(north.client.get(reverse("import", args=[job.pk])))

    offer = north.offer("Planwise")
    file = "Name,E-mail\nNora Sample,nora@example.com\n"
    scored = "The people in the file are scored for Planwise."
    assert f"1 new lead, 0 updated. {scored}" in told(file)
    assert f"Everyone in the file is here already, and nothing about them was changed. {scored}" in told(file)


@pytest.mark.parametrize(("rows", "link"), [(1, "The row as a file"), (2, "All 2 as a file")])
def test_the_file_of_refused_rows_is_named_by_their_number(north, post, rows, link):
    job = previewed(post, north, "Name,E-mail\nNora Sample,nora@example.com\n" + ",not an address\n" * rows)
    assert link in words(north.client.get(reverse("import", args=[job.pk])))


def test_refused_rows_come_back_defused_with_the_reason_in_the_last_column(north, post):
    job = imported(post, north, 'Name,E-mail\nNora Sample,nora@example.com\n,"=HYPERLINK(""http://evil.example"")"\n')

    response = north.client.get(reverse("import-rejected", args=[job.pk]))

    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["Name", "E-mail", "Row in the file", "Refused because"]
    assert rows[1][1:3] == ['\'=HYPERLINK("http://evil.example")', "3"]
    assert rows[1][3].endswith("is not an e-mail address, and there is no name.")
    assert len(rows) == 2


def test_an_import_is_taken_back_without_touching_what_others_brought(north, post):
    kept = LeadFactory(workspace=north.workspace, linkedin_slug="", email_key="nora@example.com", title="")
    job = imported(post, north)

    post(north, "import-undo", job.pk)
    page = north.client.get(reverse("import", args=[job.pk]))

    kept.refresh_from_db()
    assert (list(Lead.objects.all()), kept.title) == ([kept], "")
    assert "The import was undone." in words(page)


def test_an_import_that_failed_half_way_offers_to_take_back_what_it_brought(north, post):
    job = imported(post, north)
    ImportJob.objects.update(state="failed", error="It stopped.")

    assert "Undo this import?" in words(north.client.get(reverse("import", args=[job.pk])))
    post(north, "import-undo", job.pk)

    job.refresh_from_db()
    assert (job.state, Lead.objects.count()) == ("undone", 0)


def test_a_discarded_file_leaves_nothing_behind(north, post, settings):
    job = previewed(post, north)

    response = post(north, "import-discard", job.pk)

    assert response.url == reverse("import-upload")
    assert (ImportJob.objects.count(), Lead.objects.count()) == (0, 0)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_an_import_that_began_keeps_its_columns(north, post):
    job = imported(post, north)

    answers = [
        north.client.get(reverse("import-columns", args=[job.pk])),
        post(north, "import-columns", job.pk, **proposed(job)),
        post(north, "import-discard", job.pk),
        post(north, "import-start", job.pk, policy="overwrite"),
    ]

    job.refresh_from_db()
    assert {answer.url for answer in answers} == {reverse("import", args=[job.pk])}
    assert (job.state, job.policy, Search.objects.filter(kind="csv").count()) == ("completed", "fill", 1)


@pytest.mark.parametrize(
    "page", ["import", "import-columns", "import-start", "import-undo", "import-discard", "import-rejected"]
)
def test_another_workspaces_import_is_not_there(north, south, post, page):
    job = previewed(post, south, "Name,E-mail\nSecret Person,secret@example.com\n,oops\n", name="secret.csv")
    before = (job.state, job.mapping)

    method = north.client.get if page in ("import", "import-columns", "import-rejected") else north.client.post
    response = method(reverse(page, args=[job.pk]), {"policy": "fill", "column-0": "full_name"})

    job.refresh_from_db()
    assert response.status_code == 404
    assert "secret" not in response.content.decode().lower()
    assert (job.state, job.mapping) == before


def test_only_the_own_unfinished_imports_are_listed(north, south, post):
    uploaded(post, south, name="secret.csv")
    own = uploaded(post, north)
    imported(post, north)

    response = north.client.get(reverse("import-upload"))

    assert [job.pk for job in response.context["unfinished"]] == [own.pk]
    assert "secret.csv" not in response.content.decode()


def test_another_workspaces_offer_cannot_be_chosen(north, south, post):
    job = previewed(post, north)

    response = post(north, "import-start", job.pk, policy="fill", offer=south.offer("Secret").pk)

    job.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["offer"])
    assert (job.state, job.offer) == ("preview", None)


@pytest.mark.parametrize(
    ("state", "polled"), [("staging", True), ("committing", True), ("undoing", True), ("completed", False)]
)
def test_a_page_is_polled_only_while_something_runs(north, post, state, polled):
    job = imported(post, north)
    ImportJob.objects.filter(pk=job.pk).update(state=state)
    url = reverse("import", args=[job.pk])

    page = north.client.get(url).content.decode()
    part = north.client.get(url, headers={"HX-Request": "true", "HX-Target": "import-status"}).content.decode()

    assert 'hx-trigger="every 1s"' in page if polled else 'hx-trigger="every 1s"' not in page
    assert "<html" not in part
    assert without_tokens(part).strip() in without_tokens(page)


def without_tokens(page):
    return re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", page)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.csv", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "photo.csv", "This is an image (PNG), not a table of people."),
        (b'[{"name": "Nora"}]', "people.csv", "This is data in JSON form, not a table of people."),
        (b"PK\x03\x04 but not really", "people.xlsx", "This workbook is damaged or was not uploaded completely."),
        (b"\n\n , ,\n", "blank.csv", "The file holds no text, only empty lines."),
        (b"Name,E-mail\n", "header.csv", "The file has column names but no rows."),
        (b"Name,E-mail\n", "header.xlsx", "The file has column names but no rows."),
        (b"no workbook\n", "fake.xlsx", "The file holds a single row, “no workbook”, and no people."),
        (b"", "empty.xlsx", "The file is empty."),
        (bytes(range(256)) * 40, "binary.xlsx", "This is not a text file: it holds bytes no table has."),
        (
            packages.packed({"notes.txt": "no workbook"}),
            "zip.xlsx",
            "This is a compressed file, not an Excel workbook.",
        ),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked.xlsx", "This workbook is protected with a password."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(north, post, settings, content, name, sentence):
    response = post(north, "import-upload", file=as_file(content, name))

    assert response.status_code == 422
    assert f"“{name}” cannot be imported. {sentence}" in words(response)
    assert ImportJob.objects.count() == 0
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_no_file_is_asked_for_again(north, post):
    response = post(north, "import-upload")

    assert response.context["form"].errors == {"file": ["Choose a file first."]}


def test_a_file_beyond_the_limit_is_neither_stored_nor_read(north, post, settings):
    settings.IMPORT_MAX_BYTES = 1000
    slightly = post(north, "import-upload", file=as_file("Name\n" + "x" * 2000))
    settings.IMPORT_MAX_BYTES = -(1 << 20)
    far = post(north, "import-upload", file=as_file(PEOPLE))

    sentence = "The file is too large: the limit is {}. Split it and try again."
    assert slightly.context["form"].errors == {"file": [sentence.format("1000\xa0bytes")]}
    assert list(far.context["form"].errors) == ["file"]
    assert "The file is too large" in words(far)
    assert ImportJob.objects.count() == 0


def test_the_files_name_is_text_and_never_a_path(north, post, settings):
    name = '..%2f..%2fetc/<img src=x onerror="alert(1)">\u202e.csv'

    job = uploaded(post, north, name=name)
    page = north.client.get(reverse("import-columns", args=[job.pk])).content.decode()

    stored = [path.relative_to(settings.MEDIA_ROOT) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [re.fullmatch(r"imports/[0-9a-f]{32}", str(path)) is not None for path in stored] == [True]
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_refused_files_name_is_shown_as_text(north, post):
    response = post(north, "import-upload", file=as_file(b"%PDF-1.7", "<script>alert(1)</script>.csv"))

    assert "<script>alert" not in response.content.decode()
    assert "cannot be imported. This is a PDF document, not a table of people." in words(response)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7*7 }}", "{% now 'Y' %}", "'; DROP TABLE x; --"])
def test_hostile_cells_are_shown_as_text_on_every_page(north, post, text):
    cell = text.replace('"', '""')
    rows = [["Name", "E-mail", cell], [f"{cell} Sample", "nora@example.com", cell], ["", "nora@example.com", ""]]
    table = "".join(",".join(f'"{value}"' for value in row) + "\n" for row in [*rows, ["", cell, ""]])
    job = uploaded(post, north, table)
    pages = [north.client.get(reverse("import-columns", args=[job.pk]))]
    post(north, "import-columns", job.pk, **{"column-0": "full_name", "column-1": "email", "column-2": "notes"})
    pages.append(north.client.get(reverse("import", args=[job.pk])))
    post(north, "import-start", job.pk, policy="fill")
    pages.append(north.client.get(reverse("import", args=[job.pk])))

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert all("<script>alert" not in page.content.decode() for page in pages)
    assert Lead.objects.get().notes == text


def test_a_file_that_breaks_halfway_imports_nothing(north, post):
    rows = "".join(f"Person {n},person{n}@example.com\n" for n in range(500))
    job = uploaded(post, north, f"Name,E-mail\n{rows}" + '"never closed,x@example.com\n' * 150)

    post(north, "import-columns", job.pk, **proposed(job))
    page = words(north.client.get(reverse("import", args=[job.pk])))

    job.refresh_from_db()
    assert (job.state, Lead.objects.count()) == ("failed", 0)
    assert "Too many quotation marks are never closed" in page
    assert "Nothing was imported." in page


def test_a_workbook_beyond_a_limit_is_refused_by_its_limit(north, post, settings):
    bomb = packages.rows_of(*packages.PEOPLE) + '<row r="99999999999"><c><v>1</v></c></row>'

    response = post(north, "import-upload", file=as_file(packages.workbook(bomb), "people.xlsx"))

    assert response.status_code == 422
    assert "Sheet “People” has more than 1,048,576 rows, the most that a sheet may have." in words(response)
    assert ImportJob.objects.count() == 0
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("content", "name"), [("a workbook", "people.csv"), ("a table", "people.xlsx"), ("a table", "people.xls")]
)
def test_a_file_is_read_as_what_it_is_whatever_its_name_says(north, post, content, name):
    rows = [["Name", "E-mail"], ["Nora Sample", "nora@example.com"]]
    written = {"a workbook": workbook(rows), "a table": "".join(f"{','.join(row)}\n" for row in rows)}

    job = previewed(post, north, written[content], name)

    assert (job.file_name, job.state, job.summary["create"]) == (name, "preview", 1)


@pytest.mark.parametrize(("name", "said"), [("people.xlsx", 1), ("People.XLS", 1), ("people.csv", 0)])
def test_a_text_file_with_the_name_of_a_workbook_says_that_it_is_read_as_csv(north, post, name, said):
    mapping = post(north, "import-upload", file=as_file(b"Name,E-mail\nNora Sample,nora@example.com\n", name)).url
    page = words(north.client.get(mapping))
    assert page.count("This is a text file, although its name is that of a workbook. It is read as CSV.") == said


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


HOSTILE_FILES = {
    "nul bytes": b"Name,E-mail\nNo\x00ra,no\x00ra@example.com\n",
    "lone surrogates": b"Name,E-mail\n\xed\xa0\x80Nora,nora@example.com\n",
    "utf-16 cut short": "Name,E-mail\nNora,nora@example.com\n".encode("utf-16")[:-1],
    "broken utf-8": b"Name,E-mail\nN\xff\xfera,nora@example.com\n",
    "one endless line": b"Name,E-mail\n" + b"x" * 300_000,
    "only delimiters": b",,,\n" * 5000,
    "a thousand names alike": b"Name," * 1000 + b"\n" + b"Nora," * 1000 + b"\n",
    "no header": b"nora@example.com\nole@example.com\n",
    "quotes everywhere": b'"""","""",""\n"""Nora""","nora@example.com",""\n',
    "carriage returns only": b"Name,E-mail\rNora,nora@example.com\r",
    "right to left": "الاسم,البريد الإلكتروني\nنورا,nora@example.com\n".encode(),
    "two columns alike": b"E-mail,E-mail,Name,Name\nnora@example.com,ole@example.com,Nora,Ole\n",
    "formulas": b"Name,E-mail\n\"=cmd|' /C calc'!A0\",nora@example.com\n",
    "a workbook": workbook([["Name", "E-mail"], ["Nora Sample", "nora@example.com"], [None, None], ["=1+1", 7]]),
    "an empty workbook": workbook([]),
    "half a workbook": workbook([["Name", "E-mail"], ["Nora Sample", "nora@example.com"]])[:2000],
    "html": b"<html><body><table><tr><td>Nora</td></tr></table></body></html>",
    "digits": b"1,2,3\n4,5,6\n",
}


@pytest.fixture
def post_and_import(post, monkeypatch):
    """Posts, then does what the import's worker does. What else is queued waits, as where a worker has much to do."""
    monkeypatch.setattr(Conf, "SYNC", False)

    def post_and_import(member, page, *args, **data):
        response = post(member, page, *args, **data)
        for job in ImportJob.objects.all():
            run_import(job.pk)
        return response

    return post_and_import


def go_through(post, member, content, name):
    """Upload, accept whatever is proposed and import; the pages that were shown on the way."""
    pages = [post(member, "import-upload", file=as_file(content, name))]
    if pages[-1].status_code == 302:
        job = ImportJob.objects.latest("pk")
        pages.append(member.client.get(pages[-1].url))
        pages.append(post(member, "import-columns", job.pk, **proposed(job)))
        pages.append(member.client.get(reverse("import", args=[job.pk]), follow=True))
        pages.append(post(member, "import-start", job.pk, policy="fill"))
        pages.append(member.client.get(reverse("import", args=[job.pk]), follow=True))
    return pages


def complaints(pages):
    """Whatever looks like a crash: a status that is no answer, or Python on the screen."""
    odd = [page.status_code for page in pages if page.status_code not in (200, 302, 422)]
    return odd + [sign for page in pages for sign in ("Traceback", "Exception") if sign in page.content.decode()]


@pytest.mark.parametrize("kind", HOSTILE_FILES)
def test_no_file_crashes_a_page(north, post, kind):
    pages = go_through(post, north, HOSTILE_FILES[kind], f"{kind}.csv")

    assert complaints(pages) == []


COLLECTION = sorted(path for path in EVAL_FILES.rglob("*") if path.is_file() and path.suffix != ".json")


@pytest.mark.parametrize("path", COLLECTION, ids=lambda path: path.name)
def test_no_file_of_the_collection_of_real_exports_crashes_a_page(north, post_and_import, path):
    assert complaints(go_through(post_and_import, north, path.read_bytes(), path.name)) == []


def test_the_select_of_a_column_holds_every_field_and_marks_the_chosen_one(north, post):
    page = north.client.get(reverse("import-columns", args=[uploaded(post, north).pk])).content.decode()

    first = re.search(r'<select[^>]*name="column-0"[^>]*>(.*?)</select>', page, re.DOTALL)[1]
    assert re.findall(r'<option value="(\w+)" selected>', first) == ["full_name"]
    assert sorted(re.findall(r'<option value="(\w+)"', first)) == sorted(field_names())


def test_columns_beyond_those_shown_cannot_be_smuggled_in(north, post):
    job = uploaded(post, north)

    form = MappingForm({"column-0": "full_name", "column-99": "email", "column-1": "password"}, job=job)

    assert form.is_valid() is False
    assert list(form.errors) == ["column-1"]


def test_no_file_is_taken_while_the_disk_is_nearly_full(north, post, settings):
    settings.LOW_DISK_MIB = 2**40
    response = post(north, "import-upload", file=as_file(PEOPLE))
    (refusal,) = response.context["form"].errors["file"]
    assert refusal.startswith("The server's disk is nearly full: ")
    assert (response.status_code, ImportJob.objects.count()) == (422, 0)

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from leads.models import ImportJob, Search
from tests.factories import OfferFactory, WorkspaceFactory
from tests.leads.sources.csv.imports import PEOPLE, leads, refuse

pytestmark = pytest.mark.django_db


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


def test_the_command_imports_for_no_archived_offer(workspace, people_file):
    offer = OfferFactory(workspace=workspace, name="Old", archived_at=timezone.now())
    with pytest.raises(CommandError, match="The offer “Old” is archived"):
        call_command("import_leads", people_file, workspace=workspace.slug, offer=offer.pk)
    assert ImportJob.objects.count() == 0


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

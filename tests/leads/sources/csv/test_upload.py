import pytest
from django.core.files.base import ContentFile

from leads.sources.csv import upload
from leads.sources.csv.upload import open_job
from tests.factories import WorkspaceFactory
from tests.leads.sources.csv.imports import PEOPLE, opened

pytestmark = pytest.mark.django_db


def test_a_file_keeps_nothing_of_the_name_it_came_with(workspace, settings):
    file = ContentFile(PEOPLE.encode())
    job = open_job(workspace=workspace, file=file, file_name="../../etc/pass\nwd.csv")

    assert job.file_name == "../../etc/passwd.csv"
    assert [path.parent for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == [
        settings.MEDIA_ROOT / "imports"
    ]


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


def test_a_mapping_without_people_is_refused_until_it_is_corrected(workspace):
    job = opened(workspace, "Wer,Was\nMara Quill,m@q.example\n")

    upload.set_mapping(job, {0: "company"})
    assert job.error.startswith("This file lists companies or roles, not people")
    upload.set_mapping(job, {0: "full_name"})
    assert job.error == ""

"""Imports at each point of their life."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from leads.models import ImportJob, Lead
from leads.sources.csv import lifecycle
from leads.sources.csv.upload import open_job

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


COLLEAGUES = "Name,Email,Company\n" + "".join(
    f"Person {number},p{number}@works.example,Works {number % 2}\n" for number in range(1, 8)
)


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

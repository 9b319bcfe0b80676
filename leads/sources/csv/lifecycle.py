"""The life of an import from the mapping of its columns on: read, preview, commit in batches, undo.

Each step is one transaction. A lost worker costs the step it was at, nothing else.
"""

from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.utils import timezone

from autoreach.work.claims import FREED
from autoreach.work.leases import hold_one
from autoreach.work.work_queue import WorkQueue
from leads.models import ImportBatch, ImportJob, Search
from leads.sources import runner
from leads.sources.csv import batches
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.preview import preview
from leads.sources.csv.staging import stage
from leads.sources.csv.transitions import AT_WORK, COMMIT, COMPLETE, END_UNDO, FAIL, PREVIEW, READ, TAKE_BACK
from leads.sources.csv.undo import undo_batch, undo_traces
from leads.sources.registry import CSV

State = ImportJob.State
GIVEN_UP = "The import stopped several times at the same place. What was imported until then is kept."


def request_preview(job):
    """Read the file and count in the background; the job is at PREVIEW when that is done."""
    if move(job, READ):
        IMPORTS.wake(job.pk)


def request_commit(job, *, policy):
    """Import in the background. A second request for the same job changes nothing."""
    with transaction.atomic():
        if begin_commit(job, policy=policy):
            IMPORTS.wake(job.pk)


def begin_commit(job, *, policy):
    """Decide the import, for `run` to carry out; False when it was decided before."""
    with transaction.atomic():
        begun = move(job, COMMIT, policy=policy)
        if begun:
            open_search(job)
    return begun


def request_undo(job):
    """Take back what was imported so far; an import that never began has nothing to take back."""
    if job.can_be_undone and move(job, TAKE_BACK):
        IMPORTS.wake(job.pk)


def move(job, transition, **changes):
    """Make the transition with fresh attempts, unless the job has moved on. Returns whether it was made."""
    fresh = {"attempts": 0, "not_before": None, "error": "", "touched_at": timezone.now()}
    moved = transition.write(ImportJob.objects.filter(pk=job.pk), **fresh | changes)
    job.refresh_from_db()
    return bool(moved)


def open_search(job):
    """The import as a search, so that every lead can say where it came from."""
    job.search = Search.objects.create(
        workspace_id=job.workspace_id,
        offer_id=job.offer_id,
        kind=CSV,
        status=Search.Status.RUNNING,
        label=job.file_name,
        rejected=job.refused_rows,
        found=job.refused_rows,
        created_by_id=job.created_by_id,
        started_at=TransactionNow(),  # the database's clock, which also dates what the import writes
    )
    job.save(update_fields=["search", "touched_at"])


def run(job_id, seconds=None):
    """Do what the job's state asks for until it asks for nothing, or until the time is up and another task goes on."""
    IMPORTS.run(job_id, next_step, seconds=seconds)


def next_step(job):
    """Do one step of what the job's state asks for now. Returns False once it asks for nothing."""
    state = ImportJob.objects.filter(pk=job.pk).values_list("state", flat=True).first()
    if state in STEPS:
        STEPS[state](job)
    return state in STEPS


def read(job):
    try:
        make_preview(job)
    except UnreadableFile as error:
        fail(job, str(error))


def make_preview(job, file=None):
    """Stage the rows of the file and count what a commit would do. Raises UnreadableFile, LeaseLost."""
    with transaction.atomic():
        if file:
            stage(job, file)
        else:
            with job.file.open("rb") as stored:
                stage(job, stored)
        preview(job)
        hold_one(job)
        move(job, PREVIEW, **FREED)


def commit_batch(job):
    """Write the next rows, or end the import."""
    side_by_side = not connection.in_atomic_block
    with transaction.atomic():
        job = hold_one(job)
        if job.state != State.COMMITTING:
            return
        if job.done_rows < job.staged_rows:
            batches.write_next(job, side_by_side=side_by_side)
        else:
            complete(job)


def complete(job):
    batches.index_collected_words()
    move(job, COMPLETE, **FREED)
    runner.complete(job.search)
    drop_file(job)


def take_back_batch(job):
    """Take back some of the latest batch, or end the undo."""
    with transaction.atomic():
        job = hold_one(job)
        batch = ImportBatch.objects.filter(job=job).order_by("-first_row").defer("changed").first()
        if batch:
            job.summary["kept"] = job.summary.get("kept", []) + undo_batch(job, batch)
            job.done_rows = batch.first_row - 1 + len(batch.created_leads)
            job.attempts = 0
            job.save(update_fields=["done_rows", "attempts", "summary", "touched_at"])
        else:
            end_undo(job)


def end_undo(job):
    undo_traces(job)
    move(job, END_UNDO, **FREED)
    runner.undo(job.search)
    drop_file(job)


def give_up(job):
    fail(job, GIVEN_UP)


def fail(job, sentence):
    """End the job, unless it has moved on or another worker has it."""
    with transaction.atomic():
        held = ImportJob.objects.filter(pk=job.pk, lease=job.lease)
        if FAIL.write(held, **FREED, error=sentence, touched_at=timezone.now()) and job.search:
            runner.fail(job.search, sentence)
            drop_file(job)


def drop_file(job):
    """Once its rows are imported, or never will be, the file is not needed."""
    transaction.on_commit(lambda: delete_file(job))


def delete_file(job):
    # not by saving the job, which may have moved on
    job.file.delete(save=False)
    ImportJob.objects.filter(pk=job.pk).update(file="")


STEPS = {State.STAGING: read, State.COMMITTING: commit_batch, State.UNDOING: take_back_batch}
IMPORTS = WorkQueue(
    works=lambda: ImportJob.objects.filter(state__in=AT_WORK),
    task="leads.sources.csv.tasks.run_import",
    give_up=give_up,
)

"""The life of an import: upload, mapping, preview, commit in batches, undo.

The job's row is the job: a lost worker costs the batch it was writing, nothing else.
"""

import hashlib
import json
from contextlib import contextmanager
from datetime import timedelta
from math import inf
from time import monotonic

from django.contrib.postgres.functions import TransactionNow
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from autoreach.work.wakeups import enqueue
from leads.models import ImportBatch, ImportJob, ImportMapping, Search
from leads.signals import search_completed
from leads.sources.csv import batches
from leads.sources.csv.columns import field_names, normal
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.inspection import InspectedColumn, inspect
from leads.sources.csv.mapping import problem_of
from leads.sources.csv.staging import preview, rejected_rows, stage
from leads.sources.csv.undo import undo_batch, undo_traces
from leads.sources.csv.values import csv_lines

ATTEMPTS = 5
LOST_AFTER = timedelta(minutes=2)
State = ImportJob.State
RUNNING = (State.STAGING, State.COMMITTING, State.UNDOING)


def open_job(*, workspace, file, file_name, offer=None, created_by=None, keep_file=True):
    """A job for an uploaded file. `job.error` says what keeps it from being imported, if anything does."""
    found = inspect(file)
    job = ImportJob(
        workspace=workspace,
        offer=offer,
        created_by=created_by,
        file_name="".join(letter for letter in file_name if letter.isprintable())[:200],
        encoding=found.encoding,
        delimiter=found.delimiter or "",
        header=[clean_name(name) for name in found.header],
        header_line=found.header_line,
        columns=[[column.index, clean_name(column.header), column.samples] for column in found.columns],
        mapping={str(index): name for index, name in found.mapping.items()},
        error=found.error or "",
    )
    if saved := saved_mapping(job):
        job.mapping = saved
        job.error = problem_of(saved, job.header) or ""
    if keep_file:
        file.seek(0)
        job.file.save("", file, save=False)
    job.save()
    return job


def clean_name(name):
    return name.replace("\0", "").strip()[:200]


def columns_of(job):
    """The columns for the mapping page, each with its samples and its field ("" is left out)."""
    return [
        InspectedColumn(index, header, samples, job.mapping.get(str(index), ""))
        for index, header, samples in job.columns
    ]


def set_mapping(job, mapping):
    """Take a corrected mapping of column index to field; `job.error` says when nobody could be imported by it."""
    known = set(field_names())
    job.mapping = {str(index): name for index, name in mapping.items() if name in known}
    job.error = problem_of(job.mapping, job.header) or ""
    job.save(update_fields=["mapping", "error", "touched_at"])


def header_digest(job):
    names = json.dumps([normal(name) for name in job.header])
    return hashlib.sha256(names.encode()).hexdigest()


def save_mapping(job, name):
    kept, _ = ImportMapping.objects.update_or_create(
        workspace=job.workspace,
        header_digest=header_digest(job),
        defaults={"name": name[:120], "mapping": job.mapping},
    )
    return kept


def saved_mapping(job):
    """The mapping the workspace kept for files with these column names."""
    found = ImportMapping.objects.filter(workspace=job.workspace, header_digest=header_digest(job)).first()
    return found.mapping if found else None


def request_preview(job):
    """Read the file and count in the background; the job is at PREVIEW when that is done."""
    if _moved(job, State.STAGING, {State.MAPPING, State.PREVIEW, State.FAILED}):
        enqueue("leads.sources.csv.tasks.run_import", job.pk)


def request_commit(job, *, policy):
    """Import in the background. A second request for the same job changes nothing."""
    with transaction.atomic():
        if begin_commit(job, policy=policy):
            enqueue("leads.sources.csv.tasks.run_import", job.pk)


def begin_commit(job, *, policy):
    """Decide the import, for `run` to carry out; False when it was decided before."""
    with transaction.atomic():
        begun = _moved(job, State.COMMITTING, {State.PREVIEW}, policy=policy)
        if begun:
            _open_search(job)
    return begun


def request_undo(job):
    """Take back what was imported so far; an import that never began has nothing to take back."""
    if job.can_be_undone and _moved(job, State.UNDOING, {State.COMPLETED, State.COMMITTING, State.FAILED}):
        enqueue("leads.sources.csv.tasks.run_import", job.pk)


def _moved(job, state, allowed, **changes):
    changes = {"state": state, "attempts": 0, "error": "", "touched_at": timezone.now(), **changes}
    moved = ImportJob.objects.filter(pk=job.pk, state__in=allowed).update(**changes)
    job.refresh_from_db()
    return bool(moved)


def _open_search(job):
    """The import as a search, so that every lead can say where it came from."""
    job.search = Search.objects.create(
        workspace_id=job.workspace_id,
        offer_id=job.offer_id,
        kind=Search.Kind.CSV,
        status=Search.Status.RUNNING,
        label=job.file_name,
        rejected=job.summary["rejected"],
        found=job.summary["rejected"],
        created_by_id=job.created_by_id,
        started_at=TransactionNow(),  # the database's clock, which also dates what the import writes
    )
    job.save(update_fields=["search", "touched_at"])


def run(job_id, seconds=None):
    """Do what the job's state asks for until it asks for nothing, or until the time is up and another task goes on.

    Two workers at one job never do a thing twice.
    """
    until = monotonic() + seconds if seconds else inf
    job = ImportJob.objects.filter(pk=job_id, state__in=RUNNING).first()
    if job is None:
        return
    if job.state == State.STAGING:
        _read(job)
    elif _claimed(job):
        while _next_step(job):
            if monotonic() > until:
                enqueue("leads.sources.csv.tasks.run_import", job.pk)
                return


def _read(job):
    with _only_reader(job) as alone:
        if not alone or not _claimed(job):
            return
        try:
            make_preview(job)
        except UnreadableFile as error:
            fail(job, str(error))


@contextmanager
def _only_reader(job):
    """Whether nobody else is reading the file. A lock of the session: it outlives transactions, but not the worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('leads.importing', %s))", [job.pk])
        (alone,) = cursor.fetchone()
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended('leads.importing', %s))", [job.pk])


def _next_step(job):
    """One batch of writing or taking back; False when nothing is left to do or somebody else is at it."""
    return commit_batches(job.pk) or undo_next(job.pk)


def _claimed(job):
    """Count an attempt; False when the job has moved on since it was looked up, or was attempted too often."""
    unmoved = ImportJob.objects.filter(pk=job.pk, state=job.state)
    if not unmoved.update(attempts=F("attempts") + 1, touched_at=timezone.now()):
        return False
    if job.attempts < ATTEMPTS:
        return True
    fail(job, "The import stopped several times at the same place. What was imported until then is kept.")
    return False


def fail(job, sentence):
    unmoved = ImportJob.objects.filter(pk=job.pk, state=job.state)
    if not unmoved.update(state=State.FAILED, error=sentence, touched_at=timezone.now()):
        return
    Search.objects.filter(import_job=job).update(status=Search.Status.FAILED, error=sentence)
    if job.search_id:
        _drop_file(job)


def _drop_file(job):
    """Once its rows are imported, or never will be, nobody asks for the file again."""
    transaction.on_commit(lambda: _delete_file(job))


def _delete_file(job):
    # not by saving the job, which may have moved on
    job.file.delete(save=False)
    ImportJob.objects.filter(pk=job.pk).update(file="")


def make_preview(job, file=None):
    if file:
        stage(job, file)
    else:
        with job.file.open("rb") as stored:
            stage(job, stored)
    preview(job)
    _moved(job, State.PREVIEW, {State.STAGING, State.MAPPING})


def commit_batches(job_id):
    """Write the next rows; False when there is nothing left to write."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        job = _locked(job_id, State.COMMITTING)
        if job is None:
            return False
        if job.done_rows >= job.staged_rows:
            _finish(job)
            return False
        # other connections see nothing of a transaction around this one
        batches.write_next(job, side_by_side=not nested)
    return True


def _locked(job_id, state):
    return (
        # its key is left to be referred to, by batches that other connections write
        ImportJob.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("search")
        .filter(pk=job_id, state=state)
        .first()
    )


def _finish(job):
    batches.index_collected_words()
    job.state = State.COMPLETED
    job.save(update_fields=["state", "touched_at"])
    Search.objects.filter(pk=job.search_id).update(status=Search.Status.COMPLETED, completed_at=timezone.now())
    search_completed.send(Search, search=job.search)
    _drop_file(job)


def undo_next(job_id):
    """Take back the latest batch; False when none is left."""
    with transaction.atomic():
        job = _locked(job_id, State.UNDOING)
        if job is None:
            return False
        batch = ImportBatch.objects.filter(job=job).order_by("-first_row").first()
        if batch:
            job.summary["kept"] = job.summary.get("kept", []) + undo_batch(job, batch)
            job.done_rows = batch.first_row - 1
            job.attempts = 0
            job.save(update_fields=["done_rows", "attempts", "summary", "touched_at"])
            return True
        undo_traces(job)
        job.state = State.UNDONE
        job.save(update_fields=["state", "touched_at"])
        Search.objects.filter(pk=job.search_id).update(status=Search.Status.UNDONE)
        _drop_file(job)
    return False


def rejected_csv(job):
    """Lines of a CSV file of the refused rows."""
    return csv_lines(rejected_rows(job))


def lost_jobs(now):
    """Jobs whose worker has not been heard of."""
    return ImportJob.objects.filter(state__in=RUNNING, touched_at__lt=now - LOST_AFTER)

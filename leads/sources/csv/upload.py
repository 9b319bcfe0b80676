"""An uploaded table becomes an import: what it holds, and which column is which field."""

import hashlib
import json

from leads.models import ImportJob, ImportMapping
from leads.sources.csv.columns import field_names, normal
from leads.sources.csv.inspection import InspectedColumn
from leads.sources.csv.mapping import problem_of
from leads.sources.csv.reading import inspect


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
    """Take a corrected mapping of column index to field; `job.error` says why no person could be imported by it."""
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

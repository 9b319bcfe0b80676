"""An uploaded table as rows in the database."""

import gc
from collections import Counter
from contextlib import contextmanager

from django.db import connection, transaction

from leads.ingest.columns import (
    COLUMNS,
    DETAIL_COLUMNS,
    IDENTITY_COLUMNS,
    LINE_LIMITS,
    TEXT_FIELDS,
    TEXT_LIMIT,
)
from leads.ingest.tables import staging
from leads.models import ImportRow
from leads.sources.csv import normalizing
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.normalizing import Chunk
from leads.sources.csv.people_reader import RecordForm
from leads.sources.csv.posts_reader import PostsReader
from leads.sources.csv.reading import opened_table
from leads.sources.csv.row_checks import RowChecks

FETCHED_AT_ONCE = 1000
CELLS_KEPT = 200
CELL_KEPT = 2000
REASONS_SHOWN = 50
UNREAD_SHOWN = 5
BLANK = "blank"
# `columns.toml` ignores both names: the corrected file can be imported as it is
ABOUT_REFUSED = ("Row in the file", "Refused because")
# a table of people brings neither an X user's number nor a quotation that says why they were found
EVIDENCE = ("evidence", "evidence_url", "evidence_at")
RECORD = tuple(name for name in COLUMNS if name not in ("row", "reference", "x_user_id", *EVIDENCE))
FORM = RecordForm(RECORD, LINE_LIMITS, TEXT_FIELDS, TEXT_LIMIT)
STAGED = ("job_id", "row", "line", "reason", "cells", *RECORD)
EMPTY_RECORD = tuple({"connected_on": None, "role_started_on": None, "posts": "[]"}.get(name, "") for name in RECORD)


def stage(job, file):
    """Read the file into rows of the job; all or nothing. Raises UnreadableFile."""
    with transaction.atomic(), _without_cycle_search():
        ImportRow.objects.filter(job=job).delete()
        mapping = {int(index): name for index, name in job.mapping.items()}
        with (
            opened_table(file, after=job.header_line, mapping=mapping) as opened,
            connection.cursor() as cursor,
            cursor.copy(f"COPY leads_importrow ({', '.join(STAGED)}) FROM STDIN") as copy,
        ):
            table = TableStaging(job, mapping, opened)
            table.copy_into(copy)
        rejected = sum(table.reasons.values())
        job.done_rows, job.staged_rows = 0, table.staged
        job.rows = table.staged + table.reasons[BLANK]
        if rejected == job.rows:
            raise UnreadableFile(_no_people(table.reasons))
        blank = table.reasons.pop(BLANK, 0)
        shown = dict(table.reasons.most_common(REASONS_SHOWN))
        job.summary = {"rejected": rejected, "blank": blank, "reasons": shown, "unread": table.unread}
        orders = opened.orders.items()
        job.summary["assumed_dates"] = [[job.header[index], order.assumed] for index, order in orders if order.assumed]
        job.save(update_fields=["rows", "staged_rows", "done_rows", "summary", "touched_at"])


@contextmanager
def _without_cycle_search():
    """Rows make no cycles, and looking for some among millions of cells takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _no_people(reasons):
    reason, count = next(((reason, count) for reason, count in reasons.most_common() if reason != BLANK), ("", 0))
    rows = "1 row" if count == 1 else f"{count} rows"
    return f"No row of this file is a person. {rows}: {reason}" if reason else "All rows of this file are blank."


class TableStaging:
    """Rows of a table on their way into STAGED.

    Blank rows are only counted (`reasons`), as are addresses and dates that cannot be read, and dates that lie in the
    future (`unread`).
    """

    def __init__(self, job, mapping, table):
        self.job, self.mapping, self.table = job, mapping, table
        self.posts = PostsReader(mapping, table.orders)
        self.checks = RowChecks(mapping, job.header)
        self.reasons, self.unread, self.staged = Counter(), {}, 0

    def copy_into(self, copy):
        setup = (self.mapping, self.job.header, FORM, self.table.orders, self.table.codes)
        pairs = map(self._pair, self.table.portions())
        for (portion, unread_posts), normalized in normalizing.normalized(setup, pairs):
            self.staged += len(portion.rows) + len(portion.damaged)
            self.reasons[BLANK] += portion.blank
            copy.write(normalized.lines)
            rejected = self._check(copy, portion, normalized.doubtful)
            for field, position, text in (*normalized.unread, *unread_posts):
                if position not in rejected:
                    self._note_unread(field, portion.rows[position][1], text)
            for row in (*rejected.values(), *portion.damaged):
                self._refuse(copy, *row)

    def _pair(self, portion):
        """The portion with what cannot be read of its posts, and its Chunk."""
        columns = {index: portion.columns[index] for index in self.mapping if index < len(portion.columns)}
        starts = [f"{self.job.pk}\t{number}\t{line}\t\t\\N" for number, line in portion.rows]
        posts, unread = self.posts.read(portion.cells()) if "posts" in self.mapping.values() else (None, ())
        return (portion, unread), Chunk(starts, columns, posts)

    def _check(self, copy, portion, doubtful):
        """Copy the rows that are people. The others by their position: number, line, cells and reason."""
        rejected, cells = {}, portion.cells() if doubtful else []
        for position, record in doubtful.items():
            number, line = portion.rows[position]
            record, reason = self.checks.check(cells[position], record)
            if reason:
                rejected[position] = (number, line, cells[position], reason)
            else:
                copy.write_row((self.job.pk, number, line, "", None, *record.values()))
        return rejected

    def _refuse(self, copy, number, line, cells, reason):
        self.reasons[reason] += 1
        kept = [cell.replace("\0", "")[:CELL_KEPT] for cell in cells[:CELLS_KEPT]]
        copy.write_row((self.job.pk, number, line, reason, kept, *EMPTY_RECORD))

    def _note_unread(self, field, line, text):
        noted = self.unread.setdefault(field, {"count": 0, "examples": []})
        noted["count"] += 1
        if len(noted["examples"]) < UNREAD_SHOWN:
            noted["examples"].append([line, text[:60]])


def staged(job, *, after=0, size=None):
    """The job's good rows as what stands after FROM."""
    last = after + size if size else job.staged_rows
    return f"leads_importrow WHERE job_id = {job.pk:d} AND row > {after:d} AND row <= {last:d} AND reason = ''"


@contextmanager
def incoming(job, *, after=0, size=None):
    """A cursor of the door with the job's good rows in its tables; `incoming_details` is a view of the staged rows."""
    rows = staged(job, after=after, size=size)
    known = [name for name in IDENTITY_COLUMNS if name in RECORD]
    with staging(job.workspace_id) as cursor:
        cursor.execute(f"CREATE TEMP VIEW incoming_details AS SELECT row, {', '.join(DETAIL_COLUMNS)} FROM {rows}")
        cursor.execute(
            f"INSERT INTO incoming (row, person, reference, {', '.join(known)}) "
            f"SELECT row, row, line::text, {', '.join(known)} FROM {rows} ORDER BY row"
        )
        yield cursor
        cursor.execute("DROP VIEW incoming_details")


def rejected_rows(job):
    """The column names and every refused row as it stood in the file, with its number and the reason at the end."""
    names = [name or f"Column {number}" for number, name in enumerate(job.header, start=1)]
    yield [*names, *ABOUT_REFUSED]
    refused = ImportRow.objects.filter(job=job).exclude(reason="").order_by("row")
    for cells, line, reason in refused.values_list("cells", "line", "reason").iterator(chunk_size=FETCHED_AT_ONCE):
        padded = cells[: len(names)] + [""] * (len(names) - len(cells))
        overhang = cells[len(names) :]
        if overhang:
            padded[-1] = " ".join([padded[-1], *overhang])
        yield [*padded, line, reason]

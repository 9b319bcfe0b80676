"""Writing the staged rows of an import into the workspace, a batch at a time; each batch is recorded for its undo."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from leads.ingest.companies import create_missing_companies
from leads.ingest.resolve import resolve
from leads.ingest.tables import lock_ingest
from leads.ingest.write import add_counts, merged_values, write
from leads.models import ImportBatch, Search
from leads.signals import leads_added
from leads.sources.csv.staging import incoming, staged

BATCH = 12_500
LANES = 2
# in one step, whose end all lanes wait for
BATCHES = 4
# Of the changed leads in one record of a batch: PostgreSQL takes 256 MB in a JSON value, and texts may be long.
RECORD_BYTES = 64 << 20


def write_next(job, *, side_by_side):
    """Write the next rows of a locked job and count them in `done_rows`.

    With `side_by_side`, and where no two rows of the file share a key, several batches are written, two at a time, by
    transactions of their own: a worker that dies in between finds batches done that `done_rows` does not count yet.
    """
    lock_ingest(job.workspace_id)
    if side_by_side and job.summary.get("no_shared_keys"):
        upto = min(job.done_rows + BATCH * BATCHES, job.staged_rows)
        _write_side_by_side(job, range(job.done_rows, upto, BATCH))
    else:
        upto = min(job.done_rows + BATCH, job.staged_rows)
        _write_batch(job, job.done_rows)
    leads_added.send(Search, search=job.search)
    job.done_rows = upto
    job.attempts = 0
    job.save(update_fields=["done_rows", "attempts", "touched_at"])


def _write_side_by_side(job, starts):
    # each lane takes the next batch when it can: one of them updates the search index for both
    remaining = iter(starts)
    with ThreadPoolExecutor(LANES) as lanes:
        for lane in [lanes.submit(_write_lane, job, remaining) for _ in range(LANES)]:
            lane.result()


def _write_lane(job, remaining):
    """Write what remains of the batches, on a connection of its own."""
    try:
        with connection.cursor() as cursor:
            # the job's own commit comes after these, and is not through before all are on the disk
            cursor.execute("SET synchronous_commit = off")
        for after in remaining:
            _write_apart(job, after)
    finally:
        connection.close()


def _write_apart(job, after):
    """Write a batch and its companies first, in a transaction of their own: two batches may name the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        create_missing_companies(cursor, job.workspace_id, staged(job, after=after, size=BATCH))
    with transaction.atomic():
        _write_batch(job, after)


def _write_batch(job, after):
    """Once: a worker that was taken for dead may be at it still."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('leads.sources.csv.batch.' || %s, %s))", [job.pk, after]
        )
    if ImportBatch.objects.filter(job=job, first_row=after + 1).exists():
        return
    with incoming(job, after=after, size=BATCH) as cursor:
        resolve(cursor, job.workspace_id, distinct=job.summary.get("no_shared_keys", False))
        _write_resolved(cursor, job, after)


def index_collected_words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('lead_search_text')")


def _write_resolved(cursor, job, after):
    merged = merged_values(job.policy)
    pairs = ", ".join(f"'{name}', l.{name}" for name in ("id", *merged, "provenance", "updated_at"))
    columns = f"jsonb_build_object({pairs})"
    cursor.execute("DROP TABLE IF EXISTS import_before")
    cursor.execute(f"""
        CREATE TEMP TABLE import_before ON COMMIT DROP AS
        SELECT l.id, {columns} AS before FROM incoming i JOIN leads_lead l ON l.id = i.lead_id WHERE i.row = i.person
    """)
    result = write(cursor, job.search, job.policy)
    add_counts(job.search, result)
    # The first record has the leads that were created; each has as many changed ones as its size allows.
    cursor.execute(
        f"""
        WITH entries AS MATERIALIZED (
            SELECT id, jsonb_build_object('before', b.before, 'after', {columns}) AS entry
            FROM import_before b JOIN leads_lead l USING (id) WHERE b.before <> {columns}
        ), placed AS (
            SELECT sum(pg_column_size(entry)) OVER (ORDER BY id) / %s AS upto, entry FROM entries
        ), changed AS (
            SELECT floor(upto)::int AS part, jsonb_agg(entry) AS entries FROM placed GROUP BY 1
        )
        INSERT INTO leads_importbatch (job_id, first_row, created_at, created_leads, changed)
        SELECT %s, %s + part, now(),
            COALESCE((SELECT array_agg(lead_id) FROM incoming WHERE is_new AND part = 0), '{{}}'),
            COALESCE(entries, '[]')
        FROM (SELECT 0 AS part UNION SELECT part FROM changed) AS parts LEFT JOIN changed USING (part)
        """,
        [RECORD_BYTES, job.pk, after + 1],
    )

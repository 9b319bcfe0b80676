"""The temporary tables of an ingest: `incoming` has each row's identity, `incoming_details` the rest."""

from contextlib import contextmanager

from django.db import connection

from leads.ingest.columns import DETAIL_COLUMNS, DETAIL_FIELDS, IDENTITY_COLUMNS, IDENTITY_FIELDS, definitions
from leads.models import Workspace

# OFFSET 0 makes the planner probe by index, though it has no statistics of a table that was just filled
DETAILS_OF = "CROSS JOIN LATERAL (SELECT * FROM incoming_details WHERE row = {0}.row OFFSET 0) AS p"


@contextmanager
def staging(workspace_id):
    """A cursor with an empty `incoming` table.

    The caller adds `incoming_details` (`row` and DETAIL_COLUMNS): a table, or a view of one.
    """
    with connection.cursor() as cursor:
        keep_workspace(cursor, workspace_id)
        # sort a batch in memory; compiling its statements or sampling it finely takes longer than running them
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL default_statistics_target = 10")
        cursor.execute("DROP TABLE IF EXISTS incoming")
        cursor.execute(f"""
            CREATE TEMP TABLE incoming (
                row int PRIMARY KEY, {definitions(IDENTITY_FIELDS)},
                person int NOT NULL, lead_id bigint, company_id bigint, is_new boolean NOT NULL DEFAULT false
            ) WITH (fillfactor = 60) ON COMMIT DROP
        """)
        yield cursor


def lock_ingest(workspace_id):
    """Let one transaction at a time bring people into the workspace, or merge them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leads.ingest'), %s)", [workspace_id])


def keep_workspace(cursor, workspace_id):
    """Lock the workspace against deletion: its rows are written without a foreign key's check for each."""
    cursor.execute("SELECT FROM leads_workspace WHERE id = %s FOR KEY SHARE", [workspace_id])
    if not cursor.rowcount:
        raise Workspace.DoesNotExist


def copy_records(cursor, records):
    """Fill both tables with tuples of COLUMNS."""
    cursor.execute(f"""
        CREATE TEMP TABLE incoming_details (row int PRIMARY KEY, {definitions(DETAIL_FIELDS)}, posts jsonb NOT NULL)
        ON COMMIT DROP
    """)
    identity = len(IDENTITY_COLUMNS)
    with cursor.copy(f"COPY incoming ({', '.join(IDENTITY_COLUMNS)}, person) FROM STDIN") as copy:
        for record in records:
            copy.write_row((*record[:identity], record[0]))
    with cursor.copy(f"COPY incoming_details (row, {', '.join(DETAIL_COLUMNS)}) FROM STDIN") as copy:
        for record in records:
            copy.write_row((record[0], *record[identity:]))


@contextmanager
def by_index(cursor):
    """Probe leads and companies by index for each row: the planner's statistics lag behind tables that grow.

    OFFSET 0 in the probes keeps it from a join that reads the whole of a table that it takes for empty.
    """
    cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    yield
    cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")

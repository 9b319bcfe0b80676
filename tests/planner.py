"""For tests of what a statement reads: the planner chooses by what the test stored, not by what ran before it."""

from django.db import connection

# As with tables too large to be read or sorted as a whole.
LARGE_TABLES = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"
ROWS_READ = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = %s"


def rows_read(table, work):
    """How many rows of the table `work` looks at, where the planner does as it does with large tables."""
    as_if_large(table)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        before = count(cursor, table)
        work()
        return count(cursor, table) - before


def plan(table, statement):
    """How the statement would be executed, as text, where the planner does as it does with large tables."""
    as_if_large(table)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor)


def as_if_large(table):
    """Until the transaction ends; with statistics of the rows it holds now, and nothing of those that other tests left.

    The table is rewritten, because reindexing is not enough: after an update in place, the same transaction may not use
    an index that it builds over those rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"CLUSTER {table} USING {table}_pkey; ANALYZE {table}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(LARGE_TABLES)


def count(cursor, table):
    cursor.execute(ROWS_READ, [table])
    return cursor.fetchone()[0]

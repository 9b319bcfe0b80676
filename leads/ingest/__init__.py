"""How people enter a workspace: found profiles are resolved to leads and written set-wise."""

from collections.abc import Iterable

from django.db import transaction

from leads.ingest.profiles import FoundPost, FoundProfile
from leads.ingest.records import record_of
from leads.ingest.resolve import resolve
from leads.ingest.tables import copy_records, lock_ingest, staging
from leads.ingest.write import FILL, OVERWRITE, SKIP, Ingested, add_counts, write
from leads.models import Search
from leads.signals import leads_added

__all__ = ["FILL", "OVERWRITE", "SKIP", "FoundPost", "FoundProfile", "Ingested", "ingest"]


def ingest(*, search: Search, profiles: Iterable[FoundProfile], policy=FILL) -> Ingested:
    """Write `profiles` into the search's workspace and record where they came from.

    One transaction: all of them or none. `leads_added` is sent within it.
    """
    records, rejected = [], 0
    for row, profile in enumerate(profiles):
        record = record_of(row, profile)
        if record:
            records.append(record)
        else:
            rejected += 1
    with transaction.atomic():
        with staging(search.workspace_id) as cursor:
            lock_ingest(search.workspace_id)
            copy_records(cursor, records)
            resolve(cursor, search.workspace_id)
            result = write(cursor, search, policy)
            cursor.execute("DROP TABLE incoming_details")
        result.rejected = rejected
        add_counts(search, result)
        leads_added.send(Search, search=search)
    return result

"""The locks of a deletion by staff, in the order of all writers: else a worker and the deletion wait for each other.

And the uploaded files that go with it.
"""

from functools import partial

from django.db import transaction
from django.dispatch import receiver

from autoreach.dependent_rows import lock_in_order, rows_to_lock
from leads.ingest.tables import lock_ingest
from leads.models import ImportJob, Lead, Offer, Workspace
from leads.signals import deletion_to_lock


@receiver(rows_to_lock)
def lock_leads(sender, *, rows, **kwargs):
    deletion_to_lock.send(sender, rows=rows)
    if Offer in rows:
        # who notes a call keeps its offer, then its lead and the workspace
        lock_in_order(rows[Offer])
    if Workspace in rows:
        # before the lock of the ingest, as who brings people keeps the workspace first
        lock_in_order(rows[Workspace])
        for workspace_id in rows[Workspace].order_by("pk").values_list("pk", flat=True):
            lock_ingest(workspace_id)
    if Lead in rows:
        lock_in_order(rows[Lead])


@receiver(rows_to_lock)
def remove_uploads(sender, *, rows, **kwargs):
    if ImportJob in rows:
        for job in rows[ImportJob].exclude(file="").only("file"):
            transaction.on_commit(partial(job.file.delete, save=False))

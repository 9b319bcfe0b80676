"""The locks of a deletion by staff that come before leads."""

from django.dispatch import receiver

from autoreach.dependent_rows import lock_in_order
from enrichment.models import PipelineJob
from leads.signals import deletion_to_lock


@receiver(deletion_to_lock)
def lock_jobs(sender, *, rows, **kwargs):
    if PipelineJob in rows:
        lock_in_order(rows[PipelineJob])

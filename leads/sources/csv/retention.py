"""What is deleted of old imports: the record for their undo, and abandoned uploads."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from leads.models import ImportBatch, ImportJob, ImportRow
from leads.models.csv_import import UNDO_KEPT

ABANDONED_AFTER = timedelta(days=7)
State = ImportJob.State


@transaction.atomic
def forget(now):
    abandoned = ImportJob.objects.filter(
        search=None, state__in=(State.MAPPING, State.PREVIEW, State.FAILED), touched_at__lt=now - ABANDONED_AFTER
    )
    for job in abandoned.select_for_update(skip_locked=True):
        transaction.on_commit(partial(job.file.delete, save=False))
        job.delete()
    finished = ImportJob.objects.filter(
        state__in=(State.COMPLETED, State.FAILED, State.UNDONE), touched_at__lt=now - UNDO_KEPT
    )
    settled = list(finished.select_for_update(skip_locked=True).values_list("pk", flat=True))
    ImportBatch.objects.filter(job__in=settled).delete()
    # the refused rows stay: their file is offered for as long as the import is shown
    ImportRow.objects.filter(job__in=settled, reason="").delete()

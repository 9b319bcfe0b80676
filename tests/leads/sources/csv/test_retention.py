from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import ImportJob, ImportRow
from leads.sources.csv import tasks
from tests.leads.sources.csv.imports import PEOPLE, imported, previewed, undone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "state", "kept"), [(29, "undone", 3), (31, "completed", 1)])
def test_the_undo_of_an_import_is_kept_for_thirty_days(workspace, days, state, kept):
    job = imported(workspace, "Name,Email\nMara,m@q.example\nTom,t@q.example\n,not-an-address\n")
    ImportJob.objects.update(touched_at=timezone.now() - timedelta(days=days))
    tasks.forget_old()
    job.refresh_from_db()

    assert (ImportRow.objects.count(), undone(job)) == (kept, state)


@pytest.mark.parametrize(("days", "kept"), [(6, 1), (8, 0)])
def test_an_abandoned_upload_is_kept_for_a_week(workspace, days, kept, settings, django_capture_on_commit_callbacks):
    previewed(workspace, PEOPLE)
    ImportJob.objects.update(touched_at=timezone.now() - timedelta(days=days))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.forget_old()

    files = list((settings.MEDIA_ROOT / "imports").iterdir())
    assert (ImportJob.objects.count(), len(files), ImportRow.objects.exists()) == (kept, kept, bool(kept))

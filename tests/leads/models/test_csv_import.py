from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import ImportJob
from leads.models.csv_import import stored_name

State = ImportJob.State


@pytest.mark.parametrize(("done", "staged", "per_cent"), [(0, 0, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100)])
def test_progress_is_a_whole_per_cent_that_never_rounds_up(done, staged, per_cent):
    assert ImportJob(done_rows=done, staged_rows=staged).progress == per_cent


@pytest.mark.parametrize("state", State)
def test_an_import_that_wrote_something_can_be_undone(state):
    begun = state in (State.COMMITTING, State.COMPLETED, State.FAILED)
    job = ImportJob(state=state, search_id=1, touched_at=timezone.now())
    assert job.can_be_undone is begun


def test_an_import_without_a_search_wrote_nothing():
    assert ImportJob(state=State.FAILED, touched_at=timezone.now()).can_be_undone is False


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=30, minutes=-1), True), (timedelta(days=30), False)])
def test_the_records_of_an_undo_are_kept_for_thirty_days(age, kept):
    assert ImportJob(state=State.COMPLETED, search_id=1, touched_at=timezone.now() - age).can_be_undone is kept


def test_a_file_is_stored_under_nothing_of_its_own_name():
    names = {stored_name(None, "../../etc/passwd") for _ in range(2)}
    assert len(names) == 2
    assert all(name.startswith("imports/") and len(name) == 40 for name in names)

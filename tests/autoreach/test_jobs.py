import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from autoreach.jobs import sync_schedules


@pytest.mark.django_db
def test_the_schedules_are_those_of_the_settings(settings):
    settings.SCHEDULES = {"leads.importing.tasks.tend": 1, "pool.tasks.tend": 5}
    sync_schedules()
    settings.SCHEDULES = {"leads.importing.tasks.tend": 2, "enrichment.tasks.tend": 1}
    sync_schedules()
    assert list(Schedule.objects.order_by("name").values_list("name", "func", "minutes", "repeats")) == [
        ("enrichment.tasks.tend", "enrichment.tasks.tend", 1, -1),
        ("leads.importing.tasks.tend", "leads.importing.tasks.tend", 2, -1),
    ]


def test_every_schedule_names_a_task(settings):
    assert [callable(import_string(name)) for name in settings.SCHEDULES] == [True] * len(settings.SCHEDULES)

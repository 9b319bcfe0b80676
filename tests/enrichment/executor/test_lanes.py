from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from enrichment.executor import lanes
from enrichment.jobs import claiming
from enrichment.models import PipelineJob

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


@pytest.mark.django_db(transaction=True)
def test_one_worker_is_left_to_other_tasks_while_the_rest_wait_for_providers(queued):
    PipelineJob.objects.update(status=Status.PENDING, done=[])
    with psycopg.connect(**connection.get_connection_params()) as others:
        lane, cursor = PipelineJob.Lane.FAST, others.cursor()
        for number in range(settings.WORKERS):
            assert lanes.try_lock(cursor, lanes.cluster_of(lane), number)
        assert lanes.run_due_jobs() is False
        assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.PENDING}
    lanes.run_due_jobs()
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.READY}


def test_a_worker_waits_for_what_is_put_off_by_a_moment_and_not_for_more(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(not_before=timezone.now() + timedelta(seconds=1))
    PipelineJob.objects.filter(pk=queued[1].pk).update(not_before=timezone.now() + timedelta(seconds=90))
    assert lanes.run_due_jobs(seconds=30) is False
    assert list(PipelineJob.objects.order_by("pk").values_list("status", flat=True)) == ["ready", "pending", "ready"]


def test_a_job_that_several_workers_did_not_finish_is_worked_on_by_itself(queued):
    PipelineJob.objects.filter(pk=queued[0].pk).update(attempts=claiming.SUSPECT)
    assert lanes.run_due_jobs() is False
    assert list(PipelineJob.objects.order_by("pk").values_list("status", "attempts")) == [
        (Status.READY, claiming.SUSPECT + 1),
        (Status.READY, 1),
        (Status.READY, 1),
    ]


def test_a_worker_whose_time_is_over_says_that_jobs_may_be_left(queued):
    assert lanes.run_due_jobs(seconds=0) is True
    assert set(PipelineJob.objects.values_list("status", flat=True)) == {Status.PENDING}

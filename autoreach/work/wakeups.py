from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django_q.models import Schedule
from django_q.tasks import async_task


def enqueue(task, *ids, queue=None) -> None:
    """Wake a worker of the `queue` ("slow", or the common one) once the current transaction has committed.

    `task` is a dotted path, `ids` are JSON values only: what is queued must survive a deployment.
    A wake-up may be lost or repeated; the rows it points at are the queue.
    """
    # Without a name, a task of the slow queue would put what it enqueues there too.
    cluster = queue or settings.Q_CLUSTER["name"]
    transaction.on_commit(partial(async_task, task, *ids, cluster=cluster))


def enqueue_sweeps() -> None:
    """Wake a worker for everything that runs each minute, and so repeat what a killed worker may have lost."""
    for task, minutes in settings.SCHEDULES.items():
        if minutes == 1:
            enqueue(task)


@transaction.atomic
def sync_schedules() -> None:
    """Make the database's schedules those of settings.SCHEDULES: dotted path → minutes.

    Several machines may start at once, and nothing in the table keeps a schedule from being there twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE django_q_schedule IN SHARE ROW EXCLUSIVE MODE")
    for task, minutes in settings.SCHEDULES.items():
        Schedule.objects.update_or_create(
            name=task,
            defaults={"func": task, "schedule_type": Schedule.MINUTES, "minutes": minutes, "repeats": -1},
        )
    Schedule.objects.exclude(name__in=settings.SCHEDULES).delete()

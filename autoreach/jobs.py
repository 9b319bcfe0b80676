from functools import partial

from django.db import transaction
from django_q.tasks import async_task


def enqueue(task, *ids):
    """Wake a worker once the current transaction has committed.

    `task` is a dotted path, `ids` are JSON values only: what is queued must survive a deployment.
    A wake-up may be lost or repeated; the rows it points at are the queue.
    """
    transaction.on_commit(partial(async_task, task, *ids))

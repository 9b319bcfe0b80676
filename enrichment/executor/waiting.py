"""How a job waits: the status that a wait gives it, and which waits a step joins."""

from datetime import datetime, timedelta

from django.utils import timezone

from autoreach.calls.waits import Cause, Wait
from enrichment.models import PipelineJob

Status = PipelineJob.Status
# In the order of how much a user can do about it. The last of several decides the status.
STATUS_OF = {
    Cause.PROVIDER: Status.PENDING,
    Cause.WINDOW: Status.OUTSIDE_WINDOW,
    Cause.BILLING: Status.BILLING_PAUSED,
}
CAUSE_OF = {status: cause for cause, status in STATUS_OF.items()}
# How long a step waits for one that it prefers: at first, and where the job has waited before.
PREFERRED_WAIT = timedelta(hours=1)
NEXT_PREFERRED_WAIT = timedelta(minutes=5)


def is_worth_waiting(wait, job):
    # a limit that names no end is met again every half hour, perhaps for days
    longest = NEXT_PREFERRED_WAIT if job.was_put_off else PREFERRED_WAIT
    return wait.cause == Cause.PROVIDER and wait.until - timezone.now() <= longest


def after_rescore(job):
    """What a job that is scored while it waits goes on to wait for; None where that is over."""
    wait = job.wait_after_score
    if not wait:
        return None
    until = datetime.fromisoformat(wait["until"])
    return Wait(until, wait["waits_for"], CAUSE_OF[wait["status"]]) if until > timezone.now() else None


def status_for(waits):
    order = list(STATUS_OF)
    return STATUS_OF[max((wait.cause for wait in waits), key=order.index)]

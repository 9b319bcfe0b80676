"""Which status of a job may follow which, and the function that writes it. docs/enrichment.md shows the same table."""

from autoreach.work.transitions import Transition
from enrichment.models import PipelineJob

Status = PipelineJob.Status
WAITING = (Status.PENDING, Status.BILLING_PAUSED, Status.OUTSIDE_WINDOW)
IN_WORK = (Status.PROCESSING,)
BACK_IN_QUEUE = (Status.PENDING,)

OPEN = Transition((), BACK_IN_QUEUE, by="enrichment.jobs.joining.insert_or_join")
REQUEST_AGAIN = Transition(WAITING, BACK_IN_QUEUE, by="enrichment.jobs.joining.insert_or_join")
CLAIM = Transition((Status.PENDING,), IN_WORK, by="enrichment.jobs.claiming.take")
RELEASE = Transition(IN_WORK, BACK_IN_QUEUE, by="enrichment.jobs.releasing.release")
RETRY = Transition(IN_WORK, BACK_IN_QUEUE, by="enrichment.jobs.releasing.put_back")
DEFER = Transition(IN_WORK, WAITING, by="enrichment.jobs.releasing.put_off")
REPEAT = Transition(IN_WORK, BACK_IN_QUEUE, by="enrichment.jobs.releasing.repeat")
FINISH = Transition(IN_WORK, (Status.READY,), by="enrichment.jobs.releasing.end")
RESUME = Transition(WAITING, BACK_IN_QUEUE, by="enrichment.jobs.recovery.resume")
REOPEN = Transition((Status.READY,), BACK_IN_QUEUE, by="enrichment.jobs.recovery.reopen")
MERGE = Transition(IN_WORK, BACK_IN_QUEUE, by="enrichment.merge_receivers.carry_jobs")

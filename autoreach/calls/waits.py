"""What puts a step off, and until when: limits, credits, keys, budgets and providers that do not answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from autoreach.calls.ledger import month_start
from autoreach.providers.errors import AuthFailed, OutOfCredits, RateLimited, Unavailable
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Answer
from enrichment.models import PipelineJob, ProviderLimit

Status = PipelineJob.Status
Reason = ProviderLimit.Reason
# After so many failures of one provider, a step of a job goes on without it.
TRIES = 3
RETRY_AFTER = timedelta(seconds=30)
# How long a step waits for one that it may do without, and for how much more where the job has waited before.
PATIENCE = timedelta(hours=1)
PATIENCE_LEFT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Deferral:
    """Why a step waits, and until when.

    `failed` names the provider whose tries it counts against; `partial` says that there is enough for later steps to
    go on with.
    """

    until: datetime
    status: str
    reason: str
    failed: str = ""
    partial: bool = False


def is_last_try(job, provider):
    return job.failures.get(provider, 0) >= TRIES - 1


def is_worth_waiting(deferral, job):
    """Whether a step that is put off is only a moment away, so that one that may do without it waits too."""
    # a limit whose end nobody names is met again every half hour, perhaps for days
    patience = PATIENCE_LEFT if job.has_waited else PATIENCE
    return deferral.status == Status.PENDING and deferral.until - timezone.now() <= patience


def of_wait(provider, waiting):
    """What a provider that is closed to us puts off."""
    says = PROVIDERS[provider].says
    if waiting.reason == Reason.CREDITS:
        return Deferral(waiting.until, Status.BILLING_PAUSED, says(OutOfCredits))
    if waiting.reason == Reason.AUTH:
        return Deferral(waiting.until, Status.PENDING, says(AuthFailed), failed=provider)
    if waiting.reason == Reason.DOWN:
        return Deferral(waiting.until, Status.PENDING, says(Unavailable))
    return Deferral(waiting.until, Status.PENDING, says(RateLimited))


def of_error(result, job):
    """What an error that will pass puts off; None for an answer, and for errors that stay."""
    if result is None or isinstance(result, Answer):
        return None
    provider = result.usage.provider
    info = PROVIDERS[provider]
    if isinstance(result, RateLimited):
        return Deferral(result.resume_at, Status.PENDING, info.says(RateLimited))
    if isinstance(result, OutOfCredits):
        until = timezone.now() + timedelta(minutes=15)
        return Deferral(until, Status.BILLING_PAUSED, info.says(OutOfCredits))
    if is_last_try(job, provider):
        return None
    if isinstance(result, AuthFailed):
        until = timezone.now() + timedelta(minutes=5)
        return Deferral(until, Status.PENDING, info.says(AuthFailed), failed=provider)
    if result.temporary:
        until = timezone.now() + RETRY_AFTER * 2 ** job.failures.get(provider, 0)
        return Deferral(until, Status.PENDING, f"{info.label} did not answer", failed=provider)
    return None


def of_rescore(job):
    """What a job that is scored meanwhile goes on to wait for; None where it waits for nothing any more."""
    if not job.waits_again:
        return None
    until = datetime.fromisoformat(job.waits_again["until"])
    return Deferral(until, job.waits_again["status"], job.waits_again["waits_for"]) if until > timezone.now() else None


def of_budget(reason):
    """Until the month ends; the sweep resumes earlier where the cap is raised."""
    return Deferral((month_start() + timedelta(days=32)).replace(day=1), Status.BILLING_PAUSED, reason)

"""Why a call is not made now, and until when: limits, credits, keys, budgets and providers that do not answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from autoreach.calls.allowances import Closed, Reason, Trying
from autoreach.calls.budget import next_month
from autoreach.calls.gate import CREDITS_PAUSE, KEY_PAUSE, TOO_LARGE
from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    Misconfigured,
    OutOfCredits,
    ProviderError,
    RateLimited,
    Unavailable,
)
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Answer

NO_ROOM = "the monthly budget is spent"
# After so many failures of one provider, work goes on without it.
TRIES = 3
RETRY_AFTER = timedelta(seconds=30)
HELD_BY_OTHER = timedelta(seconds=10)


class Cause(StrEnum):
    """What has to happen before the work goes on."""

    PROVIDER = "provider"
    BILLING = "billing"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when work waits, and why, in words for people.

    `failed` names the provider whose tries it counts against; `partial` says that later work can go on with what came.
    """

    until: datetime
    reason: str
    cause: Cause = Cause.PROVIDER
    failed: str = ""
    partial: bool = False


def backoff(failures: int) -> timedelta:
    """How long to wait after so many failures in a row before this one."""
    return RETRY_AFTER * 2**failures


def is_last_try(failures: Mapping[str, int], provider: str) -> bool:
    return failures.get(provider, 0) >= TRIES - 1


def of_closed(provider: str, closed: Closed) -> Wait:
    """The wait for a provider that the gate has closed."""
    says = PROVIDERS[provider].says
    failed = "" if isinstance(closed, Trying) else provider
    match closed.reason:
        case Reason.CREDITS:
            return Wait(closed.until, says(OutOfCredits), Cause.BILLING)
        case Reason.AUTH:
            return Wait(closed.until, says(AuthFailed), failed=failed)
        case Reason.SETUP:
            return Wait(closed.until, says(Misconfigured), failed=failed)
        case Reason.DOWN:
            return Wait(closed.until, says(Unavailable))
    return Wait(closed.until, says(RateLimited))


def of_result(result: Answer | ProviderError | None, failures: Mapping[str, int]) -> Wait | None:
    """The wait after an error that will pass; None after an answer and after errors that stay."""
    if result is None or isinstance(result, Answer):
        return None
    provider, now = result.usage.provider, timezone.now()
    info = PROVIDERS[provider]
    if isinstance(result, RateLimited) and result.status != TOO_LARGE:
        return Wait(result.resume_at, info.says(RateLimited))
    if isinstance(result, OutOfCredits):
        return Wait(now + CREDITS_PAUSE, info.says(OutOfCredits), Cause.BILLING)
    if is_last_try(failures, provider):
        return None
    if isinstance(result, RateLimited):
        return Wait(result.resume_at, info.says(RateLimited), failed=provider)
    if isinstance(result, Misconfigured):
        return Wait(now + KEY_PAUSE, info.says(Misconfigured), failed=provider)
    if isinstance(result, AuthFailed):
        return Wait(now + KEY_PAUSE, info.says(AuthFailed), failed=provider)
    if result.temporary:
        return Wait(now + backoff(failures.get(provider, 0)), f"{info.label} did not answer", failed=provider)
    return None


def would_fail_again(result: Answer | ProviderError | None) -> bool:
    """Whether it is the request itself that fails: the same one is too large, or answered as badly, each time."""
    too_large = isinstance(result, RateLimited) and result.status == TOO_LARGE
    return too_large or isinstance(result, InvalidAnswer)


def is_failure(wait: Wait, result: Answer | ProviderError | None) -> bool:
    """Whether a call that waits was made in vain. To wait for a budget, a limit or a key is no failure."""
    return bool(wait.failed) and isinstance(result, ProviderError) and result.temporary


def reason_of(error: ProviderError) -> str:
    return str(error.args[0]) if error.args and error.args[0] else "no answer came"


def of_budget() -> Wait:
    """Until the month ends; a raised cap resumes the work earlier."""
    return Wait(next_month(), NO_ROOM, Cause.BILLING)


def of_other_worker() -> Wait:
    return Wait(timezone.now() + HELD_BY_OTHER, "another worker asks the same")

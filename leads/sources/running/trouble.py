"""What an error means for people: one cause and one action."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from autoreach.calls.ledger import Uncertain
from autoreach.calls.models import Allowance
from autoreach.calls.waits import NO_ROOM, Cause, Wait
from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    Misconfigured,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    ProviderError,
    RateLimited,
    Suspended,
    Unavailable,
)
from autoreach.providers.registry import LINKEDIN, PROVIDERS
from leads.sources.source import Problem

# How long a search waits for a provider that has refused it several times.
LONG_WAIT = timedelta(minutes=15)
BUDGET = "budget"
GOES_ON = "The search goes on by itself."
ARCHIVED = "Its offer is archived.", "Restore the offer, then resume the search."
LOST = "The worker stopped while it waited for the answer. It may be paid already, so it is not asked for again."
LOST_REMEDY = "“Search again” asks for it, and may pay for it, once more."
CAUSES = {
    NotFound: "It does not exist, or was deleted.",
    Protected: "It is private: only people whom its owner chose may read it.",
    Suspended: "The platform has suspended it.",
}
NOT_SHOWN = "It does not exist, was deleted, or is private: LinkedIn does not say which."
REMEDIES = {
    NotFound: "Check the address and start the search again.",
    Protected: "Choose another one.",
    Suspended: "Choose another one.",
}


def problem_of(
    error: ProviderError, about: str, *, goes_on: bool = False, instead: Mapping[str, str] | None = None
) -> Problem:
    """What to tell of a page that cannot be read, while the rest goes on.

    `goes_on`: it is a later page of a list that was shown until then. `instead` says by operation what can be asked for
    where the account lacks that kind of call.
    """
    info = PROVIDERS[error.usage.provider]
    if isinstance(error, Uncertain):
        return Problem(about, LOST, LOST_REMEDY)
    said = Exception.__str__(error).strip().rstrip(".")
    if goes_on and isinstance(error, InvalidRequest | NotFound | NotSupported | Protected):
        return Problem(about, f"{info.label} does not show the rest of the list: {said}.", "Start the search again.")
    kind = next((kind for kind in type(error).__mro__ if kind in CAUSES), None)
    if kind:
        hidden = kind is NotFound and info.name == LINKEDIN
        return Problem(about, NOT_SHOWN if hidden else CAUSES[kind], REMEDIES[kind])
    if isinstance(error, InvalidRequest):
        return Problem(about, f"{info.label} refuses this: {said}.", "Change it and start the search again.")
    if isinstance(error, NotSupported):
        remedy = (instead or {}).get(error.usage.operation) or info.remedy(NotSupported, settings.PROVIDERS, error.code)
        return Problem(about, f"{info.label} does not offer this to your account: {said}.", remedy)
    if isinstance(error, InvalidAnswer):
        return Problem(about, f"{info.label} sent an answer that cannot be read.", "Start the search again later.")
    return Problem(about, f"{info.label} could not be read: {said}.", "Start the search again.")


def throttled(provider: str, about: str) -> Problem:
    """The provider answered with an empty page, and says itself that there is more."""
    return Problem(about, f"{PROVIDERS[provider].label} shows nothing for now.", "Start the search again tomorrow.")


def not_understood(about: str) -> Problem:
    return Problem(about, "What came back could not be understood.", "The server's log says why.")


def wait_after(error: ProviderError) -> Wait | None:
    """A further wait where the provider refused several times, and it is not about the page."""
    stays = isinstance(error, AuthFailed | OutOfCredits | RateLimited | Unavailable) and not error.uncertain
    if not stays or (isinstance(error, Unavailable) and not error.temporary):
        return None
    info = PROVIDERS[error.usage.provider]
    kind = next(
        kind for kind in (Misconfigured, AuthFailed, OutOfCredits, RateLimited, Unavailable) if isinstance(error, kind)
    )
    return Wait(timezone.now() + LONG_WAIT, info.says(kind))


def waits_on(wait: Wait, provider: str) -> str:
    """What has to change before the search goes on: the budget, or the provider."""
    return BUDGET if wait.reason == NO_ROOM else provider


def refusal_of(provider: str) -> str:
    """The code of the error for which the provider is not asked now; "" where it has none."""
    closed = Allowance.objects.filter(provider=provider, blocked_until__gt=timezone.now()).exclude(code="")
    return closed.values_list("code", flat=True).first() or ""


def remedy_of(wait: Wait, provider: str, code: str = "") -> str:
    """The one thing to do about a wait, and that the search goes on."""
    if wait.reason == NO_ROOM:
        return f"Raise the monthly budget under Settings, or wait for the first of the month. {GOES_ON}"
    if wait.cause == Cause.WINDOW:
        return f"Change the outreach window under Settings, or wait until it opens. {GOES_ON}"
    info = PROVIDERS[provider]
    said = {info.says(kind): kind for kind in (Misconfigured, AuthFailed, OutOfCredits)}
    kind = said.get(wait.reason)
    action = info.remedy(kind, settings.PROVIDERS, code) if kind else ""
    return f"{action} {GOES_ON}".strip()


def not_configured(provider: str) -> tuple[str, str]:
    info = PROVIDERS[provider]
    return f"{info.label} is not connected.", f"Set {info.variables} and restart. {info.credentials_from}"

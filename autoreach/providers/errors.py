"""What can go wrong at a provider, told apart by what the caller does about it."""

from datetime import datetime

from autoreach.providers.results import Usage


class ProviderError(Exception):
    """A call that brought no result.

    `usage` is what the ledger must book all the same. `uncertain` says that the request may have been carried
    out and charged although no readable answer came. `temporary` says that the same call may succeed later.
    """

    temporary = False

    def __init__(
        self,
        message: str,
        *,
        usage: Usage,
        status: int | None = None,
        code: str = "",
        uncertain: bool = False,
    ):
        super().__init__(message)
        self.usage = usage
        self.status = status
        self.code = code
        self.uncertain = uncertain

    def __str__(self) -> str:
        status = f" {self.status}" if self.status else ""
        return f"{self.usage.provider} {self.usage.operation}:{status} {super().__str__()}"


class Unavailable(ProviderError):
    """The provider is down, slow or unreachable."""

    temporary = True


class InvalidAnswer(ProviderError):
    """An answer came that cannot be read, is too large, or lacks what was asked for."""

    temporary = True


class RateLimited(ProviderError):
    """No call within `scope` before `resume_at`: an operation ("users/:id/tweets") or all of them ("*")."""

    temporary = True

    def __init__(self, message: str, *, resume_at: datetime, scope: str = "*", **details):
        super().__init__(message, **details)
        self.resume_at = resume_at
        self.scope = scope


class OutOfCredits(ProviderError):
    """Nothing works until the operator pays or raises a cap."""


class AuthFailed(ProviderError):
    """Nothing works until the operator sets a valid key or reconnects the account."""


class Misconfigured(AuthFailed):
    """Nothing within `scope`, an operation or all of them ("*"), works until the operator corrects an address, a model
    or an account. It says nothing of any person."""

    def __init__(self, message: str, *, scope: str = "*", **details):
        super().__init__(message, **details)
        self.scope = scope


class AlreadyDone(ProviderError):
    """What was asked for is so already: the people are connected, or were invited lately."""


class NotSupported(ProviderError):
    """This plan, key or endpoint does not offer this feature; others go on."""


class InvalidRequest(ProviderError):
    """The provider finds the request itself wrong. Asking again changes nothing."""


class Refused(ProviderError):
    """The model declined to answer."""


class NotVisible(ProviderError):
    """This one person, company or post cannot be read."""


class NotFound(NotVisible):
    """It does not exist, or no longer."""


class Protected(NotVisible):
    """It exists and is shown to chosen people only."""


class Suspended(NotVisible):
    """The platform has suspended it."""

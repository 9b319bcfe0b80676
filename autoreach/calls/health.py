"""Whether the providers answer, and what to do where one does not: for the status page."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from autoreach.calls.allowances import LASTING, try_again
from autoreach.calls.clients import clients, gate
from autoreach.calls.gate import was_not_sent
from autoreach.calls.models import Allowance, ProviderHealth
from autoreach.providers import available
from autoreach.providers.errors import (
    AuthFailed,
    Misconfigured,
    NotFound,
    NotSupported,
    OutOfCredits,
    ProviderError,
    RateLimited,
    Unavailable,
)
from autoreach.providers.info import EVERYTHING
from autoreach.providers.registry import PROVIDERS

# An answer of theirs, or one that came too late: no address or key of ours is to blame.
THEIR_TROUBLE = re.compile(r": 5\d\d |the connection broke|the answer took too long")
BY_ITSELF = "Waiting work tries again every few minutes, and resumes with the first paid call that succeeds."
UNPROVEN = "It answers, and the key is accepted. The first paid call shows whether credits and settings are right."
# The state of each lasting closure, and the error whose remedy ends it.
LASTING_STATES = {
    Allowance.Reason.CREDITS: ("Out of credits", OutOfCredits),
    Allowance.Reason.AUTH: ("Refuses the key", AuthFailed),
    Allowance.Reason.SETUP: ("Not set up rightly", Misconfigured),
}


@dataclass(frozen=True)
class Standing:
    """How one provider stands: `state` in words, `tone` of its badge, and one sentence on what to do."""

    provider: str
    state: str
    tone: str
    advice: str
    is_configured: bool = True
    until: datetime | None = None
    detail: str = ""
    checked_at: datetime | None = None
    allowances: tuple[Allowance, ...] = ()

    @property
    def name(self) -> str:
        return PROVIDERS[self.provider].title


def check_providers() -> list[str]:
    """Ask each configured provider something free and note what came.

    A free answer lifts no closure: it shows neither credits nor a right model. Returns the providers that answered and
    are closed, so that the next paid call tries.
    """
    providers, to_try = clients(), []
    for name, info in PROVIDERS.items():
        client = getattr(providers, name)
        if client is None:
            ProviderHealth.objects.filter(provider=name).delete()
            Allowance.objects.filter(provider=name, reason__in=LASTING).delete()
            continue
        error = error_of(info.check, client)
        if was_not_sent(error):
            continue
        if error is None:
            if try_again(name):
                to_try.append(name)
        elif not says_little(error):
            gate().observe(name, EVERYTHING, None, error)
        note_check(name, error)
    return to_try


def note_check(name, error) -> None:
    known = {"checked_at": timezone.now()}
    if not (says_little(error) and ProviderHealth.objects.filter(provider=name, proven_at__isnull=False).exists()):
        known |= {"healthy": error is None, "detail": str(error or "")[:300]}
    ProviderHealth.objects.update_or_create(provider=name, defaults=known)


def says_little(error) -> bool:
    """Whether only the check itself is not to be had: a compatible server may have no list of models."""
    return isinstance(error, Misconfigured) and error.scope != EVERYTHING


def error_of(check, client) -> ProviderError | None:
    """What speaks against the provider, or None: one that has its limits or cannot tell its usage does answer.

    Where it was not asked, because no place was left in its allowance, that wait (`was_not_sent`).
    """
    try:
        check(client)
    except RateLimited as error:
        return error if was_not_sent(error) else None
    except NotSupported:
        return None
    except NotFound as error:
        return Misconfigured(error.args[0], usage=error.usage, status=error.status, code="unknown_account")
    except ProviderError as error:
        return error
    return None


def standings() -> list[Standing]:
    """One for each provider, always in the same order."""
    health = {row.provider: row for row in ProviderHealth.objects.all()}
    limits = defaultdict(list)
    now = timezone.now()
    told = [*LASTING, Allowance.Reason.DOWN, Allowance.Reason.PARTLY]
    current = Q(resets_at__gt=now) | Q(blocked_until__gt=now) | Q(reason__in=told)
    for row in Allowance.objects.filter(current).order_by("scope"):
        limits[row.provider].append(row)
    configured = available(settings.PROVIDERS)
    return [standing(name, name in configured, health.get(name), limits[name], now) for name in PROVIDERS]


def standing(name, configured, health, limits, now) -> Standing:
    info = PROVIDERS[name]
    if not configured:
        advice = f"Set {info.variables} and restart. {info.credentials_from}"
        return Standing(name, "Not configured", "", advice, is_configured=False)
    known = {
        "checked_at": health and health.checked_at,
        "allowances": tuple(row for row in limits if row.limit and row.resets_at and row.resets_at > now),
    }
    block = max((row for row in limits if holds(row, health, now)), key=weight, default=None)
    if block:
        return Standing(name, **blocked(name, block, now), **known)
    if health and not health.healthy:
        return Standing(name, **silent(name, health.detail), **known)
    if refused := [row for row in limits if row.reason == Allowance.Reason.PARTLY]:
        return Standing(name, **partly(name, refused), **known)
    if settings.SANDBOX_URL:
        advice = f"Its answers are made up. To use the real provider, set {info.variables} and restart."
        return Standing(name, "Sandbox", "warning", advice, **known)
    if health is None:
        return Standing(name, "Not checked yet", "info", "Check it now, or wait five minutes.", **known)
    if health.proven_at is None:
        return Standing(name, "Reachable", "info", UNPROVEN, **known)
    return Standing(name, "Healthy", "good", "Nothing to do.", **known)


def holds(row, health, now) -> bool:
    """Whether a closure holds. One that lasts does until a paid call succeeds, also while calls try."""
    if row.reason == Allowance.Reason.DOWN and row.blocked_until:
        return not (health and health.proven_at and health.proven_at > row.blocked_until)
    return row.reason in LASTING or bool(row.blocked_until and row.blocked_until > now)


def weight(row) -> tuple:
    return row.reason != Allowance.Reason.LIMITED, row.reason != Allowance.Reason.DOWN, row.blocked_until


def silent(name, detail) -> dict[str, str]:
    advice = "Nothing to do: calls are retried automatically until it answers."
    if not THEIR_TROUBLE.search(detail):
        otherwise = f"If this lasts, check {PROVIDERS[name].variables}."
        advice = f"Calls are retried automatically. {remedy(name, Unavailable) or otherwise}"
    return {"state": "Does not answer", "tone": "danger", "advice": advice, "detail": detail}


def partly(name, refused) -> dict[str, str]:
    kinds = ", ".join(PROVIDERS[name].scope_words(row.scope) for row in refused)
    advice = f"Not to be had: {kinds}. Other calls go on. {remedy(name, NotSupported)}"
    return {"state": "Partly refused", "tone": "warning", "advice": advice, "detail": refused[0].detail}


def remedy(name, kind, code="") -> str:
    return PROVIDERS[name].remedy(kind, settings.PROVIDERS, code)


def blocked(name, limit, now) -> dict[str, object]:
    until = limit.blocked_until if limit.blocked_until and limit.blocked_until > now else None
    if limit.reason == Allowance.Reason.DOWN:
        return silent(name, limit.detail) | {"until": until}
    if limit.reason in LASTING_STATES:
        state, kind = LASTING_STATES[limit.reason]
        advice = f"{remedy(name, kind, limit.code)} {BY_ITSELF}"
        return {"state": state, "tone": "danger", "advice": advice, "detail": limit.detail}
    return {
        "state": "Limited",
        "tone": "warning",
        "advice": "Nothing to do: waiting work resumes automatically when the limit ends.",
        "until": until,
        "detail": limit.detail,
    }

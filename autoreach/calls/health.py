"""Whether the providers answer, and what to do where one does not: for the status page."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from autoreach.calls.allowances import reopen
from autoreach.calls.clients import clients, gate
from autoreach.calls.gate import was_not_sent
from autoreach.calls.models import Allowance, ProviderHealth
from autoreach.providers import available
from autoreach.providers.errors import AuthFailed, NotSupported, OutOfCredits, ProviderError, RateLimited
from autoreach.providers.info import EVERYTHING
from autoreach.providers.registry import PROVIDERS

# An answer of theirs, or one that came too late: no address or key of ours is to blame.
THEIR_TROUBLE = re.compile(r": 5\d\d |the connection broke|the answer took too long")
BY_ITSELF = "Waiting work then resumes automatically."


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
    """Ask each configured provider something free and note what came. Returns those whose trouble is over."""
    providers, reopened = clients(), []
    for name, info in PROVIDERS.items():
        client = getattr(providers, name)
        if client is None:
            ProviderHealth.objects.filter(provider=name).delete()
            continue
        error = error_of(info.check, client)
        if was_not_sent(error):
            continue
        if error is None:
            if reopen(name):
                reopened.append(name)
        else:
            gate().observe(name, EVERYTHING, None, error)
        ProviderHealth.objects.update_or_create(
            provider=name,
            defaults={"healthy": error is None, "detail": str(error or "")[:300], "checked_at": timezone.now()},
        )
    return reopened


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
    except ProviderError as error:
        return error
    return None


def standings() -> list[Standing]:
    """One for each provider, always in the same order."""
    health = {row.provider: row for row in ProviderHealth.objects.all()}
    limits = defaultdict(list)
    now = timezone.now()
    for row in Allowance.objects.filter(Q(resets_at__gt=now) | Q(blocked_until__gt=now)).order_by("scope"):
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
    blocks = [row for row in limits if row.blocked_until and row.blocked_until > now]
    block = max(blocks, key=lambda row: (row.reason != Allowance.Reason.LIMITED, row.blocked_until), default=None)
    if block:
        return Standing(name, **blocked(name, block), **known)
    if health and not health.healthy:
        return Standing(name, **silent(name, health.detail), **known)
    if settings.SANDBOX_URL:
        advice = f"Its answers are made up. To use the real provider, set {info.variables} and restart."
        return Standing(name, "Sandbox", "warning", advice, **known)
    if health is None:
        return Standing(name, "Not checked yet", "info", "Check it now, or wait five minutes.", **known)
    return Standing(name, "Healthy", "good", "Nothing to do.", **known)


def silent(name, detail) -> dict[str, str]:
    advice = "Nothing to do: calls are retried automatically until it answers."
    if not THEIR_TROUBLE.search(detail):
        advice = f"Calls are retried automatically. If this lasts, check {PROVIDERS[name].variables}."
    return {"state": "Does not answer", "tone": "danger", "advice": advice, "detail": detail}


def remedy(name, kind) -> str:
    return PROVIDERS[name].remedy(kind, settings.PROVIDERS)


def blocked(name, limit) -> dict[str, object]:
    if limit.reason == Allowance.Reason.DOWN:
        return silent(name, limit.detail) | {"until": limit.blocked_until}
    if limit.reason == Allowance.Reason.AUTH:
        return {
            "state": "Refuses the key",
            "tone": "danger",
            "advice": f"{remedy(name, AuthFailed)} {BY_ITSELF}",
            "detail": limit.detail,
        }
    if limit.reason == Allowance.Reason.CREDITS:
        return {
            "state": "Out of credits",
            "tone": "danger",
            "advice": f"{remedy(name, OutOfCredits)} {BY_ITSELF}",
            "detail": limit.detail,
        }
    return {
        "state": "Limited",
        "tone": "warning",
        "advice": "Nothing to do: waiting work resumes automatically when the limit ends.",
        "until": limit.blocked_until,
        "detail": limit.detail,
    }

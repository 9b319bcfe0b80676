"""Whether the providers answer, and what to do where one does not: for the status page."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from autoreach.calls.clients import clients, gate
from autoreach.calls.limits import EVERYTHING, is_own_wait, reopen
from autoreach.providers import available
from autoreach.providers.errors import NotSupported, ProviderError, RateLimited
from enrichment.models import ProviderHealth, ProviderLimit

CHECKS = {
    "x": lambda x: x.quota(),
    "linkedin": lambda linkedin: linkedin.account(),
    "ai": lambda ai: ai.models(),
}
NAMES = {"x": "X", "linkedin": "LinkedIn through Unipile", "ai": "AI"}
VARIABLES = {
    "x": "X_BEARER_TOKEN",
    "linkedin": "UNIPILE_DSN, UNIPILE_API_KEY and UNIPILE_ACCOUNT_ID",
    "ai": "OPENAI_API_KEY, or OPENAI_BASE_URL and AI_MODEL for a server of your own",
}
SOURCES = {
    "x": "The token is made in the X developer console, under the app's Keys and tokens.",
    "linkedin": "All three stand in Unipile's dashboard, under Access tokens and Accounts.",
    "ai": "OpenAI makes keys in its platform settings, under API keys.",
}
RENEWALS = {
    "x": "Make a new bearer token in the X developer console, under Keys and tokens, and set X_BEARER_TOKEN.",
    "linkedin": "Reconnect the LinkedIn account in Unipile's dashboard under Accounts, or set a valid UNIPILE_API_KEY.",
    "ai": "Make a new key in OpenAI's platform settings, under API keys, and set OPENAI_API_KEY.",
}
PAYMENTS = {
    "x": "Buy credits or raise the spending cap in the X developer console, under Billing.",
    "linkedin": "Look at the subscription in Unipile's dashboard, under Billing, and at the account's LinkedIn plan.",
    "ai": "Add credit or raise the limit in OpenAI's platform settings, under Billing.",
}
# An answer of theirs, or one that came too late: no address or key of ours is to blame.
THEIR_TROUBLE = re.compile(r": 5\d\d |the connection broke|the answer took too long")
BY_ITSELF = "Work that waits goes on by itself afterwards."


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
    allowances: tuple[ProviderLimit, ...] = ()

    @property
    def name(self):
        return NAMES[self.provider]


def check_providers():
    """Ask each configured provider something free and note what came. Returns those whose trouble is over."""
    providers, reopened = clients(), []
    for name, ask in CHECKS.items():
        client = getattr(providers, name)
        if client is None:
            ProviderHealth.objects.filter(provider=name).delete()
            continue
        error = error_of(ask, client)
        if is_own_wait(error):
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


def error_of(ask, client):
    """What speaks against the provider, or None: one that has its limits or cannot tell its usage does answer.

    Where it was not asked, because no place was left in its allowance, that wait (`is_own_wait`).
    """
    try:
        ask(client)
    except RateLimited as error:
        return error if is_own_wait(error) else None
    except NotSupported:
        return None
    except ProviderError as error:
        return error
    return None


def standings():
    """X, LinkedIn and AI, always in this order."""
    health = {row.provider: row for row in ProviderHealth.objects.all()}
    limits = defaultdict(list)
    now = timezone.now()
    for row in ProviderLimit.objects.filter(Q(resets_at__gt=now) | Q(blocked_until__gt=now)).order_by("scope"):
        limits[row.provider].append(row)
    configured = available(settings.PROVIDERS)
    return [standing(name, name in configured, health.get(name), limits[name], now) for name in CHECKS]


def standing(name, configured, health, limits, now):
    if not configured:
        advice = f"Set {VARIABLES[name]}, and restart. {SOURCES[name]}"
        return Standing(name, "Not configured", "", advice, is_configured=False)
    known = {
        "checked_at": health and health.checked_at,
        "allowances": tuple(row for row in limits if row.limit and row.resets_at and row.resets_at > now),
    }
    blocks = [row for row in limits if row.blocked_until and row.blocked_until > now]
    block = max(blocks, key=lambda row: (row.reason != ProviderLimit.Reason.LIMITED, row.blocked_until), default=None)
    if block:
        return Standing(name, **blocked(name, block), **known)
    if health and not health.healthy:
        return Standing(name, **silent(name, health.detail), **known)
    if settings.SANDBOX_URL:
        advice = f"Everything it says is made up. For the real one set {VARIABLES[name]}, and restart."
        return Standing(name, "Sandbox", "warning", advice, **known)
    if health is None:
        return Standing(name, "Not checked yet", "info", "Check it now, or wait five minutes.", **known)
    return Standing(name, "Healthy", "good", "Nothing to do.", **known)


def silent(name, detail):
    advice = "Nothing to do: calls are repeated by themselves until it answers."
    if not THEIR_TROUBLE.search(detail):
        advice = f"Calls are repeated by themselves. If it lasts, check {VARIABLES[name]}."
    return {"state": "Does not answer", "tone": "danger", "advice": advice, "detail": detail}


def blocked(name, limit):
    if limit.reason == ProviderLimit.Reason.DOWN:
        return silent(name, limit.detail) | {"until": limit.blocked_until}
    if limit.reason == ProviderLimit.Reason.AUTH:
        return {
            "state": "Refuses the key",
            "tone": "danger",
            "advice": f"{RENEWALS[name]} {BY_ITSELF}",
            "detail": limit.detail,
        }
    if limit.reason == ProviderLimit.Reason.CREDITS:
        return {
            "state": "Out of credits",
            "tone": "danger",
            "advice": f"{PAYMENTS[name]} {BY_ITSELF}",
            "detail": limit.detail,
        }
    return {
        "state": "Limited",
        "tone": "warning",
        "advice": "Nothing to do: work that waits goes on by itself when the limit ends.",
        "until": limit.blocked_until,
        "detail": limit.detail,
    }

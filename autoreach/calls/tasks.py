from autoreach.calls import budget, health, ledger
from autoreach.calls.models import ProviderHealth
from autoreach.calls.signals import provider_reopened


def tend() -> None:
    """Every minute: what a crash leaves on the ledger."""
    ledger.mark_lost_calls()
    budget.compact_spending()


def check_providers() -> None:
    """Every five minutes, and when a user asks."""
    for provider in health.check_providers():
        provider_reopened.send(ProviderHealth, provider=provider)


def forget_old_answers() -> None:
    """Every day."""
    ledger.forget_old_answers()

from autoreach.calls import budget, health, ledger, usage
from autoreach.calls.models import ProviderHealth
from autoreach.calls.signals import provider_to_try
from autoreach.work.sweeps import run_each


def tend() -> None:
    """Every minute: what a crash leaves on the ledger."""
    run_each(ledger.mark_lost_calls, budget.compact_spending, usage.compact_usage)


def check_providers() -> None:
    """Every five minutes, and when a user asks."""
    for provider in health.check_providers():
        provider_to_try.send(ProviderHealth, provider=provider)

from autoreach.calls import health, ledger, sums
from autoreach.calls.models import ProviderHealth
from autoreach.calls.signals import provider_to_try
from autoreach.work.sweeps import run_each


def tend() -> None:
    """Every minute: what a crash leaves on the ledger."""
    run_each(ledger.mark_lost_calls, sums.add_up)


def check_providers() -> None:
    """Every five minutes, and when a user asks."""
    for provider in health.check_providers():
        provider_to_try.send(ProviderHealth, provider=provider)

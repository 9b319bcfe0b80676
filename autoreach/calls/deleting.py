"""The lock of a deletion by staff that comes before all others: who notes calls holds the budget first."""

from django.dispatch import receiver

from autoreach.calls.models import Budget
from autoreach.dependent_rows import lock_in_order, rows_to_lock


@receiver(rows_to_lock)
def lock_budgets(sender, *, rows, **kwargs) -> None:
    if Budget in rows:
        lock_in_order(rows[Budget])

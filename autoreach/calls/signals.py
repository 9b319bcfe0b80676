from django.dispatch import Signal

provider_reopened = Signal()  # provider: its name. A paid call succeeded after trouble, so work that waits may go on.
budget_changed = Signal()  # workspace_ids: what is left of their budgets is no longer the same.
provider_to_try = Signal()  # provider: its name. A check went well, so some of the work that waits may try.

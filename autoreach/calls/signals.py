from django.dispatch import Signal

provider_reopened = Signal()  # provider: its name. A paid call succeeded after trouble, so work that waits may go on.
budget_widened = Signal()  # workspace_ids: more may be left of their budgets than before.
provider_to_try = Signal()  # provider: its name. A check went well, so some of the work that waits may try.

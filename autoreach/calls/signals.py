from django.dispatch import Signal

provider_reopened = Signal()  # provider: its name. A check went well after trouble, so work that waits may go on.

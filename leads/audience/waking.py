"""An AI that works again is asked at once about the audiences that it could not read."""

from django.db import transaction
from django.dispatch import receiver

from autoreach.calls.signals import provider_reopened
from autoreach.providers.registry import AI
from leads.audience import asking


@receiver(provider_reopened)
@transaction.atomic
def ask_again(sender, *, provider, **kwargs):
    if provider == AI:
        asking.try_again(asking.given_up())

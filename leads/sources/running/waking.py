"""What makes a search that waits go on before its time: a provider that works again, a budget that has more room."""

from django.db import transaction
from django.dispatch import receiver

from autoreach.calls.signals import budget_changed, provider_reopened, provider_to_try
from leads.models import Search
from leads.sources.running.queue import SEARCHES
from leads.sources.running.trouble import BUDGET


@receiver([provider_reopened, provider_to_try])
def resume_searches_waiting_for(sender, *, provider, **kwargs):
    wake_waiting(Search.objects.filter(cursor__waits_on=provider))


@receiver(budget_changed)
def resume_searches_of(sender, *, workspace_ids, **kwargs):
    wake_waiting(Search.objects.filter(workspace__in=workspace_ids, cursor__waits_on=BUDGET))


@transaction.atomic
def wake_waiting(searches):
    waiting = searches.filter(pk__in=SEARCHES.works(), lease=None, not_before__isnull=False)
    ids = list(waiting.values_list("pk", flat=True))
    Search.objects.filter(pk__in=ids, lease=None).update(not_before=None)
    SEARCHES.wake(*ids)

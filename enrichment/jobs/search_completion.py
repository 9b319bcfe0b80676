"""Searches that have read their pages are complete once the pipeline of their leads is."""

from django.db import transaction
from django.db.models import Q

from leads.models import Search
from leads.sources.runner import complete


def complete_searches():
    """Returns how many were completed."""
    done = Q(run=None) | Q(run__finished_at__isnull=False)
    searches = list(Search.objects.filter(done, status=Search.Status.FINISHING).order_by("pk")[:100])
    for search in searches:
        with transaction.atomic():
            complete(search)
    return len(searches)

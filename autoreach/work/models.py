from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

RETRY_AFTER = timedelta(seconds=30)


class LeasedWork(models.Model):
    """A row that is a piece of work: a worker claims it under a lease, and it comes back when the lease runs out.

    A row is in work exactly as long as it carries a lease. What its statuses are is its own business.
    """

    MAX_ATTEMPTS = 5

    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Claims since it last made progress.")
    not_before = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, help_text="For the operator: what the last failed attempt said.")

    class Meta:
        abstract = True
        indexes = [
            # which lease is held, and the search for leases that ran out: only rows in work stand in it
            models.Index(fields=["lease"], condition=Q(lease__isnull=False), name="%(class)s_lease"),
        ]

    @property
    def is_exhausted(self) -> bool:
        """Whether as many workers as may try have tried, and none brought it to an end."""
        return self.attempts >= self.MAX_ATTEMPTS

    def next_attempt(self) -> datetime:
        """When to try again after an attempt that failed: 30 s after the first, then twice as long each time."""
        return timezone.now() + RETRY_AFTER * 2 ** max(self.attempts - 1, 0)


class WokenWork(LeasedWork):
    """Leased work whose rows are woken one by one, each by a task that names it."""

    woken_at = models.DateTimeField(null=True, blank=True, help_text="When a worker was last woken for it.")

    class Meta(LeasedWork.Meta):
        abstract = True

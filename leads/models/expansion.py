from django.conf import settings
from django.db import models

from leads.models.search import Search


class Expansion(models.Model):
    """Buyer Expansion: a search has a new run each day, with parameters that it has not had yet.

    Whether a run is due is in `next_at` alone, which moves in the transaction that starts the run.
    """

    search = models.OneToOneField(
        Search, on_delete=models.CASCADE, related_name="expansion", help_text="Its first run."
    )
    is_on = models.BooleanField(default=True)
    since = models.DateTimeField(
        help_text="When it was switched on; runs from before do not tell that it is exhausted."
    )
    next_at = models.DateTimeField()
    stopped_because = models.TextField(blank=True, help_text="For people to read, where it stopped by itself.")
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            # the sweep for runs that are due
            models.Index(fields=["next_at"], condition=models.Q(is_on=True), name="expansion_due"),
        ]

    def __str__(self):
        return f"{self.search}, daily"

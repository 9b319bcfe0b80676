from django.conf import settings
from django.db import models

from autoreach.calls.costs import Cost, costs_by_owner
from autoreach.work.models import WokenWork
from leads.models.offer import Offer
from leads.models.workspace import Workspace
from leads.sources.registry import choices as sources


class Search(WokenWork):
    """One run of one source of leads; also a CSV import, a manual add or a pool match."""

    MAX_ATTEMPTS = 3
    CALLS_AS = "search"  # what the ledger calls the owner of its calls

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting"
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        PAUSED = "paused", "Paused"
        FINISHING = "finishing", "Scoring its people"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        UNDONE = "undone", "Undone"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="searches")
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="searches")
    kind = models.CharField(max_length=20, choices=sources)
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    label = models.CharField(max_length=200, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    found = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True, help_text="What was read to find people, as {posts: 120}.")
    estimated_usd = models.DecimalField(
        max_digits=12, decimal_places=6, null=True, blank=True, help_text="What it was expected to cost at its start."
    )
    origin = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The search that asked for this pool match, or found the accounts that this one starts from.",
    )
    repeats = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="repetitions",
        help_text="The first run of the search that is repeated each day.",
    )
    cursor = models.JSONField(default=dict, blank=True, help_text="Where its source goes on.")
    waits_for = models.CharField(max_length=200, blank=True, help_text="What put it off, for people to read.")
    remedy = models.TextField(blank=True, help_text="What people can do about what it waits for, or failed of.")
    problems = models.JSONField(
        default=list, blank=True, help_text="What could not be read while the rest went on: about, cause, remedy."
    )
    error = models.TextField(blank=True, help_text="For people to read, where it failed.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_deleted_user = models.BooleanField(
        default=False, editable=False, help_text="The user who started it was deleted since."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(
        null=True, blank=True, help_text="No page lists it since then. Its leads still name it as their source."
    )

    class Meta(WokenWork.Meta):
        verbose_name_plural = "searches"
        indexes = [
            *WokenWork.Meta.indexes,
            # the Searches page
            models.Index(fields=["workspace", "-id"], name="search_newest"),
            # the processing banner
            models.Index(
                fields=["workspace", "-id"],
                condition=models.Q(status__in=["pending", "running"]),
                name="search_at_work",
            ),
            # those that wait for the pipeline of their leads
            models.Index(fields=["id"], condition=models.Q(status="finishing"), name="search_finishing"),
            # the sweep for searches whose wake-up was lost
            models.Index(fields=["kind", "id"], condition=models.Q(status="pending"), name="search_waiting"),
        ]

    def cost(self) -> Cost:
        """What its calls cost, by the ledger."""
        return costs_by_owner(self.CALLS_AS, [self.pk])[self.pk]

    def __str__(self):
        return self.label or f"{self.get_kind_display()} {self.pk}"

from django.conf import settings
from django.db import models

from leads.models.offer import Offer
from leads.models.workspace import Workspace


class Search(models.Model):
    """One run of one lead source; also a CSV import, a manual add or a pool match."""

    class Kind(models.TextChoices):
        CSV = "csv", "CSV import"
        MANUAL = "manual", "Manual"
        POOL = "pool", "Pool DB"
        EXAMPLE = "example", "Example data"

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting"
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        UNDONE = "undone", "Undone"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="searches")
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="searches")
    kind = models.CharField(max_length=20, choices=Kind)
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    label = models.CharField(max_length=200, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    found = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times a worker started it.")
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "searches"
        indexes = [
            # the Searches page
            models.Index(fields=["workspace", "-id"], name="search_newest"),
            # the processing banner
            models.Index(
                fields=["workspace", "-id"],
                condition=models.Q(status__in=["pending", "running"]),
                name="search_at_work",
            ),
            # the sweep for pool matches whose wake-up was lost
            models.Index(fields=["id"], condition=models.Q(kind="pool", status="pending"), name="search_pool_waiting"),
        ]

    def __str__(self):
        return self.label or f"{self.get_kind_display()} {self.pk}"

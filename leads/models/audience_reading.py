from django.db import models

from autoreach.work.models import WokenWork
from leads.models.offer import Offer
from leads.models.workspace import Workspace


class AudienceReading(WokenWork):
    """An offer's audience that an AI is to read, or has read: once for each change of the ICP."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="ai_audience")
    icp_digest = models.CharField(max_length=16, help_text="Of the ICP that it is about.")
    wanted = models.BooleanField(default=True)
    requests = models.PositiveIntegerField(default=1, help_text="How often it was asked for: part of a call's key.")
    model = models.CharField(max_length=80, blank=True)
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True, help_text="Empty: unknown.")
    waits_for = models.CharField(max_length=200, blank=True, help_text="Why it waits, as shown to users.")
    trouble = models.CharField(max_length=200, blank=True, help_text="Why it was not read, as shown to users.")

    tries = models.PositiveSmallIntegerField(default=0, help_text="How often it was given up.")
    tried_at = models.DateTimeField(null=True, blank=True, help_text="When it was last given up.")

    class Meta(WokenWork.Meta):
        indexes = [
            *WokenWork.Meta.indexes,
            # the sweep for readings whose wake-up was lost
            models.Index(fields=["id"], condition=models.Q(wanted=True), name="audience_reading_wanted"),
        ]

    def __str__(self):
        return f"audience of offer {self.offer_id}"

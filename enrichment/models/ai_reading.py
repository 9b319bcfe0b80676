from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from autoreach.work.models import LeasedWork
from leads.models import Lead, Offer, Workspace

# The kind by which the ledger knows a batch as the owner of a call.
OWNER = "ai_batch"


class AIBatch(LeasedWork):
    """Leads that a model reads together for an offer. The row is the queue entry, and goes when they are read.

    Its leads stay the same, so that a call is found again on the ledger after a crash.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    lead_ids = ArrayField(models.BigIntegerField())
    waits_for = models.CharField(max_length=200, blank=True, help_text="Why it waits, as shown to users.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(LeasedWork.Meta):
        verbose_name = "AI batch"
        verbose_name_plural = "AI batches"

    def __str__(self):
        return f"{len(self.lead_ids)} leads for offer {self.offer_id}"


class AIReading(models.Model):
    """What the AI read of a lead for an offer, kept so that the same texts are paid for and judged once.

    The digests name what was read: another offer or another text is another reading.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="+", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    offer_digest = models.CharField(max_length=32, blank=True)
    lead_digest = models.CharField(max_length=32, blank=True)
    reading = models.JSONField(null=True, blank=True, help_text="Lines with quotes, and the judgement of the title.")
    model = models.CharField(max_length=80, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    wanted = models.BooleanField(default=False, help_text="To be read, or to be read again.")
    batch = models.ForeignKey(AIBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="readings")
    trouble = models.CharField(max_length=200, blank=True, help_text="Why it was not read, as shown to users.")
    tries = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="In vain, since it was last wanted.")
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "AI reading"
        constraints = [models.UniqueConstraint(fields=["lead", "offer"], name="one_ai_reading_per_lead_and_offer")]
        indexes = [
            # what is to be put into batches
            models.Index(fields=["offer", "id"], condition=Q(wanted=True, batch=None), name="ai_reading_wanted"),
            # the banner
            models.Index(fields=["workspace"], condition=Q(wanted=True), name="ai_reading_in_workspace"),
            # what is to be tried again
            models.Index(fields=["tried_at"], condition=~Q(trouble=""), name="ai_reading_in_trouble"),
        ]

    def __str__(self):
        return f"lead {self.lead_id} for offer {self.offer_id}"

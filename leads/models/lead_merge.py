from django.conf import settings
from django.db import models

from leads.models.lead import Lead
from leads.models.workspace import Workspace


class LeadMerge(models.Model):
    """Two leads that were merged because they are one person, with all that an undo needs.

    `record` holds the lead that stayed before and after, the lead that went, and by table the rows of both as they
    were. `differences` lists the fields in which they disagreed, with the value that was not taken.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="merges", help_text="The one that stayed.")
    gone_id = models.BigIntegerField()
    gone_name = models.CharField(max_length=300)
    record = models.JSONField(default=dict)
    differences = models.JSONField(default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.gone_name} into {self.lead_id}"

    @property
    def is_newest(self):
        """Merges into one lead are taken back in the order opposite to theirs."""
        later = LeadMerge.objects.filter(lead=self.lead_id, pk__gt=self.pk, undone_at=None)
        return self.undone_at is None and not later.exists()

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from leads.models.workspace import Workspace


class SavedView(models.Model):
    """A name that one user gave to what narrows and sorts the Leads page."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.TextField(max_length=2000, help_text="As in the address of the page.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint("workspace", "user", Lower("name"), name="one_view_per_name")]

    def __str__(self):
        return self.name

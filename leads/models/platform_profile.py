from django.db import models

from leads.models.lead import Lead
from leads.models.workspace import Workspace


class PlatformProfile(models.Model):
    """What one platform says of a lead. The lead's own fields follow from it; this keeps the rest."""

    class Platform(models.TextChoices):
        LINKEDIN = "linkedin", "LinkedIn"
        X = "x", "X"

    class State(models.TextChoices):
        FOUND = "found", "Found"
        NOT_FOUND = "not_found", "Does not exist"
        PROTECTED = "protected", "Protected"
        SUSPENDED = "suspended", "Suspended"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="profiles", db_index=False)
    platform = models.CharField(max_length=10, choices=Platform)
    state = models.CharField(max_length=10, choices=State, default=State.FOUND)
    handle = models.CharField(
        max_length=200, blank=True, help_text="X handle or LinkedIn slug under which it was read."
    )
    external_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200, blank=True)
    headline = models.CharField(max_length=300, blank=True)
    bio = models.TextField(blank=True)
    location = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=500, blank=True)
    image_url = models.CharField(max_length=1000, blank=True)
    followers = models.PositiveIntegerField(null=True, blank=True)
    following = models.PositiveIntegerField(null=True, blank=True, help_text="On LinkedIn: connections.")
    verified = models.BooleanField(null=True)
    accepts_dm = models.BooleanField(null=True)
    details = models.JSONField(default=dict, help_text="work, education, skills, certifications, languages")
    fetched_at = models.DateTimeField()
    posts_fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lead", "platform"], name="one_profile_per_platform")]

    def __str__(self):
        return f"{self.get_platform_display()}: {self.name or self.handle}"


class FormerAddress(models.Model):
    """Another handle of a lead's account: a member id, or its handle before it was renamed.

    A person found by it is the same lead.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="former_addresses")
    platform = models.CharField(max_length=10, choices=PlatformProfile.Platform)
    handle = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "platform", "handle"], name="one_lead_per_former_address")
        ]

    def __str__(self):
        return self.handle

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


def working_days():
    return [1, 2, 3, 4, 5]


class Workspace(models.Model):
    """One sales team. Every other row belongs to exactly one workspace."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    contributes_to_pool = models.BooleanField(
        default=True, help_text="Finished leads are stored in the shared pool as professional profiles."
    )
    outreach_days = ArrayField(models.PositiveSmallIntegerField(), default=working_days, help_text="1 is Monday.")
    outreach_from = models.TimeField(default=time(9))
    outreach_until = models.TimeField(default=time(18))
    linkedin_in_window_only = models.BooleanField(
        default=False, help_text="The connected LinkedIn account reads profiles only inside the outreach window."
    )
    is_example = models.BooleanField(default=False)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="workspaces")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        MEMBER = "member", "Member"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_per_workspace")]

    def __str__(self):
        return f"{self.user} in {self.workspace}"

from datetime import time, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

INVITATION_DAYS = 7


def working_days():
    return [1, 2, 3, 4, 5]


class Workspace(models.Model):
    """One sales team. Every other row belongs to exactly one workspace."""

    class Scorer(models.TextChoices):
        AUTOMATIC = "automatic", "The default of this installation"
        AI = "ai", "The AI"
        LOCAL = "local", "The local scorer: no key, no cost"

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
    scorer = models.CharField(max_length=10, choices=Scorer, default=Scorer.AUTOMATIC, db_default=Scorer.AUTOMATIC)
    is_example = models.BooleanField(default=False)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="workspaces")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def grants(self, user, right):
        return any(membership.may(right) for membership in self.memberships.filter(user=user))


def member_rights():
    return ["spend", "archive"]


def rights_field():
    """What a member may do; an owner may do everything."""
    return ArrayField(models.CharField(max_length=10), default=member_rights, blank=True)


def in_a_week():
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", "Owner"
        MEMBER = "member", "Member"

    class Right(models.TextChoices):
        SPEND = "spend", "Spend: enrich, add and import people"
        ARCHIVE = "archive", "Archive offers and undo imports"
        INVITE = "invite", "Invite people"
        SETTINGS = "settings", "Change the settings and the budget"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    rights = rights_field()
    chosen_at = models.DateTimeField(
        null=True, blank=True, help_text="When the user last switched to it: the newest is open after a login."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_per_workspace")]

    def __str__(self):
        return f"{self.user} in {self.workspace}"

    @property
    def is_owner(self):
        return self.role == self.Role.OWNER

    @property
    def rights_shown(self):
        return [right.label for right in self.Right if right in self.rights]

    def may(self, right):
        return self.is_owner or right in self.rights


class Invitation(models.Model):
    """Lets one person in, once and for a week; the link is signed and stored nowhere."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    rights = rights_field()
    email = models.EmailField(blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_a_week)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self):
        return f"invitation to {self.workspace}"

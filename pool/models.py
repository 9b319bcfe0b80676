from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from pgvector.django import HalfVectorField

from leads.models import Lead, Offer, Search, Workspace


def default_expiry():
    return timezone.now() + timedelta(days=min(settings.POOL_PROFILE_DAYS, settings.POOL_PROFILE_MAX_DAYS))


class PoolProfile(models.Model):
    """One professional profile, shared by all workspaces.

    Holds nothing a workspace added: no e-mail, phone, note, signal or score. Only a made-up one names a workspace.
    """

    linkedin_slug = models.CharField(max_length=200, blank=True)
    x_handle = models.CharField(max_length=15, blank=True)
    person_key = models.CharField(
        max_length=400, blank=True, help_text="Name and company, as leads.identity spells them."
    )
    full_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=300, blank=True)
    bio = models.TextField(blank=True)
    industry = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    company_size = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=200, blank=True)
    skills = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    origins = models.JSONField(
        default=dict,
        blank=True,
        db_default=models.Value({}, models.JSONField()),
        help_text="Text column → the platform that says it, or the digest of the workspace that states it.",
    )

    embedding_model = models.CharField(max_length=60, help_text="The version of what described the profile.")

    example_of = models.ForeignKey(
        Workspace,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="A made-up profile is matched only for this workspace.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    refreshed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=default_expiry)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(fields=[key], condition=~Q(**{key: ""}), name=f"one_profile_per_{key}")
                for key in ("linkedin_slug", "x_handle")
            ),
            models.UniqueConstraint(
                fields=["person_key"],
                condition=Q(linkedin_slug="", x_handle="") & ~Q(person_key=""),
                name="one_profile_per_name_and_company",
            ),
        ]
        indexes = [
            models.Index(fields=["person_key"], name="profile_person_key"),
            # the sweep for what has expired, and for what an older taxonomy described
            models.Index(fields=["expires_at"], name="profile_expiry"),
            models.Index(fields=["created_at"], name="profile_first_stored"),
            models.Index(fields=["embedding_model"], name="profile_described_by"),
            models.Index(fields=["example_of"], condition=~Q(example_of=None), name="profile_made_up"),
        ]

    def __str__(self):
        return f"{self.full_name}, {self.role}"

    @property
    def has_public_key(self):
        return bool(self.linkedin_slug or self.x_handle)


class PoolVector(models.Model):
    """What the search for candidates reads of each profile, in rows that hold nothing else.

    The scan reads them all: what it compares comes before the columns of varying width, and nothing is NULL.
    """

    profile = models.OneToOneField(PoolProfile, on_delete=models.CASCADE, primary_key=True, related_name="vector")
    model = models.IntegerField(help_text="A number for what described it and, of a made-up one, for the workspace.")
    title_number = models.IntegerField(help_text="A number for the title, whatever its case and spaces.")
    seniority = models.SmallIntegerField()
    embedding = HalfVectorField(dimensions=256, help_text="Laid out by pool/codebook.py.")
    functions = ArrayField(models.SmallIntegerField())
    industries = ArrayField(models.SmallIntegerField())
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=100, help_text='Country and region: "US:california".')
    city = models.CharField(max_length=100, help_text='Country and city: "US:san jose".')

    def __str__(self):
        return f"vector of profile {self.profile_id}"


class PoolMatch(models.Model):
    """A profile the pool proposed for an offer, and the lead it became."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="pool_matches")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="pool_matches", db_index=False)
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="pool_matches")
    profile = models.ForeignKey(PoolProfile, on_delete=models.SET_NULL, null=True, related_name="matches")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="pool_matches")
    fit = models.SmallIntegerField(help_text="0-100, as of the match.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "pool matches"
        constraints = [models.UniqueConstraint(fields=["offer", "lead"], name="one_pool_match_per_offer_and_lead")]

    def __str__(self):
        return f"{self.lead} for {self.offer}"

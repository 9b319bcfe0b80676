from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from leads.models.workspace import Workspace


def text_list():
    return ArrayField(models.CharField(max_length=200), default=list, blank=True)


class OfferQuerySet(models.QuerySet):
    def current(self):
        return self.filter(archived_at=None)

    def active(self):
        return self.current().filter(is_active=True)


class Offer(models.Model):
    """What the team sells and to whom: the audience, industries and locations are its ICP."""

    class LocationMode(models.TextChoices):
        LEAD = "lead", "Where the person is"
        COMPANY = "company", "Where the company is"

    class SignalLikelihood(models.TextChoices):
        HIGH = "high", "High: buyers talk about this in public"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low: buyers rarely say anything"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="offers")
    name = models.CharField(max_length=120)
    description = models.TextField(max_length=5000)
    website = models.URLField(blank=True)
    target_audience = models.TextField(max_length=2000)
    industries = text_list()
    locations = text_list()
    location_mode = models.CharField(max_length=10, choices=LocationMode, default=LocationMode.LEAD)
    company_sizes = text_list()
    audience_readings = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What each reader understood; see leads/audience."
    )
    audience_corrections = models.JSONField(
        default=list, blank=True, help_text="What a hand added, weighted or removed; it wins."
    )
    pain_points = text_list()
    competitors = text_list()
    wanted_phrases = text_list()
    unwanted_phrases = text_list()
    language = models.CharField(max_length=10, default="en")
    deal_value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    signal_likelihood = models.CharField(max_length=10, choices=SignalLikelihood, default=SignalLikelihood.MEDIUM)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    icp_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="Pool matches from before are of the old ICP."
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "workspace",
                Lower("name"),
                condition=models.Q(archived_at=None),
                name="one_current_offer_per_name",
                violation_error_message="Another offer of this workspace has this name.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def refusal(self):
        """Why nothing is begun for it, for people to read; empty while it is current."""
        return f"The offer “{self.name}” is archived. Restore it first." if self.archived_at else ""

    def archive(self):
        self.archived_at = timezone.now()
        self.is_active = False
        self.save(update_fields=["archived_at", "is_active", "updated_at"])

    def restore(self):
        """Raises IntegrityError where a current offer has taken the name."""
        self.archived_at = None
        self.is_active = True
        self.save(update_fields=["archived_at", "is_active", "updated_at"])

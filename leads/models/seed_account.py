from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from leads.models.offer import Offer
from leads.models.platform_profile import PlatformProfile
from leads.models.search import Search
from leads.models.workspace import Workspace


class SeedAccountQuerySet(models.QuerySet):
    def saved(self):
        return self.exclude(saved_at=None)

    def most_followed_first(self):
        return self.order_by(F("followers").desc(nulls_last=True), "pk")


class SeedAccount(models.Model):
    """An account whose followers are likely buyers of an offer. Searches find it, and users save it.

    `handle` is that of X; on LinkedIn it says what the account is: person:jane-doe, company:acme.
    """

    class Kind(models.TextChoices):
        PUBLICATION = "publication", "Publication"
        COMMUNITY = "community", "Community"
        VENDOR = "vendor", "Vendor or competitor"
        THOUGHT_LEADER = "thought_leader", "Thought leader"
        VERTICAL = "vertical", "Account of the trade"

    Platform = PlatformProfile.Platform
    COMPANY, PERSON = "company:", "person:"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="seed_accounts", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="seed_accounts")
    searches = models.ManyToManyField(Search, related_name="seed_accounts", help_text="Those that found it.")
    platform = models.CharField(max_length=10, choices=Platform)
    handle = models.CharField(max_length=220)
    name = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=300, blank=True, help_text="Its bio or headline, as the platform shows it.")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=500, help_text="Why its followers are likely buyers, for people to read.")
    followers = models.PositiveIntegerField(null=True, blank=True, help_text="As the platform said at verified_at.")
    verified_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    leads = models.PositiveIntegerField(
        default=0, help_text="How many leads its followers brought, as counted when the last of them were found."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeedAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "offer", "platform", "handle"],
                name="one_seed_account_per_offer",
            )
        ]

    def __str__(self):
        return self.name or self.shown_handle

    def save_for(self, user):
        """Keep it for later extractions. One that is saved already stays as it is."""
        SeedAccount.objects.filter(pk=self.pk, saved_at=None).update(saved_at=timezone.now(), saved_by=user)

    def remove(self):
        """Take it off the saved accounts; its leads stay."""
        SeedAccount.objects.filter(pk=self.pk).update(saved_at=None, saved_by=None)

    @property
    def is_company(self):
        return self.handle.startswith(self.COMPANY)

    @property
    def slug(self):
        """Its handle or slug on the platform."""
        return self.handle.rpartition(":")[2]

    @property
    def shown_handle(self):
        return f"@{self.handle}" if self.platform == self.Platform.X else self.slug

    @property
    def url(self):
        if self.platform == self.Platform.X:
            return f"https://x.com/{self.handle}"
        return f"https://www.linkedin.com/{'company' if self.is_company else 'in'}/{self.slug}"

    @property
    def shows_followers(self):
        """Whether the platform lists who follows it: LinkedIn does so for people, not for companies."""
        return not self.is_company

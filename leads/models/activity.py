from datetime import timedelta

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils import timezone

from leads.models.lead import Lead
from leads.models.platform_profile import PlatformProfile
from leads.models.workspace import Workspace

# tomorrow has begun elsewhere
ELSEWHERE = timedelta(days=1)


class Post(models.Model):
    """Something a lead wrote. `text` is data from outside: quoted, never interpreted."""

    # A comment on another person's post has an id of its own, apart from those of posts.
    COMMENT = "comment:"

    class Platform(models.TextChoices):
        LINKEDIN = "linkedin", "LinkedIn"
        X = "x", "X"
        IMPORT = "import", "Import"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="posts", db_index=False)
    platform = models.CharField(max_length=10, choices=Platform)
    external_id = models.CharField(max_length=100, help_text="The platform's id; for imports a digest of the text.")
    text = models.TextField()
    url = models.CharField(max_length=500, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    # the database dates it: a finding that is taken back takes the posts along that were read after it was applied
    created_at = models.DateTimeField(db_default=TransactionNow(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "platform", "external_id"], name="one_post_per_external_id")
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def is_comment(self):
        return self.external_id.startswith(self.COMMENT)

    @property
    def written_at(self):
        """None where the date is not known, or lies in the future."""
        return self.posted_at if self.posted_at and self.posted_at < timezone.now() + ELSEWHERE else None


class Interaction(models.Model):
    """A public reply, mention, comment or reaction of a lead to another person."""

    class Kind(models.TextChoices):
        REPLY = "reply", "Replied to"
        MENTION = "mention", "Mentioned"
        COMMENT = "comment", "Commented on a post of"
        REACTION = "reaction", "Reacted to a post of"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="interactions", db_index=False)
    platform = models.CharField(max_length=10, choices=PlatformProfile.Platform)
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.CharField(max_length=200, help_text="Handle, slug or id of the other person.")
    person_name = models.CharField(max_length=200, blank=True)
    post_id = models.CharField(max_length=100, help_text="The platform's id of the post where it happened.")
    url = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "platform", "kind", "person", "post_id"], name="one_interaction_per_post"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.person_name or self.person}"

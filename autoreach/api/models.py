from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from leads.models import Membership

NAME_TAKEN = "You have a token of this name. Choose another one, or revoke that token on the Settings page first."


class PersonalToken(models.Model):
    """Lets a program act as one member of one workspace. It ends with the membership.

    Only its digest is stored. A token holds 256 random bits, so that a digest without salt cannot be guessed.
    """

    class Scope(models.TextChoices):
        READ = "read", "Read offers, leads, buyers and searches"
        ADD = "add", "Add people"
        SEARCH = "search", "Start searches"

    # What the member must be allowed to do as well, whenever the token is used.
    RIGHTS = {Scope.ADD: Membership.Right.SPEND, Scope.SEARCH: Membership.Right.SPEND}

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, in hexadecimal digits.")
    ending = models.CharField(max_length=4, help_text="Its last characters, by which its owner knows it.")
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    free_at = models.DateTimeField(
        default=timezone.now, help_text="When no request counts any more; each request moves it on (see tokens.admit)."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "name"],
                name="one_token_per_name",
                violation_error_message=NAME_TAKEN,
            )
        ]

    def __str__(self):
        return f"{self.name} of {self.membership}"

    @property
    def scopes_in_force(self):
        """Those of its scopes that the member's rights still allow."""
        return [scope.value for scope in self.Scope if scope in self.scopes and self.may_have(self.membership, scope)]

    @classmethod
    def may_have(cls, membership, scope):
        right = cls.RIGHTS.get(scope)
        return right is None or membership.may(right)

    @property
    def scopes_shown(self):
        return [self.Scope(scope).label for scope in self.scopes_in_force]

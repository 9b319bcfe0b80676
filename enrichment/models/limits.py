from django.db import models


class ProviderLimit(models.Model):
    """What all workers know of a provider's allowance: one row for each provider and scope ("*": all of it)."""

    class Reason(models.TextChoices):
        LIMITED = "limited", "Limited"
        CREDITS = "credits", "Out of credits"
        AUTH = "auth", "Refuses the key"
        DOWN = "down", "Does not answer"

    provider = models.CharField(max_length=20)
    scope = models.CharField(max_length=60)
    limit = models.PositiveIntegerField(null=True, blank=True, help_text="Calls in a window; empty: not known.")
    taken = models.PositiveIntegerField(default=0, help_text="Of this window, by all workers.")
    resets_at = models.DateTimeField(null=True, blank=True)
    asking_until = models.DateTimeField(null=True, blank=True, help_text="One worker is finding the allowance out.")
    blocked_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "scope"], name="one_limit_per_scope")]

    def __str__(self):
        return f"{self.provider} {self.scope}"


class ProviderHealth(models.Model):
    """What the last check or call said of a provider; for the status page."""

    provider = models.CharField(max_length=20, unique=True)
    healthy = models.BooleanField(default=True)
    detail = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "provider health"

    def __str__(self):
        return f"{self.provider}: {'healthy' if self.healthy else self.detail}"


class KeptAnswer(models.Model):
    """A paid answer kept until its job ends, so that a crash between two calls of a step pays neither twice."""

    key = models.CharField(max_length=200, unique=True)
    job = models.ForeignKey("enrichment.PipelineJob", on_delete=models.CASCADE, related_name="answers")
    answer = models.JSONField()

    def __str__(self):
        return self.key

"""What the ledger, the gate and the status page remember. Workspaces, offers and leads are named, never imported."""

from django.db import models
from django.db.models import Q

from autoreach.providers.registry import FLAT_RATE


class Budget(models.Model):
    """What a workspace may spend with providers in a calendar month (UTC)."""

    workspace = models.OneToOneField("leads.Workspace", on_delete=models.CASCADE, related_name="budget")
    monthly_usd = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, help_text="US dollars; empty: no cap."
    )

    def __str__(self):
        return "no cap" if self.monthly_usd is None else f"{self.monthly_usd} a month"


class ProviderCallQuerySet(models.QuerySet):
    def in_doubt(self) -> models.QuerySet:
        """Uncertain calls that may have cost money; at a flat rate no call is charged by itself."""
        return self.filter(status=ProviderCall.Status.UNCERTAIN).exclude(provider__in=FLAT_RATE)


class ProviderCall(models.Model):
    """One line of the cost ledger. `key` names the need it serves, so that no call is made or booked twice.

    A paid call is noted as started before it is made; `cost_usd` is the most it can cost until it is booked.
    """

    class Status(models.TextChoices):
        STARTED = "started", "In progress"
        BOOKED = "booked", "Booked"
        FAILED = "failed", "Failed, not charged"
        UNCERTAIN = "uncertain", "Perhaps charged: no answer was recorded"
        SETTLED = "settled", "Charged once, with its repetition"

    workspace = models.ForeignKey("leads.Workspace", on_delete=models.CASCADE, related_name="calls")
    offer = models.ForeignKey("leads.Offer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    lead = models.ForeignKey("leads.Lead", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    owner_kind = models.CharField(
        max_length=20, blank=True, help_text="Kind of work that made the call: a job, a search …"
    )
    owner_id = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.BOOKED)
    lease = models.UUIDField(null=True, blank=True, help_text="The lease under which it was started.")
    provider = models.CharField(max_length=40)
    operation = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=40)
    source = models.CharField(
        max_length=40, blank=True, help_text="Where the people come from whom the call was for, as its owner says it."
    )
    calls = models.PositiveIntegerField(default=1, help_text="HTTP requests, retries included.")
    units = models.PositiveIntegerField(default=0, help_text="What the provider bills by: objects, actions or tokens.")
    cost_usd = models.DecimalField(
        max_digits=12, decimal_places=6, default=0, null=True, blank=True, help_text="Empty: unknown."
    )
    model = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProviderCallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-created_at"], name="call_newest"),
            # calls whose worker may be gone, and those with an unknown outcome
            models.Index(fields=["lease"], condition=Q(status="started"), name="call_started"),
            models.Index(fields=["workspace", "-id"], condition=Q(status="uncertain"), name="call_uncertain"),
            # what a search cost
            models.Index(fields=["owner_id"], condition=Q(owner_kind="search"), name="call_of_search"),
        ]

    def __str__(self):
        return f"{self.provider} {self.operation or self.purpose}: {self.get_status_display()}"


class Spending(models.Model):
    """By how much a statement changed a month's spending; the sum of a month's rows is what its ledger lines cost.

    A database trigger adds a row for each statement; `sums.add_up` adds them up. Failed calls cost nothing.
    """

    # The lines of a deleted workspace are subtracted; then a trigger deletes its rows with it.
    workspace = models.ForeignKey(
        "leads.Workspace", on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    month = models.DateField(help_text="Its first day, UTC.")
    usd = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        verbose_name_plural = "spending"
        indexes = [models.Index(fields=["workspace", "month"], include=["usd"], name="spending_by_month")]

    def __str__(self):
        return f"{self.usd} in {self.month:%B %Y}"


class DailyUsage(models.Model):
    """By how much a statement changed what a day's calls were for: the Usage page sums these rows, not the ledger.

    A database trigger adds rows for each statement; `sums.add_up` adds up those of a day. Lines without a call,
    those in progress and those that failed are left out.
    """

    # The lines of a deleted workspace are subtracted; then a trigger deletes its rows with it.
    workspace = models.ForeignKey(
        "leads.Workspace", on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField(help_text="UTC.")
    provider = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    source = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    # no foreign key: where an offer is deleted, its lines change, and the trigger carries their sums over
    offer_id = models.BigIntegerField(null=True, blank=True)
    calls = models.BigIntegerField()
    usd = models.DecimalField(max_digits=18, decimal_places=6)
    unknown = models.BigIntegerField(help_text="Lines without a known price.")

    class Meta:
        verbose_name_plural = "daily usage"
        indexes = [models.Index(fields=["workspace", "day"], name="usage_by_day")]

    def __str__(self):
        return f"{self.purpose} on {self.day}: {self.usd}"


class KeptAnswer(models.Model):
    """A paid answer, kept until its owner's work ends: a crash between two calls of a step pays neither twice."""

    workspace = models.ForeignKey("leads.Workspace", on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    owner_kind = models.CharField(max_length=20)
    owner_id = models.BigIntegerField()
    key = models.CharField(max_length=200, unique=True)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # read when the work ends
        indexes = [models.Index(fields=["owner_id", "owner_kind"], name="answer_by_owner")]

    def __str__(self):
        return self.key


class Allowance(models.Model):
    """What all workers know of a provider's limits: one row for each provider and scope ("*": all of it).

    A closure that only the operator can end keeps its reason until a paid call succeeds. After `blocked_until` one call
    tries.
    """

    class Reason(models.TextChoices):
        LIMITED = "limited", "Limited"
        CREDITS = "credits", "Out of credits"
        AUTH = "auth", "Refuses the key"
        SETUP = "setup", "Is not set up rightly"
        DOWN = "down", "Does not answer"
        PARTLY = "partly", "Does not offer it"

    provider = models.CharField(max_length=20)
    scope = models.CharField(max_length=60)
    limit = models.PositiveIntegerField(null=True, blank=True, help_text="Calls in a window; empty: not known.")
    taken = models.PositiveIntegerField(default=0, help_text="In this window, by all workers.")
    resets_at = models.DateTimeField(null=True, blank=True)
    asking_until = models.DateTimeField(null=True, blank=True, help_text="Until then one call may find out the limit.")
    blocked_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=60, blank=True, help_text="The code of the error that closed it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "scope"], name="one_allowance_per_scope")]

    def __str__(self):
        return f"{self.provider} {self.scope}"


class ProviderHealth(models.Model):
    """What the last check said of a provider, and when it last answered a call that costs; for the status page."""

    provider = models.CharField(max_length=20, unique=True)
    healthy = models.BooleanField(default=True)
    detail = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "provider health"

    def __str__(self):
        return f"{self.provider}: {'healthy' if self.healthy else self.detail}"

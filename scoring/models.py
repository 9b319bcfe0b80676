from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Cast, Coalesce

from leads.models import BuyerState, Lead, Offer, Workspace
from scoring.tiebreak import TIEBREAK_BITS

# States whose score ages: it is computed again by schedule.
AGING = (BuyerState.ACTIVE, BuyerState.MONITOR, BuyerState.POOR_FIT)


def rank_in(scores=""):
    """Best first; at the same score the better fit, then what `tiebreak` says: one number, so that lists and their
    index have one key. `scores` is the path to the score where another model is queried.
    """
    numbers = Cast(F(f"{scores}score"), models.BigIntegerField()) * 101 + Coalesce(F(f"{scores}fit"), 0)
    return numbers * 2**TIEBREAK_BITS + F(f"{scores}tiebreak")


RANK = rank_in()


class BuyerScore(models.Model):
    """One lead against one offer: the numbers, the state and the receipt that explains them."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="scores", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="scores", db_index=False)
    state = models.CharField(max_length=20, choices=BuyerState, default=BuyerState.NOT_SCORED)
    score = models.SmallIntegerField(null=True, blank=True)
    fit = models.SmallIntegerField(null=True, blank=True)
    intent = models.SmallIntegerField(null=True, blank=True)
    timing = models.SmallIntegerField(null=True, blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    tiebreak = models.IntegerField(default=0, db_default=0, help_text="Who stands first at the same score and fit.")
    top_reason = models.CharField(max_length=200, blank=True)
    top_quote = models.CharField(max_length=200, blank=True, db_default="")
    top_reason_on = models.DateField(null=True, blank=True, help_text="Day of the signal that is the top reason.")
    newest_signal_at = models.DateTimeField(null=True, blank=True)
    scorer = models.CharField(max_length=40, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    rescore_at = models.DateTimeField(null=True, blank=True, help_text="When the schedule scores it again.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "offer"], name="one_score_per_lead_and_offer"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(0, 100)), name="score_0_100"
            ),
        ]
        indexes = [
            # the Buyers tabs: best first within an offer and state
            models.Index("offer", "state", RANK.desc(nulls_last=True), F("lead").desc(), name="buyers_by_rank"),
            models.Index(fields=["workspace"], name="score_workspace"),
            # the schedule: what is due, of each offer
            models.Index(
                fields=["offer", "rescore_at"],
                condition=models.Q(state__in=AGING, rescore_at__isnull=False),
                name="score_due_again",
            ),
        ]

    def __str__(self):
        return f"{self.lead} for {self.offer}: {self.score if self.score is not None else 'not scored'}"


class ScoreChange(models.Model):
    """The score and state a lead had for an offer from `happened_at` on, and what led to it."""

    class Cause(models.TextChoices):
        FIRST = "first", "First score"
        BY_HAND = "by_hand", "Rescored by hand"
        AGAIN = "again", "Scored again"
        ENRICHED = "enriched", "Enriched"
        PROFILE = "profile", "A profile was added or taken away"
        CORRECTED = "corrected", "The lead was corrected"
        OFFER = "offer", "Rescored for the offer"
        SCHEDULE = "schedule", "Rescored by schedule"
        AI_READ = "ai_read", "The AI read the texts"
        STATE = "state", "State set by hand"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="score_changes", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=BuyerState)
    score = models.SmallIntegerField(null=True)
    fit = models.SmallIntegerField(null=True)
    intent = models.SmallIntegerField(null=True)
    timing = models.SmallIntegerField(null=True)
    scorer = models.CharField(max_length=40, blank=True)
    cause = models.CharField(max_length=10, choices=Cause)
    changed = models.JSONField(
        default=list, help_text="[dimension, reason, points before, points after] of the lines that differ most."
    )

    class Meta:
        indexes = [
            # the history of a lead
            models.Index(fields=["lead", "offer", "-id"], name="score_history"),
            # what is too old
            models.Index(fields=["happened_at"], name="score_change_day"),
        ]

    def __str__(self):
        return f"{self.happened_at:%Y-%m-%d}: {self.score}, {self.get_cause_display()}"


class Signal(models.Model):
    """A dated, quoted fact that says something about fit, intent or timing."""

    class Strength(models.TextChoices):
        STRONG = "strong", "Strong"
        MEDIUM = "medium", "Medium"
        WEAK = "weak", "Weak"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="signals", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=40)
    strength = models.CharField(max_length=10, choices=Strength)
    quote = models.TextField(blank=True)
    confidence = models.SmallIntegerField(
        null=True, blank=True, help_text="How probable it is that the quote shows it, in percent. Empty: not known."
    )
    source = models.CharField(max_length=40, help_text="Where the quote stands, e.g. post:12 or notes.")
    url = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lead", "offer", "kind", "source"], name="one_signal_per_kind_and_source")
        ]
        indexes = [
            models.Index(fields=["workspace", "-happened_at"], name="signal_newest"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.quote[:60]}"


class PostReading(models.Model):
    """What was read of a text, in whatever workspace: kept by the text's digest, without the text."""

    digest = models.UUIDField(primary_key=True)
    reader = models.CharField(max_length=40, help_text="The version that read it; another one reads again.")
    speaks = models.CharField(max_length=20)
    passages = models.JSONField(default=list, help_text="[kind, start, end, percent] of each.")
    meaning = models.BinaryField(default=bytes, help_text="A vector of each passage, as float16.")
    read_on = models.DateField(auto_now_add=True)

    def __str__(self):
        return f"{self.digest}: {self.speaks}"


class StateCount(models.Model):
    """How many buyer scores of an offer stand in each state; kept by a database trigger."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="state_counts", db_index=False)
    state = models.CharField(max_length=20, choices=BuyerState)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "state"], name="one_count_per_state")]

    def __str__(self):
        return f"{self.count} {self.state}"


class StateChange(models.Model):
    """A state set by hand: the user, the time, and the leads' states before, which its undo needs."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=BuyerState)
    before = models.JSONField(help_text="Ids of the leads that changed, by the state they were in.")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"to {self.get_state_display()} on {self.created_at:%Y-%m-%d}"

    @property
    def size(self):
        return sum(len(lead_ids) for lead_ids in self.before.values())

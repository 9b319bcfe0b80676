from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from autoreach.work.models import LeasedWork
from leads.models import Lead, Offer, Search, Workspace

# A due job has no `not_before`: a claim clears it once the time has come.
DUE, PUT_OFF = Q(status="pending", not_before=None), Q(status="pending", not_before__isnull=False)
SCORING_ONLY = Q(mode="scoring_only")
# The kind by which the ledger knows a job as the owner of a call.
OWNER = "job"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the Enrich dialog offers. `steps` are those of the pipeline that it stands for.

    With `is_slow`, one of them asks an AI to search the web: workers of the slow lane do it.
    """

    label: str
    steps: frozenset[str]
    is_slow: bool = False


# In the order it is done.
CHOICES = {
    "find_linkedin": Choice("Find LinkedIn", frozenset({"find_linkedin"}), is_slow=True),
    "find_x": Choice("Find X Profile", frozenset({"find_x"}), is_slow=True),
    "profile": Choice("Profile", frozenset({"x_profile", "linkedin_profile"})),
    "activity": Choice("Activity", frozenset({"linkedin_posts", "linkedin_comments", "x_posts"})),
    "web": Choice("Web intelligence", frozenset({"web"}), is_slow=True),
    "scoring": Choice("Scoring", frozenset()),
}


def steps_of(choices):
    return set().union(*(CHOICES[choice].steps for choice in choices if choice in CHOICES))


def are_slow(choices):
    return any(CHOICES[choice].is_slow for choice in choices)


def ends_with_score(mode, choices):
    """Whether a job of this mode scores its lead, where it has an offer."""
    return mode in (PipelineJob.Mode.FULL, PipelineJob.Mode.SCORING_ONLY) or "scoring" in choices


class PipelineRun(models.Model):
    """The jobs that one search, rescore or re-enrichment opened; what the processing banner counts."""

    class Purpose(models.TextChoices):
        SEARCH = "search", "New leads"
        POOL = "pool", "Pool matches"
        RESCORE = "rescore", "Rescoring"
        CORRECTION = "correction", "Rescoring a corrected lead"
        PROFILE = "profile", "Scoring with other profiles"
        SCHEDULE = "schedule", "Rescoring by schedule"
        OFFER = "offer", "Rescoring for the offer"
        UNSCORED = "unscored", "Scoring for an offer"
        ENRICH = "enrich", "Enrichment"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, related_name="+")
    search = models.OneToOneField(Search, on_delete=models.CASCADE, null=True, related_name="run")
    purpose = models.CharField(max_length=20, choices=Purpose)
    total = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    opening = models.BooleanField(default=False, help_text="Leads of its search, or of its offer, wait for a job.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # the processing banner
            models.Index(fields=["workspace"], condition=Q(finished_at=None), name="run_unfinished"),
            # the sweep for runs whose wake-up was lost
            models.Index(fields=["id"], condition=Q(opening=True), name="run_opening"),
            # the sweep for what was rescored by schedule
            models.Index(fields=["finished_at"], condition=Q(purpose="schedule"), name="run_schedule"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.completed} of {self.total}"


class PipelineJob(LeasedWork):
    """The work of enriching and scoring one lead for one offer. The row is the queue entry."""

    class Mode(models.TextChoices):
        FULL = "full", "Full"
        SCORING_ONLY = "scoring_only", "Scoring only"
        ENRICH_ONLY = "enrich_only", "Enrich only"
        RE_ENRICH = "re_enrich", "Chosen steps"
        NO_OP = "no_op", "Straight to ready"

    class Status(models.TextChoices):
        PENDING = "pending", "Pending"
        PROCESSING = "processing", "Processing"
        READY = "ready", "Ready"
        BILLING_PAUSED = "billing_paused", "Billing Paused"
        OUTSIDE_WINDOW = "outside_window", "Outside Outreach Window"

    class Phase(models.TextChoices):
        FIND = "find", "Profile discovery"
        PROFILE = "profile", "Profile"
        ACTIVITY = "activity", "Activity"
        WEB = "web", "Web intelligence"
        SCORING = "scoring", "Scoring"
        FINALIZE = "finalize", "Finalize"

    class Lane(models.TextChoices):
        FAST = "fast", "Fast"
        SLOW = "slow", "Slow: asks an AI that searches the web"

    OPEN = (Status.PENDING, Status.PROCESSING, Status.BILLING_PAUSED, Status.OUTSIDE_WINDOW)

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    run = models.ForeignKey(PipelineRun, on_delete=models.CASCADE, related_name="jobs")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="jobs")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.FULL)
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.PROFILE)
    lane = models.CharField(max_length=5, choices=Lane, default=Lane.FAST)
    steps = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Steps a user chose in addition to those of the mode.",
    )
    done = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="Completed steps.")
    scored = models.BooleanField(default=False, help_text="Scored already, with what was known then.")
    rounds = models.JSONField(
        default=dict, blank=True, db_default={}, help_text="How many times each step was requested again."
    )
    asks_ai = models.BooleanField(
        default=True, db_default=True, help_text="Whether the AI may be asked to read the lead, where it scores."
    )
    waits_for = models.CharField(max_length=200, blank=True, help_text="Why it waits, as shown to users.")
    priority = models.SmallIntegerField(default=50, help_text="Lower goes first.")
    wait_after_score = models.JSONField(
        null=True, blank=True, help_text="What it waits for after it is scored: until, status, waits_for."
    )
    failures = models.JSONField(
        default=dict, blank=True, db_default={}, help_text="How often each provider did not answer."
    )
    requested_again = models.BooleanField(default=False, help_text="Requested while a worker had it.")
    steps_requested_again = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        db_default=[],
        help_text="Steps to repeat, requested while a worker had it.",
    )
    skipped = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Steps not run or without result, with the reason.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    # Whether it was put off before this claim; set by the claim.
    was_put_off = False
    # Where its lead comes from, for the ledger. Set when its lead is loaded.
    source = ""

    class Meta(LeasedWork.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "offer"],
                condition=~Q(status="ready"),
                nulls_distinct=False,
                name="one_open_job_per_lead_and_offer",
            )
        ]
        indexes = [
            *LeasedWork.Meta.indexes,
            # the claim: due jobs, most urgent first, with and without calls to providers
            models.Index("lane", "priority", "id", condition=DUE & ~SCORING_ONLY, name="job_due"),
            models.Index("lane", "priority", "id", condition=DUE & SCORING_ONLY, name="job_due_to_score"),
            # and jobs that several workers did not bring to an end
            models.Index("lane", "priority", "id", condition=DUE & Q(attempts__gte=3), name="job_suspect"),
            # when put-off jobs become due
            models.Index("lane", "priority", "not_before", condition=PUT_OFF, name="job_due_later"),
            # the banner's "in progress"
            models.Index(fields=["workspace"], condition=Q(status="processing"), name="job_in_work"),
            # whether a run has anything left
            models.Index(fields=["run"], condition=~Q(status="ready"), name="job_open_in_run"),
            # what the banner names as paused
            models.Index(
                fields=["workspace", "status", "not_before"],
                condition=Q(status__in=["billing_paused", "outside_window"]),
                name="job_paused_until",
            ),
            # what the banner counts as due and as put off
            models.Index(fields=["workspace", "not_before"], condition=Q(status="pending"), name="job_waiting"),
        ]

    def __str__(self):
        offer = f" for offer {self.offer_id}" if self.offer_id else ""
        return f"{self.get_mode_display()}: lead {self.lead_id}{offer}"

    @property
    def chosen_steps(self):
        """The pipeline's steps that a user chose."""
        return steps_of(self.steps)

    @property
    def is_scored(self):
        return bool(self.offer_id and ends_with_score(self.mode, self.steps))

from django.conf import settings
from django.db import models
from django.db.models import Q

from enrichment.models.pipeline import PipelineJob
from leads.identity.matcher import REJECT
from leads.models import Lead, LeadMerge, Offer, PlatformProfile, Workspace


class ProfileFindingQuerySet(models.QuerySet):
    def refused_handles(self, lead_ids, platform):
        """Handles, by lead id, that a user rejected or undid, or that turned out to be another person's."""
        refused = {}
        for finding in self.filter(lead__in=lead_ids, platform=platform):
            handles = refused.setdefault(finding.lead_id, set())
            handles.update(each["handle"] for each in finding.candidates if each.get("rejected"))
            another_person = finding.same_account and finding.decision == ProfileFinding.Decision.REJECTED
            if another_person or finding.decision == ProfileFinding.Decision.UNDONE:
                handles.add(finding.handle)
        return refused

    def end_questions(self, **decided):
        """End those that wait for a decision. Candidates that a user rejected stay so: they are not proposed again."""
        asked = self.filter(decision=ProfileFinding.Decision.ASKED).order_by("pk")
        # locked, so that a decision made just now stands
        ended = self.model.objects.filter(
            pk__in=list(asked.select_for_update(of=("self",)).values_list("pk", flat=True))
        )
        some_rejected = Q(candidates__contains=[{"rejected": True}])
        ended.filter(some_rejected).update(decision=ProfileFinding.Decision.REJECTED, **decided)
        ended.exclude(some_rejected).delete()


class ProfileFinding(models.Model):
    """A search for a lead's profile on the other platform: the candidates, the evidence, and what was decided.

    A candidate is {"handle", "url", "name", "headline", "company", "location", "bio", "picture", "probability", "band",
    "evidence": [{"text", "points"}], "sources": [addresses]}, and {"rejected": true} once a user rejected it. `before`
    is the lead's row before it got the profile.
    """

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "Found"
        ASKED = "asked", "Waits for a decision"
        NOT_FOUND = "not_found", "Not found"
        REJECTED = "rejected", "Rejected"
        UNDONE = "undone", "Undone"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="findings")
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    job = models.ForeignKey(PipelineJob, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    platform = models.CharField(max_length=10, choices=PlatformProfile.Platform)
    decision = models.CharField(max_length=10, choices=Decision)
    handle = models.CharField(max_length=200, blank=True, help_text="Of the accepted candidate.")
    candidates = models.JSONField(default=list)
    before = models.JSONField(default=dict, blank=True)
    merge = models.ForeignKey(LeadMerge, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    same_account = models.BooleanField(
        default=False, db_default=False, help_text="The handle is a former address of the lead's own profile."
    )
    note = models.CharField(max_length=300, blank=True, help_text="Shown with the decision.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True, help_text="When the lead got the accepted profile.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProfileFindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "platform"], condition=Q(decision="asked"), name="one_open_question_per_platform"
            )
        ]
        indexes = [
            # the review queue
            models.Index(fields=["workspace", "-id"], condition=Q(decision="asked"), name="finding_asked"),
            # the sweep for accepted profiles whose wake-up was lost
            models.Index(fields=["id"], condition=Q(decision="accepted", applied_at=None), name="finding_to_apply"),
        ]

    def __str__(self):
        return f"{self.get_platform_display()} of {self.lead_id}: {self.get_decision_display()}"

    @property
    def chosen(self):
        """The accepted candidate, or an empty one."""
        return next((each for each in self.candidates if each["handle"] == self.handle), {})

    @property
    def open_candidates(self):
        return [each for each in self.candidates if each["band"] != REJECT and not each.get("rejected")]

    @property
    def can_be_undone(self):
        return self.decision == self.Decision.ACCEPTED and self.applied_at is not None

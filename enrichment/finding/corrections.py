"""What follows where a user corrects a lead by hand: open questions end, the pool parts two people, scores are new."""

from django.utils import timezone

from autoreach.work.wakeups import enqueue
from enrichment.jobs import opening
from enrichment.models import PipelineRun, ProfileFinding
from leads.identity.platforms import HANDLE_FIELDS, other_platform
from leads.models import Lead, Membership
from pool.profile_split import split_profile
from scoring.models import BuyerScore, Signal
from scoring.snapshot import COLUMNS

Decision = ProfileFinding.Decision


def follow_correction(correction):
    """Within the transaction that holds the lead."""
    if correction.platform:
        settle_findings(correction)
        part_in_pool(correction)
    sources = [f"post:{pk}" for pk in correction.posts]
    Signal.objects.filter(lead=correction.lead, source__in=sources).delete()
    if sources or set(correction.fields) & set(COLUMNS):
        rescore_for_all_offers(correction.lead, correction.user)


def settle_findings(correction):
    """The user has answered which profile it is. The former one is not proposed again."""
    findings = ProfileFinding.objects.filter(lead=correction.lead, platform=correction.platform)
    decided = {"decided_by": correction.user, "decided_at": timezone.now()}
    findings.end_questions(**decided)
    accepted = findings.filter(decision=Decision.ACCEPTED, handle=correction.former).exclude(same_account=True)
    accepted.update(decision=Decision.UNDONE, **decided)


def part_in_pool(correction):
    lead, wrong = correction.lead, HANDLE_FIELDS[correction.platform]
    other = HANDLE_FIELDS[other_platform(correction.platform)]
    known = {wrong: correction.former, other: getattr(lead, other), "wrong": wrong}
    split_profile(**known, texts=correction.removed, lead_ids=[lead.pk] if lead.enriched_at else [])


def rescore_for_all_offers(lead, user):
    """Where the AI scores, it reads the lead again for a user who may spend; for others its earlier reading counts."""
    asks_ai = lead.workspace.grants(user, Membership.Right.SPEND)
    for score in BuyerScore.objects.filter(lead=lead).select_related("offer").order_by("offer"):
        only_lead = Lead.objects.filter(pk=lead.pk)
        purpose = PipelineRun.Purpose.CORRECTION
        opening.rescore(workspace=lead.workspace, offer=score.offer, leads=only_lead, purpose=purpose, asks_ai=asks_ai)
    enqueue("enrichment.tasks.run_due_jobs")

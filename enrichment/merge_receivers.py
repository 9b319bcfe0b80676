"""Jobs, findings and facts of merged leads. These receivers write in the transaction of the merge or of its undo."""

from django.db.models import Q
from django.dispatch import receiver

from autoreach.work.claims import FREED
from enrichment.jobs.transitions import MERGE
from enrichment.models import PipelineJob, ProfileFinding, WebFact
from leads.identity.platforms import PLATFORMS
from leads.models import Lead
from leads.people.merged_rows import carry, give_back, remember, stored
from leads.signals import leads_merged, leads_to_lock, merge_undone

Decision, Mode = ProfileFinding.Decision, PipelineJob.Mode
WIDEST_FIRST = (Mode.FULL, Mode.ENRICH_ONLY, Mode.RE_ENRICH, Mode.SCORING_ONLY, Mode.NO_OP)


@receiver(leads_to_lock)
def lock_jobs(sender, *, lead_ids, **kwargs):
    list(PipelineJob.objects.select_for_update(no_key=True).filter(lead__in=lead_ids).order_by("pk").values("pk"))


@receiver(leads_merged)
def carry_work(sender, *, merge, **kwargs):
    carry_findings(merge)
    carry(merge, WebFact, unique=("kind", "value", "source_url"))
    carry_jobs(merge)


def carry_findings(merge):
    """Open questions about the lead that goes end here, and those of the other lead that the merge answers."""
    findings = remember(merge, ProfileFinding)
    lead = Lead.objects.get(pk=merge.lead_id)
    known = [platform.name for platform in PLATFORMS.values() if platform.handle_of(lead)]
    asked = ProfileFinding.objects.filter(decision=Decision.ASKED)
    asked.filter(lead=merge.gone_id).end_questions()
    for finding in asked.filter(lead=lead, platform__in=known):
        findings["dropped"].append(stored(ProfileFinding, finding.pk))
        finding.delete()
    carry(merge, ProfileFinding)


def carry_jobs(merge):
    """Open jobs move too. Where the lead that stays has one for the same offer, that one does the work of both.

    One that a worker has goes back to the queue, and so it does with an undo.
    """
    jobs = remember(merge, PipelineJob)
    requeued = {"status": MERGE.target(), **FREED}
    moving = PipelineJob.objects.filter(lead=merge.gone_id, status__in=PipelineJob.OPEN)
    moving.filter(status__in=MERGE.before).update(**requeued)
    staying = {job.offer_id: job for job in PipelineJob.objects.filter(lead=merge.lead_id, status__in=PipelineJob.OPEN)}
    for job in moving.filter(Q(offer__in=[pk for pk in staying if pk]) | Q(offer=None)):
        if job.offer_id in staying:
            take_over(staying[job.offer_id], job)
            job.delete()
    carry(merge, PipelineJob)
    for row in jobs["gone"]:
        if row["status"] in MERGE.before:
            row |= requeued


def take_over(job, other):
    """The steps of the other job, in the mode that does more. Where one of them scores, so does the one that stays."""
    scores = job.is_scored or other.is_scored
    job.mode = min(job.mode, other.mode, key=WIDEST_FIRST.index)
    job.steps = sorted({*job.steps, *other.steps})
    if scores and not job.is_scored:
        job.steps = sorted({*job.steps, "scoring"})
    job.asks_ai = job.asks_ai or other.asks_ai
    job.priority = min(job.priority, other.priority)
    job.lane = PipelineJob.Lane.SLOW if PipelineJob.Lane.SLOW in (job.lane, other.lane) else PipelineJob.Lane.FAST
    job.save(update_fields=["mode", "steps", "asks_ai", "priority", "lane"])


@receiver(merge_undone)
def give_work_back(sender, *, merge, **kwargs):
    for model in (PipelineJob, ProfileFinding, WebFact):
        give_back(merge, model)

from django.dispatch import receiver

from autoreach.calls.signals import provider_reopened
from autoreach.work.leases import FREED
from autoreach.work.wakeups import enqueue
from enrichment.jobs import opening, recovery
from enrichment.jobs.transitions import MERGE
from enrichment.models import PipelineJob, ProfileFinding, WebFact
from leads.identity.platforms import PLATFORMS
from leads.models import Lead
from leads.people.merged_rows import carry, give_back, remember, stored
from leads.signals import (
    leads_added,
    leads_merged,
    leads_to_lock,
    merge_undone,
    rescore_requested,
    workspace_changed,
)


@receiver(leads_added)
def open_jobs_for_new_leads(sender, *, search, **kwargs):
    enqueue("enrichment.tasks.open_search_jobs", opening.note_new_leads(search))


@receiver(rescore_requested)
def queue_rescore(sender, *, workspace, offer, leads, **kwargs):
    if opening.rescore(workspace=workspace, offer=offer, leads=leads):
        enqueue("enrichment.tasks.run_due_jobs")


@receiver(workspace_changed)
def resume_paused_work(sender, *, workspace, **kwargs):
    enqueue("enrichment.tasks.tend")


@receiver(leads_to_lock)
def lock_jobs(sender, *, lead_ids, **kwargs):
    list(PipelineJob.objects.select_for_update(no_key=True).filter(lead__in=lead_ids).order_by("pk").values("pk"))


@receiver(leads_merged)
def carry_work(sender, *, merge, **kwargs):
    """Open work on the lead that goes is given up, because the other is enriched next; so are answered questions."""
    findings = remember(merge, ProfileFinding)
    lead = Lead.objects.get(pk=merge.lead_id)
    known = [platform.name for platform in PLATFORMS.values() if platform.handle_of(lead)]
    asked = ProfileFinding.objects.filter(decision=ProfileFinding.Decision.ASKED)
    for finding in asked.filter(lead=merge.gone_id):
        if any(each.get("rejected") for each in finding.candidates):
            # nobody is asked of this lead any more, but who was turned down stays so
            finding.decision = ProfileFinding.Decision.REJECTED
            finding.save(update_fields=["decision"])
        else:
            finding.delete()
    for finding in asked.filter(lead=lead, platform__in=known):
        findings["dropped"].append(stored(ProfileFinding, finding.pk))
        finding.delete()
    carry(merge, ProfileFinding)
    carry(merge, WebFact, unique=("kind", "value", "source_url"))
    jobs = remember(merge, PipelineJob)
    PipelineJob.objects.filter(lead=merge.gone_id, status__in=PipelineJob.OPEN).delete()
    carry(merge, PipelineJob)
    for row in jobs["gone"]:
        if row["status"] in MERGE.before:
            row |= {"status": MERGE.target(), **FREED}


@receiver(merge_undone)
def give_work_back(sender, *, merge, **kwargs):
    for model in (PipelineJob, ProfileFinding, WebFact):
        give_back(merge, model)


@receiver(provider_reopened)
def resume_jobs_waiting_for(sender, *, provider, **kwargs):
    recovery.resume_waiting_for(provider)

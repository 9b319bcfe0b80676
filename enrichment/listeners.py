from django.dispatch import receiver

from autoreach.jobs import enqueue
from enrichment import runs
from leads.signals import leads_added, rescore_requested, workspace_changed


@receiver(leads_added)
def open_jobs_for_new_leads(sender, *, search, **kwargs):
    enqueue("enrichment.tasks.open_search_jobs", runs.note_new_leads(search))


@receiver(rescore_requested)
def queue_rescore(sender, *, workspace, offer, leads, **kwargs):
    if runs.rescore(workspace=workspace, offer=offer, leads=leads):
        enqueue("enrichment.tasks.run_due_jobs")


@receiver(workspace_changed)
def resume_paused_work(sender, *, workspace, **kwargs):
    enqueue("enrichment.tasks.tend")

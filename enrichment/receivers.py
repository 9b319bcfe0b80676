"""Receivers of signals from lower apps. They enqueue a task for after the commit.

What a lost wake-up must not lose is also written at once, by the receivers named `note_…`, `open_…` and `resume_…`.
"""

from django.dispatch import receiver

from autoreach.calls.signals import budget_changed, provider_reopened, provider_to_try
from autoreach.providers.registry import AI
from autoreach.work.wakeups import enqueue
from enrichment.ai_scoring import batches
from enrichment.finding import decisions
from enrichment.finding.corrections import follow_correction
from enrichment.jobs import opening, recovery, releasing
from enrichment.models import PipelineRun
from leads.signals import (
    lead_corrected,
    leads_added,
    offer_changed,
    outreach_window_changed,
    search_read,
    search_undone,
)
from scoring.signals import states_undone


@receiver(leads_added)
def note_new_leads(sender, *, search, **kwargs):
    enqueue("enrichment.tasks.open_search_jobs", opening.note_new_leads(search))
    decisions.end_answered_questions(search.workspace_id)


@receiver(search_read)
def complete_read_searches(sender, *, search, **kwargs):
    enqueue("enrichment.tasks.complete_searches")


@receiver(search_undone)
def recount_runs(sender, *, search, **kwargs):
    enqueue("enrichment.tasks.recount_runs", search.workspace_id)


@receiver(offer_changed)
def note_changed_offer(sender, *, offer, **kwargs):
    enqueue("enrichment.tasks.open_offer_jobs", opening.note_offer_run(offer, PipelineRun.Purpose.OFFER))


@receiver(lead_corrected)
def note_correction(sender, *, correction, **kwargs):
    follow_correction(correction)


@receiver(states_undone)
def settle_states(sender, *, offer, lead_ids, **kwargs):
    """Writes in the transaction of the undo."""
    releasing.settle_without_job(offer.pk, lead_ids)


@receiver([budget_changed, outreach_window_changed])
def recover_paused_jobs(sender, **kwargs):
    enqueue("enrichment.tasks.tend")


@receiver(provider_reopened)
def resume_jobs_waiting_for(sender, *, provider, **kwargs):
    recovery.resume_waiting_for(provider)
    if provider == AI:
        read_waiting()


@receiver(provider_to_try)
def resume_jobs_that_try(sender, *, provider, **kwargs):
    if recovery.resume_to_try(provider):
        enqueue("enrichment.tasks.run_due_jobs")
    if provider == AI:
        read_waiting()


def read_waiting():
    if batches.resume_waiting():
        enqueue("enrichment.tasks.read_leads", queue="slow")

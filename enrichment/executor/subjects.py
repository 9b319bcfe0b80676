"""Loading what steps may know of leads: a fixed number of queries for any number of jobs."""

from collections import defaultdict

from autoreach.providers.registry import LINKEDIN, X
from enrichment.models import PipelineJob
from enrichment.steps import Subject
from leads.models import Lead, Offer, PlatformProfile, Post, Search, Workspace
from leads.sources.registry import source_of


def load_subjects(jobs):
    """A subject for each job whose lead still exists. A job that only scores has no steps that read one."""
    bare = [Subject(job) for job in jobs if job.mode == PipelineJob.Mode.SCORING_ONLY]
    return bare + load_full([job for job in jobs if job.mode != PipelineJob.Mode.SCORING_ONLY])


def load_full(jobs):
    if not jobs:
        return []
    leads = Lead.objects.defer("search_text").in_bulk({job.lead_id for job in jobs})
    offers = Offer.objects.in_bulk({job.offer_id for job in jobs if job.offer_id})
    workspaces = Workspace.objects.in_bulk({job.workspace_id for job in jobs})
    profiles = {
        (profile.lead_id, profile.platform): profile for profile in PlatformProfile.objects.filter(lead__in=list(leads))
    }
    wrote_on = defaultdict(set)
    for lead_id, platform in Post.objects.filter(lead__in=list(leads)).values_list("lead", "platform").distinct():
        wrote_on[lead_id].add(platform)
    sources = dict(Search.objects.filter(run__in={job.run_id for job in jobs}).values_list("run", "kind"))
    subjects = []
    for job in jobs:
        if job.lead_id not in leads or job.workspace_id not in workspaces:
            continue
        job.workspace = workspaces[job.workspace_id]
        job.source = source_of(sources[job.run_id]).label if job.run_id in sources else ""
        subjects.append(
            Subject(
                job,
                leads[job.lead_id],
                x=profiles.get((job.lead_id, X)),
                linkedin=profiles.get((job.lead_id, LINKEDIN)),
                wrote_on=frozenset(wrote_on[job.lead_id]),
                offer=offers.get(job.offer_id),
            )
        )
    return subjects

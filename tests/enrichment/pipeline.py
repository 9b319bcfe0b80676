"""Leads on their way through the pipeline, for tests against the sandbox."""

from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.work.leases import new_lease
from enrichment.executor import lanes
from enrichment.jobs import claiming, opening
from enrichment.models import PipelineJob, ProfileFinding
from leads.ingest import FoundProfile, ingest
from leads.models import Lead, PlatformProfile, Search
from leads.sources.registry import MANUAL
from tests.factories import LeadFactory, SearchFactory

SLOW = PipelineJob.Lane.SLOW
EAGER = ("eager-buyer-sbx", "eager_sbx")
# People of the sandbox who are on both platforms: (LinkedIn slug, X handle).
PAIRS = [
    ("ann-oneil-sbx", "annoneil_sbx"),
    ("robert-ashworth-sbx", "bobash_sbx"),
    ("juergen-mueller-sbx", "jmueller_sbx"),
    ("yuliya-vorontsov-sbx", "yulia_sbx"),
    ("michael-smith-one-sbx", "msmith_one_sbx"),
    ("injector-sbx", "injector_sbx"),
    ("odd-characters-sbx", "odd_chars_sbx"),
    ("eager-buyer-sbx", "eager_sbx"),
]


def people(count):
    return [
        FoundProfile(linkedin=f"made-up-{n}", full_name=f"Nora {n}", title="Plant Manager", company_name="Works")
        for n in range(count)
    ]


def queue(run, count, *, minutes=None, **fields):
    """So many jobs of the run, put off for so many minutes."""
    if minutes is not None:
        fields["not_before"] = timezone.now() + timedelta(minutes=minutes)
    leads = LeadFactory.create_batch(count, workspace=run.workspace)
    return PipelineJob.objects.bulk_create(
        PipelineJob(workspace=run.workspace, run=run, offer=run.offer, lead=lead, **fields) for lead in leads
    )


def claim(size=500, **which):
    return claiming.claim(lease=new_lease(), size=size, **which)


def expire():
    """Let all leases run out, as when the workers died."""
    PipelineJob.objects.exclude(lease=None).update(lease_until=timezone.now() - timedelta(seconds=1))


def add(offer, *people):
    """Leads of the offer, as (LinkedIn slug, X handle) each, with their jobs open. Returns the leads in that order."""
    search = SearchFactory(workspace=offer.workspace, offer=offer, kind=MANUAL, status=Search.Status.COMPLETED)
    ingest(search=search, profiles=[FoundProfile(linkedin=slug, x=handle) for slug, handle in people])
    opening.open_search_jobs(search.run.pk)
    return list(Lead.objects.filter(sources__search=search).order_by("pk"))


def run(lane=PipelineJob.Lane.FAST, seconds=5):
    """Work until nothing is due nor will be within so many seconds, however often their end comes first."""
    for _ in range(20):
        if not lanes.run_due_jobs(lane=lane, seconds=seconds):
            return
    pytest.fail("There is always something due.")


def run_slow():
    run(SLOW, seconds=30)


def enrich(offer, *steps, leads=None):
    """Ask for the steps, for the workspace's leads or for those given. Returns how many leads will be worked on."""
    chosen = Lead.objects.filter(workspace=offer.workspace)
    if leads is not None:
        chosen = chosen.filter(pk__in=[lead.pk for lead in leads])
    return opening.enrich(workspace=offer.workspace, offer=offer, leads=chosen, steps=steps)


def known(offer, *people):
    """Leads that have been through the pipeline once."""
    leads = add(offer, *people)
    run()
    return leads


def find(leads, offer, steps):
    """The findings of these leads after the steps."""
    enrich(offer, *steps, leads=leads)
    run_slow()
    return [ProfileFinding.objects.get(lead=lead) for lead in leads]


def find_x(offer, slug, *steps):
    (lead,) = known(offer, (slug, ""))
    (finding,) = find([lead], offer, ["find_x", *steps])
    lead.refresh_from_db()
    return lead, finding


def find_and_merge(offer, lead, callbacks):
    """The finding of the lead's X profile, which another lead has, after both were merged."""
    with callbacks(execute=True):
        (finding,) = find([lead], offer, ["find_x", "profile", "activity", "scoring"])
    finding.refresh_from_db()
    return finding


def find_again(lead, offer, step):
    enrich(offer, step, leads=[lead])
    run_slow()
    return lead.findings.latest("pk")


def later(**span):
    """Let so much time pass for what the queue has put off."""
    for job in PipelineJob.objects.exclude(not_before=None):
        job.not_before -= timedelta(**span)
        job.save(update_fields=["not_before"])


def job_of(lead):
    return PipelineJob.objects.get(lead=lead)


def profile_of(lead, platform):
    return PlatformProfile.objects.get(lead=lead, platform=platform)


def asked(app, endpoint):
    """How often the sandbox was asked for this."""
    return sum(count for name, count in app.calls.by_endpoint.items() if endpoint in name)

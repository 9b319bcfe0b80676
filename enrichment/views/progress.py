from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from autoreach.calls.models import ProviderCall
from autoreach.pages import part_of
from autoreach.providers.registry import LINKEDIN, X
from enrichment.banner import billing_reasons, workspace_progress
from enrichment.executor.stages import all_steps, step_names
from enrichment.models import PipelineJob
from enrichment.offer_freshness import freshness_of
from leads import access

JOBS, LISTED = 5, 100
# A lead's page may open before its job does; a lost wake-up costs a minute or two.
BEGINS_WITHIN = timedelta(minutes=5)


@require_safe
@part_of("buyers")
def banner(request):
    workspace = access.get_workspace(request)
    progress = workspace_progress(workspace)
    reasons = billing_reasons(workspace) if "billing" in progress.paused else []
    response = render(request, "enrichment/_banner.html", {"progress": progress, "billing_reasons": reasons})
    if request.GET.get("running"):
        response.headers["HX-Trigger"] = "work:progress"
    return response


@require_safe
@part_of("lead")
def lead_work(request, pk):
    """The steps under way for a lead, or what its last job left missing; a fragment of its page.

    While work is under way the fragment polls, and tells the page when something changed.
    """
    lead = access.get_lead(request, pk)
    jobs = list(lead.jobs.filter(status__in=PipelineJob.OPEN).select_related("offer").order_by("pk")[:JOBS])
    last = None if jobs else lead.jobs.select_related("offer").order_by("-pk").first()
    uncertain = ProviderCall.objects.in_doubt().filter(workspace=lead.workspace_id, lead=lead)
    context = {
        "lead": lead,
        "works": [{"job": job, "steps": step_states(job, lead)} for job in jobs],
        "last": last,
        "missing": missing_of(lead, last),
        "skipped": [reason for reason in last.skipped if reason.partition(":")[0] not in lead.missing] if last else [],
        "again": sorted(choices_of(last)) if last else [],
        "uncertain": uncertain.order_by("-id")[:JOBS],
        "begins_soon": not jobs
        and last is None
        and not lead.enriched_at
        and timezone.now() - lead.created_at < BEGINS_WITHIN,
        "seen": fingerprint(filter(None, [*jobs, last])),
    }
    response = render(request, "enrichment/_lead_work.html", context)
    if request.GET.get("seen", context["seen"]) != context["seen"]:
        response.headers["HX-Trigger"] = "lead:progress"
    return response


def fingerprint(jobs):
    return "-".join(
        f"{job.pk}.{sum(job.rounds.values())}.{job.status}.{job.phase}.{len(job.done)}.{job.scored:d}" for job in jobs
    )


def step_states(job, lead):
    """The job's steps as (label, state, reason); the state is one of done, missing, skipped, waits, ahead.

    Steps that read an account are left out where the lead has none and no finder looks for it.
    """
    has = {X: lead.x_handle or lead.x_user_id, LINKEDIN: lead.linkedin_slug, "": True}
    reasons = dict(reason.partition(": ")[::2] for reason in job.skipped)
    wanted = step_names(job)
    return [
        (step.label, state_of(step, job, reasons), reasons.get(step.label, ""))
        for step in all_steps()
        if step.name in wanted and (has[step.read_from] or f"find_{step.read_from}" in wanted)
    ]


def state_of(step, job, reasons):
    if step.name in job.done:
        return "missing" if step.label in reasons else "done"
    if step.label in reasons:
        return "skipped"
    return "waits" if job.waits_for else "ahead"


def missing_of(lead, job):
    """(name, reason) of what the lead misses; the reason is the last job's, or ""."""
    reasons = dict(reason.partition(": ")[::2] for reason in job.skipped) if job else {}
    return [(name, reasons.get(name, "")) for name in lead.missing]


def choices_of(job):
    automatic = set() if job.mode == PipelineJob.Mode.RE_ENRICH else {"profile", "activity", "scoring"}
    return automatic | set(job.steps)


@require_safe
@part_of("offer")
def offer_freshness(request, pk):
    """What of an offer is still of the old ICP; a fragment of its page, which polls while leads are rescored."""
    context = {"freshness": freshness_of(access.get_offer(request, pk))}
    return render(request, "enrichment/_offer_freshness.html", context)


@require_safe
@part_of("leads")
def work_of_leads(request):
    ids = [pk for pk in map(access.number, request.GET.get("leads", "").split(",")) if pk is not None][:LISTED]
    open_jobs = PipelineJob.objects.filter(lead__in=ids, workspace=access.get_workspace(request))
    statuses = dict(open_jobs.filter(status__in=PipelineJob.OPEN).order_by("pk").values_list("lead", "status"))
    works = [(pk, PipelineJob.Status(statuses[pk]) if pk in statuses else None) for pk in ids]
    return render(request, "enrichment/_work_of_leads.html", {"works": works})

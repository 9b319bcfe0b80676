"""How far the pipeline is with the people of one search; a fragment of its page, which polls until all are done."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from autoreach.pages import part_of
from enrichment.models import PipelineJob, PipelineRun
from leads import access
from leads.models import Search

SCORING = Q(mode=PipelineJob.Mode.SCORING_ONLY) | Q(phase=PipelineJob.Phase.SCORING)
REASONS = 2
AT_WORK = (Search.Status.PENDING, Search.Status.RUNNING, Search.Status.FINISHING)


@require_safe
@part_of("search")
def search_pipeline(request, pk):
    search = access.get_search(request, pk)
    run = PipelineRun.objects.filter(search=search).first()
    context = {
        "search": search,
        "counts": counts_of(run) if run else {},
        "reasons": reasons_of(run) if run else [],
        "watched": search.status in AT_WORK or (run is not None and run.finished_at is None),
    }
    return render(request, "enrichment/_search_pipeline.html", context)


def counts_of(run):
    jobs = PipelineJob.objects.filter(run=run)
    in_work = Q(status=PipelineJob.Status.PROCESSING)
    return jobs.aggregate(
        enriching=Count("pk", filter=in_work & ~SCORING),
        scoring=Count("pk", filter=in_work & SCORING),
        ready=Count("pk", filter=Q(status=PipelineJob.Status.READY)),
        waiting=Count("pk", filter=~in_work & ~Q(status=PipelineJob.Status.READY)),
    )


def reasons_of(run):
    """What most of those that wait are waiting for."""
    waiting = PipelineJob.objects.filter(run=run).exclude(waits_for="").exclude(status=PipelineJob.Status.READY)
    reasons = waiting.values("waits_for").annotate(times=Count("pk")).order_by("-times", "waits_for")
    return [reason["waits_for"] for reason in reasons[:REASONS]]

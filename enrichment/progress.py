from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from enrichment.models import PipelineJob, PipelineRun
from leads.models import Search

PAUSES = {
    PipelineJob.Status.BILLING_PAUSED: "a budget or a provider's credit is spent",
    PipelineJob.Status.OUTSIDE_WINDOW: "it is outside the outreach window",
}
# A shorter wait is part of the work, and a longer one than the other is no work of now: the lead itself names it.
WORTH_NAMING = timedelta(seconds=20)
WORTH_WATCHING = timedelta(minutes=30)
AT_WORK = (Search.Status.PENDING, Search.Status.RUNNING)


@dataclass(frozen=True)
class Progress:
    """What the processing banner shows; counts are leads of unfinished runs, but for those that wait for long."""

    total: int
    completed: int
    enriching: int
    scoring: int
    paused: dict
    put_off: int
    put_off_until: datetime | None
    searches: list

    @property
    def running(self):
        return self.total > self.completed or bool(self.searches)

    @property
    def at_rest(self):
        """Whether nothing moves until a provider, a budget or a window opens again."""
        return not (self.enriching or self.scoring or self.waiting or self.searches)

    @property
    def percent(self):
        return round(100 * self.completed / self.total) if self.total else 0

    @property
    def waiting(self):
        known = self.completed + self.enriching + self.scoring + sum(self.paused.values()) + self.put_off
        return max(self.total - known, 0)


def workspace_progress(workspace):
    """A fixed number of queries over partial indexes, however many jobs there are."""
    runs = PipelineRun.objects.filter(workspace=workspace, finished_at=None)
    sums = runs.aggregate(total=Sum("total", default=0), completed=Sum("completed", default=0))
    jobs = PipelineJob.objects.filter(workspace=workspace)
    scoring_only = Q(mode=PipelineJob.Mode.SCORING_ONLY) | Q(phase=PipelineJob.Phase.SCORING)
    in_work = jobs.filter(status=PipelineJob.Status.PROCESSING).aggregate(
        scoring=Count("pk", filter=scoring_only), enriching=Count("pk", filter=~scoring_only)
    )
    paused = dict(jobs.filter(status__in=PAUSES).order_by().values_list("status").annotate(count=Count("pk")))
    now = timezone.now()
    soon = Q(not_before__lte=now + WORTH_WATCHING)
    put_off = jobs.filter(status=PipelineJob.Status.PENDING, not_before__gt=now + WORTH_NAMING).aggregate(
        put_off=Count("pk", filter=soon), put_off_until=Min("not_before"), for_long=Count("pk", filter=~soon)
    )
    sums["total"] -= put_off.pop("for_long")
    searches = Search.objects.filter(workspace=workspace, status__in=AT_WORK).order_by("-id")[:3]
    return Progress(
        **sums,
        **in_work,
        **put_off,
        paused={PAUSES[status]: count for status, count in paused.items()},
        searches=list(searches),
    )

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from autoreach.work.leases import SWEEP, silent_before
from enrichment.models import PipelineJob
from leads.interface.lead_filters import COUNT_CAP
from leads.models import Search
from leads.sources.transitions import AT_WORK
from leads.workspaces.scorer import uses_ai

PAUSES = {
    PipelineJob.Status.BILLING_PAUSED: "billing",
    PipelineJob.Status.OUTSIDE_WINDOW: "window",
}
# Paused jobs whose reasons are read: enough to see every cause that many jobs wait for.
ASKED = 100
# Shorter waits are part of the work. Longer ones than the second are left to the lead's page.
WORTH_NAMING = timedelta(seconds=20)
WORTH_WATCHING = timedelta(minutes=30)

COUNTED = {
    "due": "status = 'pending' AND not_before IS NULL",
    "due_soon": "status = 'pending' AND not_before <= %(worth_naming)s",
    "put_off": "status = 'pending' AND not_before > %(worth_naming)s AND not_before <= %(worth_watching)s",
    "for_long": "status = 'pending' AND not_before > %(worth_watching)s",
    PipelineJob.Status.BILLING_PAUSED: "status = 'billing_paused'",
    PipelineJob.Status.OUTSIDE_WINDOW: "status = 'outside_window'",
}
SCORES = "(mode = 'scoring_only' OR phase = 'scoring')"
# In work by a worker that does not respond.
SILENT = "COALESCE(lease_until < %(silent_before)s, false)"
OURS = "FROM enrichment_pipelinejob WHERE workspace_id = %(workspace)s"
# The AI reads nothing for an archived offer.
OF_USE = "EXISTS (SELECT FROM leads_offer o WHERE o.id = {}.offer_id AND o.archived_at IS NULL)"
READ = f"""FROM enrichment_aireading r LEFT JOIN enrichment_aibatch b ON b.id = r.batch_id
    WHERE r.workspace_id = %(workspace)s AND r.wanted AND %(by_ai)s AND {OF_USE.format("r")}"""
WAITING_BATCHES = f"""FROM enrichment_aibatch b
    WHERE b.workspace_id = %(workspace)s AND b.not_before IS NOT NULL AND {OF_USE.format("b")}"""
# The order is that of an index. Without it, a planner that expects many rows would read the table to find them.
CAPPED = f"(SELECT count(*) FROM (SELECT {OURS} AND {{}} ORDER BY not_before LIMIT %(cap)s + 1) j) AS {{}}"
# One statement, so that a job that changes its status is counted once, and so is its run.
COUNTS = f"""
    SELECT {", ".join(CAPPED.format(condition, name) for name, condition in COUNTED.items())},
        (SELECT count(*) FROM (SELECT {READ} AND b.not_before IS NULL LIMIT %(cap)s + 1) r) AS to_read,
        (SELECT count(*) FROM (SELECT {READ} AND b.not_before IS NOT NULL LIMIT %(cap)s + 1) r) AS read_later,
        (SELECT min(b.waits_for) {WAITING_BATCHES}) AS ai_waits_for,
        (SELECT min(not_before) {OURS} AND status = 'pending' AND not_before > %(worth_naming)s) AS put_off_until,
        in_work.*, runs.*
    FROM (
        SELECT count(*) FILTER (WHERE {SCORES} AND NOT {SILENT}) AS scoring,
            count(*) FILTER (WHERE NOT {SCORES} AND NOT {SILENT}) AS enriching,
            count(*) FILTER (WHERE {SILENT}) AS silent, min(lease_until) FILTER (WHERE {SILENT}) AS silent_until
        {OURS} AND status = 'processing'
    ) in_work, (
        SELECT COALESCE(sum(total), 0) AS total, COALESCE(sum(completed), 0) AS completed
        FROM enrichment_pipelinerun WHERE workspace_id = %(workspace)s AND finished_at IS NULL
    ) runs
"""


@dataclass(frozen=True)
class Progress:
    """What the processing banner shows: counts of leads in unfinished runs, without those that wait for long.

    `to_read` and `read_later` have a score and wait for that of the AI, the latter for what `ai_waits_for` says.
    `silent` are held by a worker that does not respond, and go on at about `resumes_at`.
    Leads that wait, are put off or are paused are counted up to COUNT_CAP + 1. `for_long` is 0 unless more than
    COUNT_CAP wait for long; then `total` counts them too.
    """

    total: int
    completed: int
    enriching: int
    scoring: int
    waiting: int
    paused: dict
    put_off: int
    put_off_until: datetime | None
    for_long: int
    searches: list
    silent: int = 0
    resumes_at: datetime | None = None
    to_read: int = 0
    read_later: int = 0
    ai_waits_for: str | None = None

    @property
    def running(self):
        in_work = self.enriching or self.scoring or self.silent
        unfinished = in_work or self.waiting or self.paused or self.put_off
        by_ai = self.to_read or self.read_later
        return bool(self.searches or by_ai or (unfinished and self.total > self.completed))

    @property
    def at_rest(self):
        return not (self.enriching or self.scoring or self.waiting or self.searches or self.to_read)

    @property
    def percent(self):
        return round(100 * self.completed / self.total) if self.total else 0


def billing_reasons(workspace):
    """The reasons of paused jobs: the budget, the credit of providers. One that few jobs have may be left out."""
    paused = PipelineJob.objects.filter(workspace=workspace, status=PipelineJob.Status.BILLING_PAUSED)
    said = paused.values_list("waits_for", flat=True)[:ASKED]
    reasons = {reason for reasons in said for reason in reasons.split("; ")}
    return sorted(reason for reason in reasons if "budget" in reason or "credits" in reason)


def workspace_progress(workspace):
    """A fixed number of queries, each of which reads a bounded number of jobs."""
    counts = job_counts(workspace)
    total, for_long = counts.pop("total"), counts.pop("for_long")
    by_status = [counts[name] for name in COUNTED if name != "for_long"]
    if max(for_long, *by_status) <= COUNT_CAP:
        # runs still count the jobs of leads that were deleted since
        in_work = counts["enriching"] + counts["scoring"] + counts["silent"]
        total = counts["completed"] + in_work + sum(by_status)
    elif for_long <= COUNT_CAP:
        total -= for_long
    silent_until = counts.pop("silent_until")
    waiting = counts.pop("due") + counts.pop("due_soon")
    paused = {reason: counts.pop(status) for status, reason in PAUSES.items()}
    at_work = Search.objects.filter(workspace=workspace, status__in=AT_WORK)
    return Progress(
        **counts,
        total=total,
        for_long=for_long if for_long > COUNT_CAP else 0,
        waiting=waiting,
        resumes_at=silent_until and silent_until + SWEEP,
        paused={reason: count for reason, count in paused.items() if count},
        searches=list(at_work.select_related("import_job").order_by("-id")[:3]),
    )


def job_counts(workspace):
    now = timezone.now()
    moments = {"worth_naming": now + WORTH_NAMING, "worth_watching": now + WORTH_WATCHING}
    values = {"workspace": workspace.pk, "cap": COUNT_CAP, "by_ai": uses_ai(workspace)}
    values["silent_before"] = silent_before()
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, moments | values)
        return dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))

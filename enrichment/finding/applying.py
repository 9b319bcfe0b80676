"""Giving a lead the profile that was found for it: as it is, or by merging the lead with the one that has it.

Locks come in the order of all writers: scores of offers, jobs, leads, and findings last.
"""

import json

from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from autoreach.work.wakeups import enqueue
from enrichment.finding import accounts
from enrichment.jobs import opening
from enrichment.models import PipelineJob, PipelineRun, ProfileFinding
from leads.identity.platforms import HANDLE_FIELDS
from leads.models import Lead, LeadMerge
from leads.people.merged_rows import stored
from leads.people.merging import Contradiction, merge_leads
from leads.signals import leads_to_lock
from scoring.models import BuyerScore

Decision = ProfileFinding.Decision
SOURCE = "finder"


def apply_finding(finding_id):
    """Give the lead its accepted profile, and enqueue what follows from it. Safe to repeat."""
    finding = ProfileFinding.objects.filter(pk=finding_id, decision=Decision.ACCEPTED, applied_at=None).first()
    if finding is None:
        return
    try:
        with transaction.atomic():
            lock_both_leads(finding)
            steps = {"profile", "activity"}
            if finding.same_account:
                jobs = open_jobs_of_holder(finding)
                if any(job.status == PipelineJob.Status.PROCESSING for job in jobs):
                    # a merge would drop the calls it is paying for; the sweep tries again
                    return
                steps = set().union(*(job.steps for job in jobs))
            if give_profile(finding):
                enrich_again(finding.lead, finding.offer, steps=[*steps, "scoring"])
    except Contradiction as error:
        reject_with_note(finding, f"It belongs to another person: {error}")
    except Lead.DoesNotExist:
        # the lead was merged or deleted since; the sweep applies what is left
        return


def apply_waiting():
    """Accepted profiles whose wake-up was lost. Returns how many."""
    waiting = ProfileFinding.objects.filter(decision=Decision.ACCEPTED, applied_at=None).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:100])
    for pk in ids:
        apply_finding(pk)
    return len(ids)


def lock_both_leads(finding):
    """Scores and jobs of both leads at once: two leads that find each other would take them in opposite order."""
    holders = Lead.objects.filter(workspace=finding.workspace_id, **{HANDLE_FIELDS[finding.platform]: finding.handle})
    lead_ids = [finding.lead_id, *holders.values_list("pk", flat=True)]
    leads_to_lock.send(LeadMerge, lead_ids=lead_ids, offer_ids=[finding.offer_id])


def open_jobs_of_holder(finding):
    holder = {f"lead__{HANDLE_FIELDS[finding.platform]}": finding.handle}
    return PipelineJob.objects.filter(workspace=finding.workspace_id, status__in=PipelineJob.OPEN, **holder)


def give_profile(finding):
    """Within a transaction. Returns whether the lead has the profile through this finding."""
    holders = Lead.objects.filter(workspace=finding.workspace_id, **{HANDLE_FIELDS[finding.platform]: finding.handle})
    holder = holders.first()
    if holder and holder.pk != finding.lead_id:
        merge_holder(finding, holder)
        return True
    if finding.same_account:
        # the holder was merged, renamed or deleted since: there is nothing left to merge
        ProfileFinding.objects.filter(pk=finding.pk, applied_at=None).delete()
        return False
    return give_free_profile(finding)


def merge_holder(finding, holder):
    same = HANDLE_FIELDS[finding.platform] if finding.same_account else ""
    merge = merge_leads(kept_id=finding.lead_id, gone_id=holder.pk, user=finding.decided_by, same_account=same)
    if finding.same_account:
        accounts.remember(finding.platform, [(finding.lead, finding.handle)])
    mark_applied(finding, merge=merge, before=merge.record["kept"]["before"])


def give_free_profile(finding):
    lead = Lead.objects.select_for_update().get(pk=finding.lead_id)
    still_open = ProfileFinding.objects.select_for_update().filter(pk=finding.pk, applied_at=None)
    if getattr(lead, HANDLE_FIELDS[finding.platform]) == finding.handle:
        # the other lead's finder was quicker, and its merge brought the profile
        still_open.delete()
        return False
    if still_open.exists() and give_handle(finding):
        return True
    reject_with_note(finding, "The lead has another profile by now")
    return False


def give_handle(finding):
    """Write the handle to the lead, which is locked. False where the lead or another one has a handle already."""
    key, lead_id = HANDLE_FIELDS[finding.platform], finding.lead_id
    before = stored(Lead, lead_id)
    provenance = json.dumps({key: [SOURCE, timezone.now().date().isoformat()]})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"""
                UPDATE leads_lead l SET {key} = %s, provenance = provenance || %s::jsonb, updated_at = now()
                WHERE id = %s AND {key} = '' AND NOT '{key}' = ANY(locked) AND NOT EXISTS (
                    SELECT FROM leads_lead o WHERE o.workspace_id = l.workspace_id AND o.{key} = %s
                )
                """,
                [finding.handle, provenance, lead_id, finding.handle],
            )
            given = cursor.rowcount == 1
    except IntegrityError:
        return False
    if given:
        mark_applied(finding, before=before)
    return given


def mark_applied(finding, **fields):
    """By the database's clock, which also dates the posts that come from the profile."""
    ProfileFinding.objects.filter(pk=finding.pk).update(applied_at=TransactionNow(), **fields)


def reject_with_note(finding, note):
    handle = finding.handle if finding.same_account else ""
    ProfileFinding.objects.filter(pk=finding.pk, applied_at=None).update(
        decision=Decision.REJECTED, note=note[:300], handle=handle
    )


def enrich_again(lead, offer, *, steps, asks_ai=True):
    """Open a job for the lead and the offer, and rescore the lead for its other offers."""
    offers = [score.offer for score in BuyerScore.objects.filter(lead=lead).select_related("offer").order_by("offer")]
    first = offer or next(iter(offers), None)
    only_lead, purpose = Lead.objects.filter(pk=lead.pk), PipelineRun.Purpose.PROFILE
    follows = {"workspace": lead.workspace, "leads": only_lead, "purpose": purpose, "asks_ai": asks_ai}
    opening.enrich(offer=first, steps=steps, **follows)
    for other in offers:
        if first is None or other.pk != first.pk:
            opening.rescore(offer=other, **follows)
    enqueue("enrichment.tasks.run_due_jobs")

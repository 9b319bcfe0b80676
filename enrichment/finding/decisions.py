"""What a finder brought is recorded; a user accepts or rejects what it is not sure of."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from autoreach.work.wakeups import enqueue
from enrichment.finding.applying import apply_finding, give_handle
from enrichment.finding.candidates import decide
from enrichment.models import ProfileFinding
from leads.identity.matcher import REJECT
from leads.identity.platforms import HANDLE_FIELDS
from leads.models import Lead

Decision = ProfileFinding.Decision
DECIDED = "This was already decided."
KNOWN_BY_NOW = "{lead} has this profile already."


class DecisionRefused(Exception):
    """What the user asked for cannot be done; the message tells them why."""


# What a finder brought


def record(*, platform, results):
    """Store what a finder brought for many leads – (subject, candidates) – and give leads the profiles that are sure.

    Within the transaction that holds the leads. An accepted profile that another lead has is left to the task
    `apply_finding`, because a merge takes locks that come before those of leads.
    """
    lead_ids = [subject.lead.pk for subject, _ in results]
    replaced = ProfileFinding.objects.filter(
        lead__in=lead_ids, platform=platform, decision__in=[Decision.ASKED, Decision.NOT_FOUND]
    )
    rejected = rejected_by_lead(replaced)
    findings = [
        new_finding(platform, subject, candidates, rejected.get(subject.lead.pk, []))
        for subject, candidates in without_refused(platform, results)
    ]
    replaced.delete()
    ProfileFinding.objects.bulk_create(findings)
    for finding in findings:
        if finding.handle and not give_handle(finding):
            enqueue("enrichment.tasks.apply_finding", finding.pk)


def new_finding(platform, subject, candidates, rejected):
    decision, handle = decide(candidates)
    return ProfileFinding(
        workspace_id=subject.lead.workspace_id,
        lead=subject.lead,
        offer_id=subject.job.offer_id,
        job=subject.job,
        platform=platform,
        decision=decision,
        handle=handle,
        candidates=candidates + rejected,
        decided_at=timezone.now() if handle else None,
    )


def rejected_by_lead(findings):
    rejected = {}
    for finding in findings:
        rejected.setdefault(finding.lead_id, []).extend(each for each in finding.candidates if each.get("rejected"))
    return rejected


def without_refused(platform, results):
    """The results without candidates that were refused before; a lead of its own may contradict one of the others."""
    refused = ProfileFinding.objects.refused_handles([subject.lead.pk for subject, _ in results], platform)
    holders = holders_of(platform, results)
    for subject, candidates in results:
        lead = subject.lead
        yield (
            subject,
            [
                rejected_if_contradicted(each, lead, holders.get((lead.workspace_id, each["handle"])))
                for each in candidates
                if each["handle"] not in refused.get(lead.pk, ())
            ],
        )


def holders_of(platform, results):
    """Leads that have one of the candidates' profiles, by workspace and handle."""
    handles = [candidate["handle"] for _, candidates in results for candidate in candidates]
    workspaces = {subject.lead.workspace_id for subject, _ in results}
    holders = Lead.objects.filter(workspace__in=workspaces, **{f"{HANDLE_FIELDS[platform]}__in": handles})
    return {(lead.workspace_id, getattr(lead, HANDLE_FIELDS[platform])): lead for lead in holders}


def rejected_if_contradicted(candidate, lead, holder):
    """The candidate; rejected where its holder has another profile than the lead on the lead's own platform."""
    if holder is None or holder.pk == lead.pk:
        return candidate
    for key in HANDLE_FIELDS.values():
        ours, theirs = getattr(lead, key), getattr(holder, key)
        if ours and theirs and ours != theirs:
            doubt = {"text": f"Another lead has this profile and is {theirs}", "points": -9}
            return candidate | {"band": REJECT, "evidence": [doubt, *candidate["evidence"]]}
    return candidate


def end_answered_questions(workspace_id):
    """End the questions about leads that have a profile on the platform by now, as an import may bring it."""
    answered = (Q(platform=platform) & ~Q(**{f"lead__{key}": ""}) for platform, key in HANDLE_FIELDS.items())
    ProfileFinding.objects.filter(reduce(or_, answered), workspace=workspace_id).end_questions()


# What a user decides


def accept(*, finding, handle, user):
    """Give the lead this candidate's profile. Raises DecisionRefused."""
    if handle not in {each["handle"] for each in finding.candidates if not each.get("rejected")}:
        raise DecisionRefused("This candidate is no longer there.")
    accepted = ProfileFinding.objects.filter(pk=finding.pk, decision=Decision.ASKED).update(
        decision=Decision.ACCEPTED, handle=handle, decided_by=user, decided_at=timezone.now()
    )
    if not accepted:
        raise DecisionRefused(DECIDED)
    apply_finding(finding.pk)
    try:
        finding.refresh_from_db()
    except ProfileFinding.DoesNotExist:
        raise DecisionRefused(KNOWN_BY_NOW.format(lead=finding.lead)) from None
    if finding.decision == Decision.REJECTED:
        raise DecisionRefused(f"{finding.note}.")


def reject(*, finding, user, handle=""):
    """Reject one candidate, or all; they are not proposed for this lead again. Raises DecisionRefused."""
    with transaction.atomic():
        finding = ProfileFinding.objects.select_for_update().get(pk=finding.pk)
        if finding.decision != Decision.ASKED:
            raise DecisionRefused(DECIDED)
        for candidate in finding.candidates:
            if not handle or candidate["handle"] == handle:
                candidate["rejected"] = True
        if not finding.open_candidates:
            finding.decision = Decision.REJECTED
            finding.decided_by, finding.decided_at = user, timezone.now()
        finding.save(update_fields=["candidates", "decision", "decided_by", "decided_at"])

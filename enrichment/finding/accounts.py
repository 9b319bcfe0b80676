"""One lead for each account of a platform: leads take today's handle, and two leads of one account are merged."""

import json

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from autoreach.work.wakeups import enqueue
from enrichment.models import ProfileFinding
from leads.identity.keys import MEMBER_ID
from leads.identity.platforms import HANDLE_FIELDS, PLATFORMS
from leads.models import FormerAddress, Lead, PlatformProfile

Decision = ProfileFinding.Decision


def follow(*, platform, results):
    """Give leads the handle that their profile has today; `results` are (subject, that handle or None, account id).

    Within the transaction that holds the leads. Where another lead of the workspace has the handle, the two are one
    person, and the task `apply_finding` merges them. An address set by hand stays. A member id, which some profiles
    have instead of a handle of their own, replaces no handle.
    """
    key = HANDLE_FIELDS[platform]
    moved = [each for each in results if has_moved(key, *each)]
    if moved:
        renamed = rename(platform, {subject.lead.pk: today for subject, today, _ in moved})
        followed = [(subject.lead, today) for subject, today, _ in moved if subject.lead.pk in renamed]
        remember(platform, [(lead, getattr(lead, key)) for lead, _ in followed])
        rename_findings(platform, followed)
        record_merges(platform, [each for each in moved if each[0].lead.pk not in renamed])


def has_moved(key, subject, today, account):
    lead = subject.lead
    return bool(today and not MEMBER_ID.fullmatch(today) and key not in lead.locked and today != getattr(lead, key))


def rename(platform, handles):
    """Give leads (id → handle) their new handles, where no lead has them. Returns the ids of those renamed."""
    key = HANDLE_FIELDS[platform]
    provenance = json.dumps({key: [platform, timezone.now().date().isoformat()]})
    rows = json.dumps([{"id": pk, "handle": handle} for pk, handle in handles.items()])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"""
                UPDATE leads_lead l SET {key} = t.handle, provenance = l.provenance || %s::jsonb
                FROM (
                    SELECT DISTINCT ON (o.workspace_id, r.handle) r.id, r.handle
                    FROM jsonb_to_recordset(%s::jsonb) AS r(id bigint, handle text)
                    JOIN leads_lead o ON o.id = r.id ORDER BY o.workspace_id, r.handle, r.id
                ) AS t WHERE l.id = t.id AND NOT '{key}' = ANY(l.locked) AND NOT EXISTS (
                    SELECT FROM leads_lead other WHERE other.workspace_id = l.workspace_id AND other.{key} = t.handle
                ) RETURNING l.id
                """,
                [provenance, rows],
            )
            return {pk for (pk,) in cursor}
    except IntegrityError:
        # another transaction took one of them first; the next reading of these profiles finds its lead
        return set()


def remember(platform, former):
    """Store former handles of leads: (lead, handle). One that several leads had leads to the latest."""
    FormerAddress.objects.bulk_create(
        [
            FormerAddress(workspace_id=lead.workspace_id, lead_id=lead.pk, platform=platform, handle=handle)
            for lead, handle in former
            if handle
        ],
        update_conflicts=True,
        unique_fields=["workspace", "platform", "handle"],
        update_fields=["lead"],
    )


def rename_findings(platform, renamed):
    """Rename accepted findings with their leads, so that an undo finds the handle it has to take away."""
    handles = {lead.pk: (getattr(lead, HANDLE_FIELDS[platform]), today) for lead, today in renamed}
    accepted = ProfileFinding.objects.filter(lead__in=handles, platform=platform, decision=Decision.ACCEPTED)
    for finding in accepted.exclude(same_account=True):
        former, today = handles[finding.lead_id]
        if finding.handle == former:
            for candidate in finding.candidates:
                candidate["handle"] = today if candidate["handle"] == former else candidate["handle"]
            finding.handle = today
            finding.save(update_fields=["handle", "candidates"])


def record_merges(platform, results):
    """Record, for the lead that has today's handle, that the lead with the former one is the same person.

    A handle can pass to another account: a holder that was read under another account id is another person.
    """
    key = HANDLE_FIELDS[platform]
    holders = holders_of_today(key, results)
    held = [lead.pk for lead in holders.values()]
    read = PlatformProfile.objects.filter(lead__in=held, platform=platform).exclude(external_id="")
    accounts = dict(read.values_list("lead", "external_id"))
    refused = ProfileFinding.objects.refused_handles(held, platform)
    for subject, today, account in results:
        former, holder = getattr(subject.lead, key), holders.get((subject.lead.workspace_id, today))
        if holder is None or not former or former in refused.get(holder.pk, ()):
            continue
        if accounts.get(holder.pk, account) == account:
            record_merge(platform, subject, holder, former)


def holders_of_today(key, results):
    """Leads that have today's handles, by workspace and handle."""
    workspaces = {subject.lead.workspace_id for subject, *_ in results}
    holders = Lead.objects.filter(workspace__in=workspaces, **{f"{key}__in": [today for _, today, _ in results]})
    return {(lead.workspace_id, getattr(lead, key)): lead for lead in holders}


def record_merge(platform, subject, holder, former):
    finding, _ = ProfileFinding.objects.get_or_create(
        lead=holder,
        platform=platform,
        handle=former,
        decision=Decision.ACCEPTED,
        applied_at=None,
        defaults={
            "workspace_id": holder.workspace_id,
            "offer_id": subject.job.offer_id,
            "job": subject.job,
            "same_account": True,
            "decided_at": timezone.now(),
            "note": f"{PLATFORMS[platform].label} shows one account at both addresses",
        },
    )
    enqueue("enrichment.tasks.apply_finding", finding.pk)

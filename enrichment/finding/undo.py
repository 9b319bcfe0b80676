"""Taking an applied profile back, with everything that came from it."""

import json

from django.db import connection, transaction
from django.utils import timezone

from autoreach.providers.registry import X
from enrichment.finding.applying import SOURCE, enrich_again
from enrichment.finding.decisions import DecisionRefused
from enrichment.models import ProfileFinding
from leads.identity.platforms import HANDLE_FIELDS, other_platform
from leads.ingest.tables import lock_ingest
from leads.models import Interaction, Lead, LeadMerge, Membership, PlatformProfile, Post
from leads.people.merged_rows import stored
from leads.people.merging import undo_merge
from leads.signals import leads_to_lock
from pool.profile_split import split_profile

Decision = ProfileFinding.Decision
# Fields that say something about the company or the place go back together with its name.
FOLLOWING = {
    "company_name": ("company_id", "role_started_on", "company_size", "company_location"),
    "location": ("city", "region", "country"),
}


def undo_finding(*, finding, user):
    """Take the profile away, with everything that came from it; merged leads are two again.

    What other sources told since stays with the lead. Returns the id of the other lead, where there was a merge.
    Raises DecisionRefused, and UndoRefused where a later merge must be undone first.
    """
    with transaction.atomic():
        leads_to_lock.send(LeadMerge, lead_ids=[finding.lead_id])
        lock_ingest(finding.workspace_id)
        lead = Lead.objects.select_for_update().get(pk=finding.lead_id)
        finding = ProfileFinding.objects.select_for_update(of=("self",)).select_related("merge").get(pk=finding.pk)
        if not finding.can_be_undone:
            raise DecisionRefused("This was already undone.")
        other_id = undo_merge(finding.merge) if finding.merge else None
        if not finding.same_account:
            separate(finding, lead, other_id, user)
        finding.decision, finding.decided_by, finding.decided_at = Decision.UNDONE, user, timezone.now()
        finding.save(update_fields=["decision", "decided_by", "decided_at"])
        asks_ai = lead.workspace.grants(user, Membership.Right.SPEND)
        for each in both_leads(finding, other_id):
            enrich_again(each, None, steps=[*steps_after_undo(finding, each), "scoring"], asks_ai=asks_ai)
    return other_id


def both_leads(finding, other_id):
    return Lead.objects.filter(pk__in=[finding.lead_id, other_id or finding.lead_id]).order_by("pk")


def separate(finding, lead, other_id, user):
    known_by = getattr(lead, HANDLE_FIELDS[other_platform(finding.platform)])
    if other_id:
        refuse_from_other_side(finding, other_id, known_by, user)
    move_platform(finding, other_id)
    texts = restore_fields(finding)
    finished = list(both_leads(finding, other_id).exclude(enriched_at=None).values_list("pk", flat=True))
    split_profile(**pool_keys(finding, known_by), texts=texts, lead_ids=finished)


def steps_after_undo(finding, lead):
    # of two leads that were one account only one keeps the profile that was read; the other is read again
    read = PlatformProfile.objects.filter(lead=lead, platform=finding.platform).exists()
    return ["profile", "activity"] if finding.same_account and not read else []


def refuse_from_other_side(finding, other_id, handle, user):
    """Keep finders from proposing `handle`, by which this lead is known, for the other lead."""
    platform = other_platform(finding.platform)
    theirs = ProfileFinding.objects.filter(lead=other_id, platform=platform)
    theirs.filter(decision=Decision.ACCEPTED, handle=handle, applied_at=None).delete()
    if handle:
        ProfileFinding.objects.create(
            workspace_id=finding.workspace_id,
            lead_id=other_id,
            platform=platform,
            decision=Decision.UNDONE,
            handle=handle,
            decided_by=user,
            decided_at=timezone.now(),
        )


def pool_keys(finding, known_by):
    """The keys of the pool profile that held both accounts, and which of them was wrong."""
    wrong, other = HANDLE_FIELDS[finding.platform], HANDLE_FIELDS[other_platform(finding.platform)]
    return {wrong: finding.handle, other: known_by, "wrong": wrong}


def move_platform(finding, other_id):
    """Move what was read from the profile to the other lead, or delete it where there is none."""
    since = finding.applied_at
    of_lead = {"lead": finding.lead_id, "platform": finding.platform}
    for rows in (Post.objects.filter(**of_lead, created_at__gte=since), Interaction.objects.filter(**of_lead)):
        if other_id:
            copy_rows(rows, other_id)
        rows.delete()
    profiles = PlatformProfile.objects.filter(**of_lead)
    if other_id and not PlatformProfile.objects.filter(lead=other_id, platform=finding.platform).exists():
        profiles.update(lead=other_id)
    profiles.delete()


def copy_rows(rows, lead_id):
    copies = list(rows)
    for row in copies:
        row.pk, row.lead_id = None, lead_id
    rows.model.objects.bulk_create(copies, ignore_conflicts=True)


def restore_fields(finding):
    """Restore fields that name the profile's platform as their source. Returns the texts taken away, by field."""
    now, before = stored(Lead, finding.lead_id), finding.before
    changed = fields_from_profile(finding, now["provenance"], before["provenance"])
    back = earlier_values(finding, changed, now, before)
    back["last_active_on"] = newest_post_day(finding.lead_id) or before["last_active_on"]
    back["provenance"] = provenance_without(finding, changed, now["provenance"], before["provenance"])
    lead = Lead.objects.get(pk=finding.lead_id)
    if back.get("company_id") and not lead.workspace.companies.filter(pk=back["company_id"]).exists():
        back["company_id"] = None
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE leads_lead l SET {", ".join(f"{name} = b.{name}" for name in back)}, updated_at = now()
            FROM jsonb_populate_record(NULL::leads_lead, %s) b WHERE l.id = %s
            """,
            [json.dumps(back), finding.lead_id],
        )
    return {name: now[name] for name in changed if isinstance(now.get(name), str)}


def fields_from_profile(finding, origins, earlier):
    named = [name for name, (source, *_) in origins.items() if source in (finding.platform, SOURCE)]
    changed = {name for name in named if origins[name] != earlier.get(name)}
    return changed - {HANDLE_FIELDS[other_platform(finding.platform)]}


def earlier_values(finding, changed, now, before):
    key = HANDLE_FIELDS[finding.platform]
    back = {name: before[name] for name in changed if name in before}
    for name in changed & FOLLOWING.keys():
        back |= {follower: before[follower] for follower in FOLLOWING[name] if follower not in now["locked"]}
    if now[key] == finding.handle and key not in now["locked"]:
        back[key] = before[key]
        back |= {"x_user_id": before["x_user_id"]} if finding.platform == X else {}
    return back


def newest_post_day(lead_id):
    newest = Post.objects.filter(lead=lead_id, posted_at__lte=timezone.now()).order_by("-posted_at").first()
    return newest and newest.posted_at.date().isoformat()


def provenance_without(finding, changed, origins, earlier):
    taken = {*changed, HANDLE_FIELDS[finding.platform]}
    kept = {name: entry for name, entry in origins.items() if name not in taken}
    return kept | {name: earlier[name] for name in taken if name in earlier}

"""Two leads that are one person become one, and can become two again.

Everything happens in one transaction. Apps above carry their own rows as receivers of `leads_merged` and give them
back as receivers of `merge_undone` (`merge_receivers.py`), by the functions of `merged_rows`. A table that no receiver
carries makes the merge fail: its rows would name a lead that no longer exists.
"""

from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls import ledger
from leads.identity.name_agreement import may_be_one
from leads.ingest.tables import lock_ingest
from leads.models import FormerAddress, Interaction, Lead, LeadMerge, LeadSource, PlatformProfile, Post
from leads.people.merged_fields import brought_by, restore_gone, restore_kept, take_over
from leads.people.merged_rows import carry, give_back, stored
from leads.signals import leads_merged, leads_to_lock, merge_undone

PUBLIC_KEYS = ("linkedin_slug", "x_handle", "x_user_id")
OWN_TABLES = (
    (LeadSource, ("search_id", "reference"), "FALSE"),
    (
        PlatformProfile,
        ("platform",),
        "(gone.state = 'found', gone.fetched_at) > (kept.state = 'found', kept.fetched_at)",
    ),
    (Post, ("platform", "external_id"), "FALSE"),
    (FormerAddress, (), "FALSE"),
    (Interaction, ("platform", "kind", "person", "post_id"), "FALSE"),
    (LeadMerge, (), "FALSE"),
)


class Contradiction(Exception):
    """The two have different profiles on the same platform, so they are two people."""


class UndoRefused(Exception):
    """The merge has been undone already, or a later merge into the same lead must be undone first."""


def merge_leads(*, kept_id, gone_id, user=None, same_account=""):
    """Move everything of one lead to the other and delete it. Returns the LeadMerge.

    `same_account` names the public key, if any, in which the two may differ because both lead to one account.
    The better known value of each field wins, the other is kept in the merge's `differences`. Raises Contradiction,
    and Lead.DoesNotExist where one of them was deleted.
    """
    with transaction.atomic():
        kept, gone = lock_pair(kept_id, gone_id)
        refuse_contradictions(kept, gone, except_in=same_account)
        before = stored(Lead, kept.pk)
        merge = LeadMerge(
            workspace_id=kept.workspace_id, lead=kept, gone_id=gone.pk, gone_name=gone.display_name, user=user
        )
        merge.record = {"gone": stored(Lead, gone.pk), "rows": {}}
        brought = {lead.pk: brought_by(lead) for lead in (kept, gone)}
        for model, unique, better in OWN_TABLES:
            carry(merge, model, unique=unique, better=better)
        merge.record["calls"] = ledger.move_to_lead(gone.pk, kept.pk)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM leads_lead WHERE id = %s", [gone.pk])
        merge.differences = take_over(kept, gone, brought)
        kept.save()
        leads_merged.send(LeadMerge, merge=merge)
        refuse_stray_rows()
        merge.record["kept"] = {"before": before, "after": stored(Lead, kept.pk)}
        merge.save()
    return merge


def undo_merge(merge):
    """Make two leads of one again. Raises UndoRefused.

    The lead that went comes back exactly as it was. The one that stayed gets back what the merge changed, unless it
    was changed since; what was found out since stays with it.
    """
    with transaction.atomic():
        leads_to_lock.send(LeadMerge, lead_ids=[merge.lead_id])
        lock_ingest(merge.workspace_id)
        kept = Lead.objects.select_for_update().get(pk=merge.lead_id)
        merge = LeadMerge.objects.select_for_update().get(pk=merge.pk)
        if not merge.is_newest:
            raise UndoRefused
        restore_kept(kept, merge)
        restore_gone(merge)
        for model, *_ in OWN_TABLES:
            give_back(merge, model)
        ledger.move_to_lead(merge.lead_id, merge.gone_id, only=merge.record["calls"])
        merge_undone.send(LeadMerge, merge=merge)
        merge.undone_at = timezone.now()
        merge.save(update_fields=["undone_at"])
    return merge.gone_id


def lock_pair(kept_id, gone_id):
    """Both leads, locked in the order that every writer keeps."""
    leads_to_lock.send(LeadMerge, lead_ids=[kept_id, gone_id])
    lock_ingest(Lead.objects.values_list("workspace_id", flat=True).get(pk=kept_id))
    leads = {
        lead.pk: lead for lead in Lead.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    }
    kept, gone = leads.get(kept_id), leads.get(gone_id)
    if kept is None or gone is None or kept.workspace_id != gone.workspace_id or kept == gone:
        raise Lead.DoesNotExist
    return kept, gone


def refuse_stray_rows():
    """Fail here if a row still names the lead that went, rather than leave half a merge."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def could_be_one(kept, gone):
    """Whether neither names nor profiles say that they are two people."""
    if not may_be_one(kept.full_name, gone.full_name):
        return False
    try:
        refuse_contradictions(kept, gone)
    except Contradiction:
        return False
    return True


def refuse_contradictions(kept, gone, *, except_in=""):
    for key in PUBLIC_KEYS:
        if key == except_in:
            continue
        ours, theirs = getattr(kept, key), getattr(gone, key)
        if ours and theirs and ours != theirs:
            raise Contradiction(f"{kept.display_name} is {ours}, {gone.display_name} is {theirs}")

"""Two leads that are one person become one, and can become two again.

Everything happens in one transaction. Apps above carry their own rows as listeners of `leads_merged` and give them
back as listeners of `merge_undone`, both by the functions of this module; a table nobody carries makes the merge
fail, because its rows would name a lead that is no more.
"""

import json

from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls import ledger
from leads.identity.keys import company_key
from leads.identity.platforms import PLATFORMS
from leads.ingest.columns import KEYS, LINE_LIMITS
from leads.ingest.tables import lock_ingest
from leads.models import BuyerState, FormerAddress, Interaction, Lead, LeadMerge, LeadSource, PlatformProfile, Post
from leads.signals import leads_merged, leads_to_lock, merge_undone

PUBLIC_KEYS = ("linkedin_slug", "x_handle", "x_user_id")
# Fields that say one thing together, decided by the first that is known.
GROUPS = (
    ("company_name", "company_id", "title", "role_started_on"),
    ("location", "city", "region", "country"),
    ("company_size",),
    ("company_location",),
    ("industry",),
    ("website",),
    ("full_name",),
    ("bio",),
    ("skills",),
    ("keywords",),
)
# Where a value comes from, the most trustworthy last; what a source of leads brought stands between X and LinkedIn.
TRUST = {"web": 1, "hand": 4} | {platform.name: platform.trust for platform in PLATFORMS.values()}
BROUGHT = 2
CLOSENESS = ("not_connected", "withdrawn", "pending_received", "pending_sent", "connected")

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


class NotNow(Exception):
    """The merge has been taken back already, or a later one stands above it."""


def merge_leads(*, kept_id, gone_id, user=None, same_account=""):
    """Move everything of one lead to the other and delete it. Returns the LeadMerge.

    `same_account` names the public key, if any, in which the two may differ because both lead to one account.
    The better known value of each field wins, the other is kept in the merge's `differences`. Raises Contradiction,
    and Lead.DoesNotExist where one of them is gone meanwhile.
    """
    with transaction.atomic():
        kept, gone = hold(kept_id, gone_id)
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
    """Make two leads of one again. Raises NotNow.

    The lead that went comes back exactly as it was. The one that stayed gets back what the merge changed, unless it
    was changed since; what was found out since stays with it.
    """
    with transaction.atomic():
        leads_to_lock.send(LeadMerge, lead_ids=[merge.lead_id])
        with connection.cursor() as cursor:
            lock_ingest(cursor, merge.workspace_id)
        kept = Lead.objects.select_for_update().get(pk=merge.lead_id)
        merge = LeadMerge.objects.select_for_update().get(pk=merge.pk)
        if not merge.is_newest:
            raise NotNow
        restore_kept(kept, merge)
        restore_gone(merge)
        for model, *_ in OWN_TABLES:
            give_back(merge, model)
        ledger.move_to_lead(merge.lead_id, merge.gone_id, only=merge.record["calls"])
        merge_undone.send(LeadMerge, merge=merge)
        merge.undone_at = timezone.now()
        merge.save(update_fields=["undone_at"])
    return merge.gone_id


def hold(kept_id, gone_id):
    """Both leads, locked in the order that everybody keeps."""
    leads_to_lock.send(LeadMerge, lead_ids=[kept_id, gone_id])
    with connection.cursor() as cursor:
        lock_ingest(cursor, Lead.objects.values_list("workspace_id", flat=True).get(pk=kept_id))
    leads = {
        lead.pk: lead for lead in Lead.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    }
    kept, gone = leads.get(kept_id), leads.get(gone_id)
    if kept is None or gone is None or kept.workspace_id != gone.workspace_id or kept == gone:
        raise Lead.DoesNotExist
    return kept, gone


def refuse_stray_rows():
    """A row nobody carried still names the lead that went: better an error here than half a merge."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def refuse_contradictions(kept, gone, *, except_in=""):
    for key in PUBLIC_KEYS:
        if key == except_in:
            continue
        ours, theirs = getattr(kept, key), getattr(gone, key)
        if ours and theirs and ours != theirs:
            raise Contradiction(f"{kept.display_name} is {ours}, {gone.display_name} is {theirs}")


def stored(model, pk):
    """A row as the database spells it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) - 'search_text' FROM {model._meta.db_table} t WHERE id = %s", [pk])
        return json.loads(cursor.fetchone()[0])


# Rows


def carry(merge, model, *, unique=(), better="FALSE", changes=False):
    """Move the rows of `model` to the lead that stays, and remember them as they were.

    Of two rows with the same `unique` columns the one that `better` names stays: an SQL condition on `gone` and `kept`.
    With `changes`, all rows of the lead that stays are remembered, because work after the merge rewrites them.
    """
    table, leads = model._meta.db_table, {"kept": merge.lead_id, "gone": merge.gone_id}
    same = " AND ".join(f"kept.{name} IS NOT DISTINCT FROM gone.{name}" for name in unique)
    pair = f"kept.lead_id = %(kept)s AND gone.lead_id = %(gone)s AND {same}"
    rows = remember(merge, model)
    with connection.cursor() as cursor:
        if changes:
            rows["kept"] = rows_of(cursor, table, merge.lead_id)
        if unique:
            cursor.execute(
                f"DELETE FROM {table} kept USING {table} gone WHERE {pair} AND {better} RETURNING to_jsonb(kept)", leads
            )
            rows["dropped"] = [json.loads(row) for (row,) in cursor.fetchall()]
            cursor.execute(f"DELETE FROM {table} gone USING {table} kept WHERE {pair}", leads)
        cursor.execute(f"UPDATE {table} SET lead_id = %(kept)s WHERE lead_id = %(gone)s", leads)


def remember(merge, model):
    """Note the rows of the lead that goes as they are now; what is deleted after this is given back all the same."""
    table = model._meta.db_table
    if table not in merge.record["rows"]:
        with connection.cursor() as cursor:
            merge.record["rows"][table] = {"gone": rows_of(cursor, table, merge.gone_id), "dropped": []}
    return merge.record["rows"][table]


def rows_of(cursor, table, lead_id):
    cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE lead_id = %s ORDER BY id", [lead_id])
    return [json.loads(row) for (row,) in cursor.fetchall()]


def give_back(merge, model, *, unless="FALSE"):
    """Give both leads their rows of `model` as they were at the merge.

    Rows of the lead that stayed which `unless` (SQL on `t`) holds for are left as they are now.
    """
    rows = merge.record["rows"].get(model._meta.db_table, {})
    put(model, rows.get("gone", []), merge.gone_id, "(id) DO UPDATE")
    put(model, rows.get("dropped", []), merge.lead_id, "DO NOTHING")
    put(model, rows.get("kept", []), merge.lead_id, "(id) DO UPDATE", f"WHERE NOT ({unless})")


def put(model, rows, lead_id, on_conflict, condition=""):
    """Insert rows whose references still exist; a reference that may be empty is, where it does not."""
    if not rows:
        return
    columns = columns_in(rows[0], model)
    values, needed = {name: f"r.{name}" for name in columns} | {"lead_id": "%(lead)s"}, ["TRUE"]
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.column == "lead_id" or field.column not in columns:
            continue
        exists = f"EXISTS (SELECT FROM {field.related_model._meta.db_table} o WHERE o.id = r.{field.column})"
        if field.null:
            values[field.column] = f"CASE WHEN {exists} THEN r.{field.column} END"
        else:
            needed.append(exists)
    if on_conflict.endswith("UPDATE"):
        on_conflict += f" SET {', '.join(f'{name} = excluded.{name}' for name in columns)} {condition}"
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} AS t ({", ".join(columns)}) SELECT {", ".join(values.values())}
            FROM jsonb_populate_recordset(NULL::{table}, %(rows)s) r WHERE {" AND ".join(needed)} ORDER BY r.id
            ON CONFLICT {on_conflict}
            """,
            {"rows": json.dumps(rows), "lead": lead_id},
        )


def columns_in(row, model):
    """Those that a remembered row has; a column added since then takes its default."""
    return [field.column for field in model._meta.concrete_fields if field.column in row and not field.generated]


# Fields


def brought_by(lead):
    """Where and when the values of a lead come from that no provenance names."""
    first = lead.sources.order_by("created_at", "pk").values_list("kind", "created_at").first()
    kind, moment = first or ("import", lead.created_at)
    return [kind, moment.date().isoformat()]


def take_over(kept, gone, brought):
    """Give `kept` what `gone` knows better. Returns the differences, each with the value that was not taken."""
    differences = []
    for key in (*KEYS, "email"):
        fill(kept, gone, key, brought, differences)
    for group in GROUPS:
        take_group(kept, gone, group, brought, differences)
    kept.notes = "\n\n".join(dict.fromkeys(filter(None, (kept.notes, gone.notes))))
    kept.connection = max(kept.connection, gone.connection, key=CLOSENESS.index)
    for name in ("enriched_at", "last_active_on"):
        known = [moment for moment in (getattr(kept, name), getattr(gone, name)) if moment]
        setattr(kept, name, max(known, default=None))
    if kept.best_state == BuyerState.NOT_SCORED:
        kept.best_state, kept.best_score = gone.best_state, gone.best_score
    return differences


def fill(kept, gone, name, brought, differences):
    ours, theirs = getattr(kept, name), getattr(gone, name)
    if theirs and not ours:
        adopt(kept, gone, name, brought)
    elif theirs and theirs != ours and name == "email":
        differences.append({"field": name, "taken": ours, "other": theirs})


def take_group(kept, gone, group, brought, differences):
    decisive = next((name for name in group if getattr(kept, name) or getattr(gone, name)), None)
    if decisive is None:
        return
    better = bool(getattr(gone, decisive)) and standing(gone, decisive, brought) > standing(kept, decisive, brought)
    theirs_first = better or not getattr(kept, decisive)
    employers = {company_key(lead.company_name) for lead in (kept, gone) if lead.company_name}
    mixable = decisive != "company_name" or len(employers) < 2
    before = {name: getattr(kept, name) for name in group}
    for name in group:
        theirs = getattr(gone, name)
        takes = (theirs or not mixable) if theirs_first else (theirs and mixable and not before[name])
        if takes:
            adopt(kept, gone, name, brought)
    for name in group:
        taken, ours, theirs = getattr(kept, name), before[name], getattr(gone, name)
        if ours and theirs and ours != theirs and name in LINE_LIMITS:
            differences.append({"field": name, "taken": taken, "other": theirs if taken == ours else ours})


def standing(lead, name, brought):
    """The more trustworthy source first, then the newer."""
    source, day = lead.provenance.get(name) or brought[lead.pk]
    return TRUST.get(source, BROUGHT), day


def adopt(kept, gone, name, brought):
    setattr(kept, name, getattr(gone, name))
    kept.provenance = kept.provenance | {name: gone.provenance.get(name) or brought[gone.pk]}


def restore_kept(kept, merge):
    """Undo the merge's changes to the lead's own columns, as far as they are what the merge made them."""
    before, after = merge.record["kept"]["before"], merge.record["kept"]["after"]
    now, gone = stored(Lead, kept.pk), merge.record["gone"]
    back = {name: before[name] for name in before if now.get(name) == after.get(name) and before[name] != now[name]}
    for key in (*KEYS, "email"):
        if now[key] and now[key] == gone[key] and before[key] != now[key]:
            back[key] = before[key]
    back["provenance"] = {
        name: entry
        for name in now["provenance"].keys() | before["provenance"].keys()
        if (entry := provenance_before(name, now, after, before))
    }
    if back.get("company_id") and not kept.workspace.companies.filter(pk=back["company_id"]).exists():
        back["company_id"] = None
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE leads_lead l SET {", ".join(f"{name} = b.{name}" for name in back)}
            FROM jsonb_populate_record(NULL::leads_lead, %s) b WHERE l.id = %s
            """,
            [json.dumps(back), kept.pk],
        )


def provenance_before(name, now, after, before):
    untouched = now["provenance"].get(name) == after["provenance"].get(name)
    return (before if untouched else now)["provenance"].get(name)


def restore_gone(merge):
    """The lead that went, under its old id. An address somebody else has taken since stays with them."""
    row = dict(merge.record["gone"])
    for key in KEYS:
        if row[key] and Lead.objects.filter(workspace=merge.workspace_id, **{key: row[key]}).exists():
            row[key] = ""
    columns = columns_in(row, Lead)
    company = "CASE WHEN EXISTS (SELECT FROM leads_company c WHERE c.id = r.company_id) THEN r.company_id END"
    values = [company if name == "company_id" else f"r.{name}" for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO leads_lead ({", ".join(columns)}) SELECT {", ".join(values)}
            FROM jsonb_populate_record(NULL::leads_lead, %s) r
            """,
            [json.dumps(row)],
        )

"""Which of two leads' values a merged lead takes, and how an undo restores them."""

import json

from django.db import connection

from leads.identity.keys import company_key
from leads.identity.platforms import PLATFORMS
from leads.ingest.columns import DETAILS, KEYS, LINE_LIMITS
from leads.models import BuyerState, Lead
from leads.people.field_locks import FOLLOWS, is_locked
from leads.people.merged_rows import columns_in, stored

# Fields that belong together: the first known one decides for all.
TOGETHER = (
    ("company_name", "company_id", "title", "role_started_on"),
    ("location", "city", "region", "country"),
)
# An e-mail address is only ever filled, and notes of both are kept.
ALONE = [name for name in DETAILS if name not in ("email", "notes", *TOGETHER[0], *TOGETHER[1])]
GROUPS = (*TOGETHER, *((name,) for name in ALONE))
# Where a value comes from, the most trustworthy last; what a source of leads brought stands between X and LinkedIn.
TRUST = {"web": 1, "hand": 4} | {platform.name: platform.trust for platform in PLATFORMS.values()}
BROUGHT = 2
CLOSENESS = ("not_connected", "withdrawn", "pending_received", "pending_sent", "connected")


def brought_by(lead):
    """The source and the day of the values that the lead's provenance does not name."""
    first = lead.sources.order_by("created_at", "pk").values_list("kind", "created_at").first()
    kind, moment = first or ("import", lead.created_at)
    return [kind, moment.date().isoformat()]


def take_over(kept, gone, brought):
    """Give `kept` what `gone` knows better. Returns the differences, each with the value that was not taken."""
    differences = []
    for key in (*KEYS, "email"):
        fill(kept, gone, key, brought, differences)
    locked = sorted({*kept.locked, *gone.locked})
    for group in GROUPS:
        take_group(kept, gone, group, brought, differences)
    kept.locked = locked
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
    if (theirs and not ours and not is_locked(kept, name)) or only_theirs_is_locked(kept, gone, name):
        adopt(kept, gone, name, brought)
    elif theirs and theirs != ours and name == "email":
        differences.append({"field": name, "taken": ours, "other": theirs})


def take_group(kept, gone, group, brought, differences):
    decisive = next((name for name in group if getattr(kept, name) or getattr(gone, name)), None)
    if decisive is None:
        return
    better = bool(getattr(gone, decisive)) and trust_in(gone, decisive, brought) > trust_in(kept, decisive, brought)
    theirs_first = better or not getattr(kept, decisive)
    employers = {company_key(lead.company_name) for lead in (kept, gone) if lead.company_name}
    mixable = decisive != "company_name" or len(employers) < 2
    before = {name: getattr(kept, name) for name in group}
    for name in group:
        theirs = getattr(gone, name)
        takes = (theirs or not mixable) if theirs_first else (theirs and mixable and not before[name])
        if only_theirs_is_locked(kept, gone, name) or (takes and not is_locked(kept, name)):
            adopt(kept, gone, name, brought)
    for name in group:
        taken, ours, theirs = getattr(kept, name), before[name], getattr(gone, name)
        if ours and theirs and ours != theirs and name in LINE_LIMITS:
            differences.append({"field": name, "taken": taken, "other": theirs if taken == ours else ours})


def only_theirs_is_locked(kept, gone, name):
    return is_locked(gone, name) and not is_locked(kept, name)


def trust_in(lead, name, brought):
    """A sort key: the more trustworthy source is greater, then the newer one."""
    source, day, *_ = lead.provenance.get(name) or brought[lead.pk]
    return TRUST.get(source, BROUGHT), day


def adopt(kept, gone, name, brought):
    setattr(kept, name, getattr(gone, name))
    kept.provenance = kept.provenance | {name: gone.provenance.get(name) or brought[gone.pk]}


def restore_kept(kept, merge):
    """Undo the merge's changes to the lead's own columns, except where they were changed again since."""
    before, after = merge.record["kept"]["before"], merge.record["kept"]["after"]
    now, gone = stored(Lead, kept.pk), merge.record["gone"]
    locked_since = {*now["locked"]} - {*after["locked"]}
    back = {
        name: before[name]
        for name in before
        if now.get(name) == after.get(name)
        and before[name] != now[name]
        and FOLLOWS.get(name, name) not in locked_since
    }
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
    """Insert the lead that went under its old id. An address that another lead has taken since stays there."""
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

"""What importing the staged rows would do: counts, and examples of each kind of row."""

from django.db import transaction

from leads.ingest import FILL, OVERWRITE, SKIP
from leads.ingest.resolve import resolve
from leads.ingest.tables import DETAILS_OF
from leads.ingest.write import changes, merged_values
from leads.sources.csv.staging import incoming

EXAMPLES_SHOWN = 20
CHANGING = (FILL, OVERWRITE)


def preview(job):
    """Count what a commit would do now, and keep the counts in the job's summary. Writes no lead."""
    with transaction.atomic():
        # what is folded into a person's first row is for the counts alone: each batch of a commit folds its own
        before = transaction.savepoint()
        with incoming(job) as cursor:
            shared = resolve(cursor, job.workspace_id)
            counts = {**_counts(cursor, job.policy), "no_shared_keys": not shared}
            examples = _examples(cursor, counts)
        transaction.savepoint_rollback(before)
    job.summary = {**job.summary, **counts, "examples": examples}
    job.save(update_fields=["summary", "touched_at"])
    return job.summary


def _counts(cursor, policy):
    cursor.execute("""
        SELECT count(*) FILTER (WHERE row = person AND lead_id IS NULL),
            count(*) FILTER (WHERE row <> person),
            count(*) FILTER (WHERE row = person AND lead_id IS NOT NULL),
            count(*) FILTER (
                WHERE row = person AND lead_id IS NULL AND linkedin_slug = '' AND x_handle = '' AND email_key = ''
            )
        FROM incoming
    """)
    create, in_file, in_workspace, without_key = cursor.fetchone()
    updates = {SKIP: 0, **(_updates(cursor) if in_workspace else dict.fromkeys(CHANGING, 0))}
    return {
        "create": create,
        "update": updates[policy],
        "updates": updates,
        "duplicates_in_file": in_file,
        "duplicates_in_workspace": in_workspace,
        "unique_people": create + in_workspace,
        "without_key": without_key,
        **_on_platforms(cursor),
    }


def _on_platforms(cursor):
    """How many people have a profile on each platform and on both, by the file or by their lead."""
    x, linkedin = (f"(i.{key} <> '' OR l.{key} <> '')" for key in ("x_handle", "linkedin_slug"))
    cursor.execute(f"""
        SELECT count(*) FILTER (WHERE {x}), count(*) FILTER (WHERE {linkedin}),
            count(*) FILTER (WHERE {x} AND {linkedin})
        FROM incoming i LEFT JOIN leads_lead l ON l.id = i.lead_id WHERE i.row = i.person
    """)
    return dict(zip(("on_x", "on_linkedin", "on_both"), cursor.fetchone(), strict=True))


def _updates(cursor):
    """How many leads would change under each policy that changes any."""
    counts = [f"count(*) FILTER (WHERE {_would_change(policy)})" for policy in CHANGING]
    cursor.execute(f"""
        SELECT {", ".join(counts)} FROM incoming i {DETAILS_OF.format("i")}
            JOIN leads_lead l ON l.id = i.lead_id WHERE i.row = i.person
    """)
    return dict(zip(CHANGING, cursor.fetchone(), strict=True))


def _would_change(policy):
    values = merged_values(policy)
    # the company of a lead is settled only when it is written
    del values["company_id"]
    return changes(values)


def _examples(cursor, counts):
    """The first rows of each kind, with the reason they are of it."""
    kinds = {
        "create": ("i.row = i.person AND i.lead_id IS NULL", "'New'"),
        "duplicates_in_file": ("i.row <> i.person", "'Same person as in row ' || head.reference"),
        "duplicates_in_workspace": (
            "i.row = i.person AND i.lead_id IS NOT NULL",
            f"'Already a lead: ' || {_display_name('l', 'l')}",
        ),
    }
    return {kind: _first_rows(cursor, *kinds[kind]) if counts[kind] else [] for kind in kinds}


def _display_name(details, keys):
    """SQL: the person's `Lead.display_name`."""
    return f"""COALESCE(NULLIF({details}.full_name, ''), '@' || NULLIF({keys}.x_handle, ''),
        NULLIF({keys}.linkedin_slug, ''), {details}.email)"""


def _first_rows(cursor, condition, reason):
    cursor.execute(f"""
        SELECT i.reference::int, {_display_name("p", "i")}, p.title, p.company_name, {reason}
        FROM (SELECT * FROM incoming i WHERE {condition} ORDER BY i.row LIMIT {EXAMPLES_SHOWN}) AS i
            {DETAILS_OF.format("i")}
            LEFT JOIN incoming head ON head.row = i.person LEFT JOIN leads_lead l ON l.id = i.lead_id
        ORDER BY i.row
    """)
    names = ("line", "person", "title", "company", "reason")
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

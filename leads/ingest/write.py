"""Resolved people become leads, with their sources and posts."""

import json
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from leads.ingest.columns import DETAILS, KEYS, SOURCED
from leads.ingest.companies import create_companies, find_companies, next_id
from leads.ingest.tables import DETAILS_OF, by_index
from leads.models import Search
from leads.people.field_locks import unless_locked

SKIP, FILL, OVERWRITE = "skip", "fill", "overwrite"


@dataclass(slots=True)
class Ingested:
    """Counts of people, not of rows; `rejected` are rows without any identity."""

    found: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0


def write(cursor, search, policy) -> Ingested:
    """Turn a resolved `incoming` into leads, companies, sources and posts. The caller adds the counts to the search."""
    with by_index(cursor):
        find_companies(cursor, search.workspace_id)
    create_companies(cursor, search.workspace_id)
    created = create_leads(cursor, search.workspace_id)
    updated = update_leads(cursor, search, policy) if policy != SKIP else 0
    cursor.execute("""
        UPDATE incoming i SET lead_id = head.lead_id FROM incoming head
        WHERE head.row = i.person AND i.row <> i.person
    """)
    rows = record_sources(cursor, search)
    record_posts(cursor, search.workspace_id)
    return Ingested(found=rows, created=created, updated=updated, duplicates=rows - created)


def create_leads(cursor, workspace_id):
    cursor.execute(f"""
        UPDATE incoming i SET is_new = numbered.is_new, lead_id = numbered.lead_id, company_id = numbered.company_id
        FROM (
            SELECT row, lead_id IS NULL AS is_new, COALESCE(lead_id, {next_id("leads_lead")}) AS lead_id, company_id
            FROM (
                SELECT i.row, i.lead_id, c.id AS company_id
                FROM incoming i LEFT JOIN incoming_company c USING (company_key)
                WHERE i.row = i.person ORDER BY i.row
            ) AS in_order
        ) AS numbered WHERE numbered.row = i.row
    """)
    cursor.execute(
        f"""
        INSERT INTO leads_lead
            (id, workspace_id, connection, best_state, missing, created_at, updated_at, company_id,
            {", ".join((*KEYS, *DETAILS))})
        SELECT i.lead_id, %s, {connection_of("'not_connected'")}, 'not_scored', '{{}}', now(), now(), i.company_id,
            {", ".join(f"i.{name}" for name in KEYS)}, {", ".join(f"p.{name}" for name in DETAILS)}
        FROM (SELECT * FROM incoming WHERE is_new ORDER BY row) AS i {DETAILS_OF.format("i")}
        """,
        [workspace_id],
    )
    return cursor.rowcount


def merged_values(policy):
    """The SQL of every column of a lead (l) that `update_leads` may change, merged with what came in (i, p).

    Keys and e-mail are only ever filled; the policy decides about the rest. Fields set by hand stay.
    """
    filled = "COALESCE(NULLIF(l.{0}, ''), {1}.{0})"
    value = filled if policy == FILL else "COALESCE(NULLIF({1}.{0}, ''), l.{0})"
    known = "COALESCE(l.{0}, {1}.{0})" if policy == FILL else "COALESCE({1}.{0}, l.{0})"
    new = {name: filled.format(name, "i") for name in KEYS}
    new |= {name: (known if field.null else value).format(name, "p") for name, field in DETAILS.items()}
    new |= {
        "email": filled.format("email", "p"),
        "company_id": known.format("company_id", "i"),
        "connection": connection_of("l.connection"),
    }
    return {name: unless_locked(name, sql) for name, sql in new.items()}


def connection_of(known):
    """The SQL of the connection with an incoming person (p): a source that knows since when says that there is one."""
    return f"CASE WHEN p.connected_on IS NULL THEN {known} ELSE 'connected' END"


def changes(values):
    """The SQL condition that the lead (l) of an incoming person (i, p) would change."""
    return f"({', '.join('l.' + name for name in values)}) IS DISTINCT FROM ({', '.join(values.values())})"


def update_leads(cursor, search, policy):
    """Returns how many leads changed. Each names the search as the source of its new values."""
    new = merged_values(policy)
    noted = ", ".join(
        f"'{name}', CASE WHEN {new[name]} IS DISTINCT FROM l.{name} THEN s.source END" for name in SOURCED
    )
    # scores lock leads in this order too, so the two never wait for each other
    cursor.execute("""
        SELECT FROM leads_lead WHERE id IN (SELECT lead_id FROM incoming WHERE NOT is_new AND row = person)
        ORDER BY id FOR NO KEY UPDATE
    """)
    cursor.execute(
        f"""
        UPDATE leads_lead l SET {", ".join(f"{name} = {sql}" for name, sql in new.items())},
            provenance = l.provenance || jsonb_strip_nulls(jsonb_build_object({noted})), updated_at = now()
        FROM incoming i {DETAILS_OF.format("i")} CROSS JOIN (SELECT %s::jsonb AS source) AS s
        WHERE l.id = i.lead_id AND i.row = i.person AND NOT i.is_new AND {changes(new)}
        """,
        [json.dumps([search.kind, timezone.now().date().isoformat()])],
    )
    return cursor.rowcount


def record_sources(cursor, search):
    """Returns how many rows came in."""
    cursor.execute("SELECT count(*), bool_and(is_new) FROM incoming")
    rows, are_new = cursor.fetchone()
    # a new lead has no source yet, and to look for one costs as much as an index
    unless_known = "" if are_new else "ON CONFLICT DO NOTHING"
    cursor.execute(
        f"""
        INSERT INTO leads_leadsource (
            workspace_id, lead_id, search_id, kind, reference, evidence, evidence_url, evidence_at, created_at
        )
        SELECT %s, lead_id, %s, %s, reference, evidence, evidence_url, evidence_at, now() FROM incoming ORDER BY row
        {unless_known}
        """,
        [search.workspace_id, search.pk, search.kind],
    )
    return rows


def record_posts(cursor, workspace_id):
    cursor.execute(
        """
        INSERT INTO leads_post (workspace_id, lead_id, platform, external_id, text, url, posted_at, created_at)
        SELECT %s, i.lead_id, p.platform, p.external_id, p.text, p.url, p.posted_at, now()
        FROM incoming_details brought JOIN incoming i ON i.row = brought.row
            CROSS JOIN LATERAL jsonb_to_recordset(brought.posts)
            AS p(platform text, external_id text, text text, url text, posted_at timestamptz)
        WHERE brought.posts <> '[]'
        ON CONFLICT DO NOTHING
        """,
        [workspace_id],
    )


def add_counts(search, result):
    Search.objects.filter(pk=search.pk).update(
        found=F("found") + result.found + result.rejected,
        created=F("created") + result.created,
        updated=F("updated") + result.updated,
        duplicates=F("duplicates") + result.duplicates,
        rejected=F("rejected") + result.rejected,
    )

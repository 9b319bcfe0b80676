"""Resolving incoming rows: which of them are one person, and which lead that person is already.

Rows that share a key are one person, transitively. A key shared by people whose stronger keys differ (an office's
e-mail address) stays with the first of them only, and so does a weak key of people whose names differ.
"""

from itertools import combinations

from leads.identity.platforms import HANDLE_FIELDS
from leads.ingest import shared_addresses
from leads.ingest.columns import DETAIL_FIELDS, KEYS
from leads.ingest.tables import by_index

FIRST_KNOWN = "COALESCE((array_agg({0} ORDER BY i.row) FILTER (WHERE {0} <> ''))[1], '')"
SMALLEST = "min({0})"


def resolve(cursor, workspace_id, *, distinct=False):
    """Set `person` of each row of `incoming` to the first row of the same person, and `lead_id` to their lead.

    Returns how many times a row shares a key with another. `distinct` says that none does as the rows stand.
    """
    changed = use_current_addresses(cursor, workspace_id)
    cursor.execute(f"ANALYZE incoming (row, person, {', '.join(KEYS)})")
    shared = 0 if distinct and not changed else collect_shared_keys(cursor)
    if shared:
        with by_index(cursor):
            parted = shared_addresses.part_rows(cursor, workspace_id)
        if parted:
            collect_shared_keys(cursor)
        join_people(cursor)
    held, parted = part_from_leads(cursor, workspace_id)
    while parted:
        # by name and company, who left may be the same person as others
        if collect_shared_keys(cursor):
            join_people(cursor)
        held, parted = part_from_leads(cursor, workspace_id)
    if held:
        with by_index(cursor):
            match_existing_leads(cursor)
            keep_matched_leads(cursor)
    return shared


def join_people(cursor):
    for stronger, weaker in combinations(KEYS, 2):
        drop_key_shared_by_different_people(cursor, stronger, weaker)
    join_rows_sharing_a_key(cursor)
    split_different_profiles(cursor)
    fold_persons(cursor)


def part_from_leads(cursor, workspace_id):
    """How many keys of the persons leads hold, and from how many persons a shared address was taken."""
    with by_index(cursor):
        cursor.execute("SELECT FROM leads_lead WHERE workspace_id = %s LIMIT 1", [workspace_id])
        # the first import of a team is often its largest, and has nothing to look up
        held = collect_keys_of_leads(cursor, workspace_id) if cursor.rowcount else 0
        return held, shared_addresses.part_from_leads(cursor) if held else 0


def use_current_addresses(cursor, workspace_id):
    """A row with a former address of a lead is that lead, unless another lead has the address by now.

    Returns how many addresses changed.
    """
    changed = 0
    with by_index(cursor):
        for platform, key in HANDLE_FIELDS.items():
            cursor.execute(
                f"""
                UPDATE incoming i SET {key} = l.{key}
                FROM leads_formeraddress f JOIN leads_lead l ON l.id = f.lead_id
                WHERE f.workspace_id = %(workspace)s AND f.platform = %(platform)s AND f.handle = i.{key}
                    AND i.{key} <> '' AND l.{key} <> '' AND NOT EXISTS (
                        SELECT FROM leads_lead o
                        WHERE o.workspace_id = %(workspace)s AND o.{key} = i.{key} AND o.{key} <> ''
                    )
                """,
                {"workspace": workspace_id, "platform": platform},
            )
            changed += cursor.rowcount
    return changed


def collect_shared_keys(cursor):
    """Fill `incoming_key` with the keys that several rows hold; returns how many rows do."""
    of_one_key = """
        SELECT row, '{0}' AS kind, {0} AS key, %s FROM incoming JOIN (
            SELECT {0} FROM incoming WHERE {0} <> '' GROUP BY {0} HAVING count(*) > 1
        ) AS shared USING ({0})
    """
    cursor.execute("DROP TABLE IF EXISTS incoming_key")
    known = ", ".join(f"incoming.{key}" for key in KEYS)
    selects = " UNION ALL ".join(of_one_key.replace("%s", known).format(key) for key in KEYS)
    cursor.execute(f"CREATE TEMP TABLE incoming_key ON COMMIT DROP AS {selects}")
    return cursor.rowcount


def drop_key_shared_by_different_people(cursor, stronger, weaker):
    """Drop the `weaker` key of rows whose `stronger` key differs from that of the first row with this weaker key."""
    cursor.execute(f"""
        WITH owner AS (
            SELECT DISTINCT ON (key) key, {stronger} FROM incoming_key
            WHERE kind = '{weaker}' AND {stronger} <> '' ORDER BY key, row
        ), dropped AS (
            DELETE FROM incoming_key k USING owner o
            WHERE k.kind = '{weaker}' AND k.key = o.key AND k.{stronger} NOT IN ('', o.{stronger})
            RETURNING k.row
        )
        UPDATE incoming i SET {weaker} = '' FROM dropped d WHERE i.row = d.row
    """)


def join_rows_sharing_a_key(cursor):
    joined = True
    while joined:
        cursor.execute("""
            WITH labelled AS (
                SELECT i.person, min(i.person) OVER (PARTITION BY k.kind, k.key) AS first
                FROM incoming_key k JOIN incoming i USING (row)
            ), merged AS (
                SELECT person, min(first) AS first FROM labelled GROUP BY person HAVING min(first) < person
            )
            UPDATE incoming i SET person = m.first FROM merged m WHERE i.person = m.person
        """)
        joined = cursor.rowcount > 0


def split_different_profiles(cursor):
    """Split people with different LinkedIn profiles that a chain of weaker keys joined.

    What they share with others stays with the first.
    """
    shared = "CASE WHEN EXISTS (SELECT FROM incoming_key k WHERE k.row = i.row AND k.kind = '{0}') THEN '' ELSE {0} END"
    cursor.execute(f"""
        WITH first AS (
            SELECT DISTINCT ON (person) person, linkedin_slug FROM incoming
            WHERE linkedin_slug <> '' AND person IN (SELECT person FROM incoming WHERE row <> person)
            ORDER BY person, row
        ), split AS (
            SELECT i.row, min(i.row) OVER (PARTITION BY i.person, i.linkedin_slug) AS head
            FROM incoming i JOIN first f USING (person) WHERE i.linkedin_slug NOT IN ('', f.linkedin_slug)
        )
        UPDATE incoming i SET person = p.head, {", ".join(f"{key} = {shared.format(key)}" for key in KEYS[1:])}
        FROM split p WHERE i.row = p.row
    """)


def fold_persons(cursor):
    """Give each person's first row the first known value of every field among their rows."""
    fold(cursor, "incoming", dict.fromkeys((*KEYS, "company_key"), FIRST_KNOWN))
    values = {name: SMALLEST if field.null else FIRST_KNOWN for name, field in DETAIL_FIELDS.items()}
    fold(cursor, "incoming_details", values)


def fold(cursor, table, columns):
    values = ", ".join(f"{value.format(f't.{name}')} AS {name}" for name, value in columns.items())
    cursor.execute(f"""
        WITH folded AS (
            SELECT i.person, {values} FROM incoming i JOIN {table} t ON t.row = i.row
            WHERE i.person IN (SELECT person FROM incoming WHERE row <> person) GROUP BY i.person
        )
        UPDATE {table} t SET {", ".join(f"{name} = f.{name}" for name in columns)} FROM folded f WHERE t.row = f.person
    """)


def collect_keys_of_leads(cursor, workspace_id):
    """Fill `lead_key` with the persons' keys that leads of the workspace hold; returns how many there are.

    The workspace stands in an expression, so that only the key's own index can serve.
    """
    keys = ", ".join(f"l.{key}" for key in KEYS)
    of_one_key = f"""
        SELECT i.row, '{{0}}' AS kind, held.* FROM incoming i CROSS JOIN LATERAL (
            SELECT l.id AS lead_id, {keys} FROM leads_lead l
            WHERE l.{{0}} = i.{{0}} AND l.{{0}} <> '' AND l.workspace_id + 0 = %(workspace)s OFFSET 0
        ) AS held WHERE i.row = i.person AND i.{{0}} <> ''
    """
    cursor.execute("DROP TABLE IF EXISTS lead_key")
    selects = " UNION ALL ".join(of_one_key.format(key) for key in KEYS)
    cursor.execute(f"CREATE TEMP TABLE lead_key ON COMMIT DROP AS {selects}", {"workspace": workspace_id})
    return cursor.rowcount


def match_existing_leads(cursor):
    for rank, key in enumerate(KEYS):
        agrees = "".join(f" AND (h.{k} = '' OR i.{k} = '' OR h.{k} = i.{k})" for k in KEYS[:rank])
        cursor.execute(f"""
            UPDATE incoming i SET lead_id = h.lead_id FROM lead_key h
            WHERE h.kind = '{key}' AND i.row = h.row AND i.lead_id IS NULL{agrees}
        """)
    cursor.execute("""
        WITH same AS (SELECT lead_id, min(row) AS first FROM incoming WHERE lead_id IS NOT NULL
                      GROUP BY lead_id HAVING count(*) > 1)
        UPDATE incoming i SET person = s.first FROM same s, incoming head
        WHERE head.lead_id = s.lead_id AND i.person = head.row
    """)
    if cursor.rowcount:
        fold_persons(cursor)
    for key in KEYS[1:]:
        cursor.execute(f"""
            UPDATE incoming i SET {key} = '' FROM lead_key h JOIN incoming probed USING (row)
            WHERE h.kind = '{key}' AND i.row = probed.person AND i.{key} = h.{key}
                AND h.lead_id IS DISTINCT FROM i.lead_id
        """)


def keep_matched_leads(cursor):
    """Lock the leads against deletion: sources are written without a foreign key's check for each.

    A lead that was deleted since its keys were looked up is a new person.
    """
    cursor.execute("""
        WITH kept AS (
            SELECT id FROM leads_lead WHERE id IN (SELECT lead_id FROM incoming) ORDER BY id FOR KEY SHARE
        )
        UPDATE incoming SET lead_id = NULL WHERE lead_id IS NOT NULL AND lead_id NOT IN (SELECT id FROM kept)
    """)

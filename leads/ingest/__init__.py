"""The one door through which people enter a workspace.

Found profiles are copied into a temporary table, resolved to persons and written set-wise. Callers
either hand over `FoundProfile`s (`ingest`) or fill the table themselves (`staging`, `resolve`, `write`).
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from leads.identity import keys
from leads.identity.keys import DOMAIN_MAX, X_USER_ID_MAX, clean_text, company_key
from leads.identity.platforms import HANDLE_FIELDS
from leads.models import Search, Workspace
from leads.signals import leads_added

SKIP, FILL, OVERWRITE = "skip", "fill", "overwrite"
LINE_LIMITS = {
    "full_name": 200,
    "title": 300,
    "company_name": 200,
    "company_size": 40,
    "company_location": 200,
    "industry": 200,
    "location": 200,
    "website": 500,
}
TEXT_LIMIT = 20_000
REFERENCE_LIMIT = 100
POST_ID_LIMIT = 100
TEXT_FIELDS = ("bio", "skills", "keywords", "notes")
PROFILE_FIELDS = (*LINE_LIMITS, *TEXT_FIELDS)
# strongest first: a weaker key never joins two people whose stronger keys differ
KEYS = ("linkedin_slug", "x_user_id", "x_handle", "email_key", "person_key")
# who is who is settled in a narrow table; what is known of each is looked at where it is written
WHO = ("row", "reference", *KEYS, "company_key", "evidence")
WHAT = ("email", *PROFILE_FIELDS, "role_started_on", "company_domain", "posts")
COLUMNS = (*WHO, *WHAT)
# whose source a lead's provenance names; the other columns follow from these
SOURCED = ("linkedin_slug", "x_user_id", "x_handle", "email", *PROFILE_FIELDS, "role_started_on")
# by index, whatever the planner believes of a table that was just filled
PROFILE = "CROSS JOIN LATERAL (SELECT * FROM incoming_profile WHERE row = {0}.row OFFSET 0) AS p"
FIRST_KNOWN = "COALESCE((array_agg({0} ORDER BY i.row) FILTER (WHERE {0} <> ''))[1], '')"


@dataclass(slots=True)
class FoundPost:
    text: str
    platform: str = "import"
    external_id: str = ""
    url: str = ""
    posted_at: str | None = None


@dataclass(slots=True)
class FoundProfile:
    """A person as a source found them. `linkedin`, `x` and `email` may be written in any way."""

    linkedin: str = ""
    x: str = ""
    x_user_id: str = ""
    email: str = ""
    full_name: str = ""
    title: str = ""
    company_name: str = ""
    company_size: str = ""
    company_location: str = ""
    company_domain: str = ""
    industry: str = ""
    location: str = ""
    website: str = ""
    bio: str = ""
    skills: str = ""
    keywords: str = ""
    notes: str = ""
    role_started_on: date | None = None
    evidence: str = ""
    reference: str = ""
    posts: list[FoundPost] = field(default_factory=list)


@dataclass(slots=True)
class Ingested:
    """Counts of people, not of rows; `rejected` are rows without any identity."""

    found: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0


def ingest(*, search: Search, profiles: Iterable[FoundProfile], policy=FILL) -> Ingested:
    """Write `profiles` into the search's workspace and record where they came from.

    One transaction: all of them or none. Listeners of `leads_added` are told after it.
    """
    records, rejected = [], 0
    for row, profile in enumerate(profiles):
        record = staged_record(row, profile)
        if record:
            records.append(record)
        else:
            rejected += 1
    with transaction.atomic():
        with staging(search.workspace_id) as cursor:
            hold_door(cursor, search.workspace_id)
            copy_records(cursor, records)
            resolve(cursor, search.workspace_id)
            result = write(cursor, search, policy)
            cursor.execute("DROP TABLE incoming_profile")
        result.rejected = rejected
        count(search, result)
        leads_added.send(Search, search=search)
    return result


def count(search, result):
    Search.objects.filter(pk=search.pk).update(
        found=F("found") + result.found + result.rejected,
        created=F("created") + result.created,
        updated=F("updated") + result.updated,
        duplicates=F("duplicates") + result.duplicates,
        rejected=F("rejected") + result.rejected,
    )


def staged_record(row, found):
    """A tuple of COLUMNS in the form the staging table takes, or None for nobody."""
    slug = keys.linkedin_slug(found.linkedin) or ""
    handle = keys.x_handle(found.x) or ""
    email = keys.email_address(found.email) or ""
    lines = {name: clean_line(getattr(found, name), limit) for name, limit in LINE_LIMITS.items()}
    x_user_id = whole_line(found.x_user_id, X_USER_ID_MAX)
    strong = slug or handle or x_user_id or email
    fallback = "" if strong else fallback_key(lines)
    if not (strong or fallback):
        return None
    return (
        row, clean_line(found.reference, REFERENCE_LIMIT) or str(row), slug, x_user_id, handle,
        keys.email_key(email) or "" if email else "", fallback, company_key(lines["company_name"]),
        clean_text(found.evidence)[:TEXT_LIMIT], email,
        *lines.values(), *(clean_text(getattr(found, name))[:TEXT_LIMIT] for name in TEXT_FIELDS),
        found.role_started_on, whole_line(found.company_domain, DOMAIN_MAX),
        json.dumps([post_record(post) for post in found.posts if post.text]),
    )  # fmt: skip


def fallback_key(lines):
    return keys.person_key(
        full_name=lines["full_name"], company=lines["company_name"], title=lines["title"], location=lines["location"]
    )


def clean_line(text, limit):
    return " ".join(clean_text(text).split())[:limit].rstrip()


def whole_line(text, limit):
    """The text, or nothing where it is too long: half an identity is somebody else's."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= limit else ""


def post_record(post):
    text = clean_text(post.text)[:TEXT_LIMIT]
    return {
        "platform": post.platform,
        "external_id": whole_line(post.external_id, POST_ID_LIMIT) or hashlib.sha256(text.encode()).hexdigest()[:40],
        "text": text,
        "url": clean_line(post.url, 500),
        "posted_at": post.posted_at,
    }


@contextmanager
def staging(workspace_id):
    """A cursor with an empty `incoming` table.

    Beside it the caller makes `incoming_profile`, which holds WHAT of each row: a table, or a view of one.
    """
    with connection.cursor() as cursor:
        keep_workspace(cursor, workspace_id)
        # a batch is sorted in memory, and read neither by a compiler nor for fine statistics: both take longer than it
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL default_statistics_target = 10")
        cursor.execute("DROP TABLE IF EXISTS incoming")
        texts = ", ".join(f"{name} text NOT NULL DEFAULT ''" for name in WHO[2:])
        cursor.execute(f"""
            CREATE TEMP TABLE incoming (
                row int PRIMARY KEY, reference text NOT NULL, {texts},
                person int NOT NULL, lead_id bigint, company_id bigint, is_new boolean NOT NULL DEFAULT false
            ) WITH (fillfactor = 60) ON COMMIT DROP
        """)
        yield cursor


def hold_door(cursor, workspace_id):
    """Let one transaction at a time bring people into the workspace."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leads.ingest'), %s)", [workspace_id])


def keep_workspace(cursor, workspace_id):
    """Its rows are written without a foreign key's check for each: nobody deletes it meanwhile."""
    cursor.execute("SELECT FROM leads_workspace WHERE id = %s FOR KEY SHARE", [workspace_id])
    if not cursor.rowcount:
        raise Workspace.DoesNotExist


def copy_records(cursor, records):
    texts = ", ".join(f"{name} text NOT NULL" for name in ("email", *PROFILE_FIELDS, "company_domain"))
    cursor.execute(f"""
        CREATE TEMP TABLE incoming_profile (
            row int PRIMARY KEY, {texts}, role_started_on date, posts jsonb NOT NULL
        ) ON COMMIT DROP
    """)
    with cursor.copy(f"COPY incoming ({', '.join(WHO)}, person) FROM STDIN") as copy:
        for record in records:
            copy.write_row((*record[: len(WHO)], record[0]))
    with cursor.copy(f"COPY incoming_profile (row, {', '.join(WHAT)}) FROM STDIN") as copy:
        for record in records:
            copy.write_row((record[0], *record[len(WHO) :]))


def resolve(cursor, workspace_id):
    """Decide who is who in `incoming`: `person` is the first row of the same person, `lead_id` their lead.

    Rows that share a key are one person, transitively; a key shared by people whose stronger keys
    differ (an office's e-mail address) stays with the first of them only. Returns how often rows share one.
    """
    use_todays_addresses(cursor, workspace_id)
    cursor.execute(f"ANALYZE incoming (row, person, {', '.join(KEYS)})")
    shared = collect_shared_keys(cursor)
    if shared:
        for stronger, weaker in combinations(KEYS, 2):
            drop_key_shared_by_different_people(cursor, stronger, weaker)
        join_rows_sharing_a_key(cursor)
        part_different_profiles(cursor)
        fold_persons(cursor)
    with by_index(cursor):
        if collect_held_keys(cursor, workspace_id):
            match_existing_leads(cursor)
            keep_matched_leads(cursor)
    return shared


def use_todays_addresses(cursor, workspace_id):
    """Who is brought by a former address of a lead is that lead, unless somebody else has the address by now."""
    for platform, key in HANDLE_FIELDS.items():
        cursor.execute(
            f"""
            UPDATE incoming i SET {key} = l.{key}
            FROM leads_formeraddress f JOIN leads_lead l ON l.id = f.lead_id
            WHERE f.workspace_id = %(workspace)s AND f.platform = %(platform)s AND f.handle = i.{key} AND l.{key} <> ''
                AND NOT EXISTS (
                    SELECT FROM leads_lead o WHERE o.workspace_id = %(workspace)s AND o.{key} = i.{key}
                )
            """,
            {"workspace": workspace_id, "platform": platform},
        )


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
    """The `weaker` key of rows whose `stronger` one differs from that of the first row with this weaker key."""
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


def part_different_profiles(cursor):
    """People with LinkedIn profiles of their own that a chain of weaker keys joined become persons of their own.

    What they share with others stays with the first.
    """
    shared = "CASE WHEN EXISTS (SELECT FROM incoming_key k WHERE k.row = i.row AND k.kind = '{0}') THEN '' ELSE {0} END"
    cursor.execute(f"""
        WITH first AS (
            SELECT DISTINCT ON (person) person, linkedin_slug FROM incoming
            WHERE linkedin_slug <> '' AND person IN (SELECT person FROM incoming WHERE row <> person)
            ORDER BY person, row
        ), parted AS (
            SELECT i.row, min(i.row) OVER (PARTITION BY i.person, i.linkedin_slug) AS head
            FROM incoming i JOIN first f USING (person) WHERE i.linkedin_slug NOT IN ('', f.linkedin_slug)
        )
        UPDATE incoming i SET person = p.head, {", ".join(f"{key} = {shared.format(key)}" for key in KEYS[1:])}
        FROM parted p WHERE i.row = p.row
    """)


def fold_persons(cursor):
    """Give each person's first row the first known value of every field among their rows."""
    fold(cursor, "incoming", dict.fromkeys((*KEYS, "company_key"), FIRST_KNOWN))
    texts = dict.fromkeys(("email", *PROFILE_FIELDS, "company_domain"), FIRST_KNOWN)
    fold(cursor, "incoming_profile", {**texts, "role_started_on": "min({})"})


def fold(cursor, table, columns):
    values = ", ".join(f"{value.format(f't.{name}')} AS {name}" for name, value in columns.items())
    cursor.execute(f"""
        WITH folded AS (
            SELECT i.person, {values} FROM incoming i JOIN {table} t ON t.row = i.row
            WHERE i.person IN (SELECT person FROM incoming WHERE row <> person) GROUP BY i.person
        )
        UPDATE {table} t SET {", ".join(f"{name} = f.{name}" for name in columns)} FROM folded f WHERE t.row = f.person
    """)


def collect_held_keys(cursor, workspace_id):
    """Fill `incoming_held` with the persons' keys that leads of the workspace hold; returns how many there are.

    The workspace stands in an expression, so that only the key's own index can serve.
    """
    keys = ", ".join(f"l.{key}" for key in KEYS)
    of_one_key = f"""
        SELECT i.row, '{{0}}' AS kind, held.* FROM incoming i CROSS JOIN LATERAL (
            SELECT l.id AS lead_id, {keys} FROM leads_lead l
            WHERE l.{{0}} = i.{{0}} AND l.{{0}} <> '' AND l.workspace_id + 0 = %(workspace)s OFFSET 0
        ) AS held WHERE i.row = i.person AND i.{{0}} <> ''
    """
    cursor.execute("DROP TABLE IF EXISTS incoming_held")
    selects = " UNION ALL ".join(of_one_key.format(key) for key in KEYS)
    cursor.execute(f"CREATE TEMP TABLE incoming_held ON COMMIT DROP AS {selects}", {"workspace": workspace_id})
    return cursor.rowcount


def match_existing_leads(cursor):
    for rank, key in enumerate(KEYS):
        agrees = "".join(f" AND (h.{k} = '' OR i.{k} = '' OR h.{k} = i.{k})" for k in KEYS[:rank])
        cursor.execute(f"""
            UPDATE incoming i SET lead_id = h.lead_id FROM incoming_held h
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
            UPDATE incoming i SET {key} = '' FROM incoming_held h JOIN incoming probed USING (row)
            WHERE h.kind = '{key}' AND i.row = probed.person AND i.{key} = h.{key}
                AND h.lead_id IS DISTINCT FROM i.lead_id
        """)


def keep_matched_leads(cursor):
    """Sources are written without a foreign key's check for each: nobody deletes their lead meanwhile.

    Who was deleted since their keys were looked up is a new person.
    """
    cursor.execute("""
        WITH kept AS (
            SELECT id FROM leads_lead WHERE id IN (SELECT lead_id FROM incoming) ORDER BY id FOR KEY SHARE
        )
        UPDATE incoming SET lead_id = NULL WHERE lead_id IS NOT NULL AND lead_id NOT IN (SELECT id FROM kept)
    """)


@contextmanager
def by_index(cursor):
    """Leads and companies are probed by index for each row, whatever the planner believes of tables that grow.

    OFFSET 0 in the probes keeps it from turning them into joins that read a table it takes for empty.
    """
    cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    yield
    cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on")


def write(cursor, search, policy) -> Ingested:
    """Turn a resolved `incoming` into leads, companies, sources and posts. Counts are not yet booked."""
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


def bring_companies(cursor, workspace_id, rows):
    """Create the companies that the `rows` name (what stands after FROM), while others may create the same.

    All take them in one order, so that nobody waits in a circle.
    """
    keep_workspace(cursor, workspace_id)
    cursor.execute(
        f"""
        INSERT INTO leads_company
            (workspace_id, name, name_key, domain, linkedin_slug, industry, size, location, created_at)
        SELECT DISTINCT ON (company_key) %s, company_name, company_key, company_domain, '', industry, company_size,
            company_location, now()
        FROM {rows} AND company_key <> '' ORDER BY company_key, row
        ON CONFLICT DO NOTHING
        """,
        [workspace_id],
    )


def find_companies(cursor, workspace_id):
    """Fill `incoming_company` with a row for each company: its key, the first row that names it, and its id.

    Nobody deletes one meanwhile: leads are written without a foreign key's check for each.
    """
    cursor.execute("DROP TABLE IF EXISTS incoming_company")
    cursor.execute(
        f"""
        CREATE TEMP TABLE incoming_company ON COMMIT DROP AS
        SELECT company_key, row, id IS NULL AS is_new, COALESCE(id, {next_id("leads_company")}) AS id FROM (
            SELECT company_key, min(row) AS row FROM incoming WHERE row = person AND company_key <> ''
            GROUP BY company_key ORDER BY company_key
        ) AS named LEFT JOIN LATERAL (
            SELECT c.id FROM leads_company c
            WHERE c.name_key = named.company_key AND c.workspace_id + 0 = %s FOR KEY SHARE
        ) AS held ON true
        """,
        [workspace_id],
    )


def next_id(table):
    # the sequence's name stands in a subquery: it is looked up once, not for every row
    return f"nextval((SELECT pg_get_serial_sequence('{table}', 'id')::regclass))"


def create_companies(cursor, workspace_id):
    cursor.execute(
        f"""
        INSERT INTO leads_company
            (id, workspace_id, name, name_key, domain, linkedin_slug, industry, size, location, created_at)
        SELECT c.id, %s, p.company_name, c.company_key, p.company_domain, '', p.industry, p.company_size,
            p.company_location, now()
        FROM incoming_company c {PROFILE.format("c")} WHERE c.is_new
        """,
        [workspace_id],
    )


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
    copied = ("email", *PROFILE_FIELDS, "role_started_on")
    cursor.execute(
        f"""
        INSERT INTO leads_lead
            (id, workspace_id, connection, best_state, missing, created_at, updated_at, company_id,
            {", ".join((*KEYS, *copied))})
        SELECT i.lead_id, %s, 'not_connected', 'not_scored', '{{}}', now(), now(), i.company_id,
            {", ".join(f"i.{name}" for name in KEYS)}, {", ".join(f"p.{name}" for name in copied)}
        FROM (SELECT * FROM incoming WHERE is_new ORDER BY row) AS i {PROFILE.format("i")}
        """,
        [workspace_id],
    )
    return cursor.rowcount


def merged_values(policy):
    """The SQL of every column of a lead (l) that `update_leads` may change, merged with what came in (i, p).

    Keys and e-mail are only ever filled; the policy decides about the rest.
    """
    filled = "COALESCE(NULLIF(l.{0}, ''), {1}.{0})"
    value = filled if policy == FILL else "COALESCE(NULLIF({1}.{0}, ''), l.{0})"
    known = "COALESCE(l.{0}, {1}.{0})" if policy == FILL else "COALESCE({1}.{0}, l.{0})"
    new = {name: filled.format(name, "i") for name in KEYS}
    new |= {"email": filled.format("email", "p")}
    new |= {name: value.format(name, "p") for name in PROFILE_FIELDS}
    return new | {
        "role_started_on": known.format("role_started_on", "p"),
        "company_id": known.format("company_id", "i"),
    }


def changes(values):
    """The SQL condition that the lead (l) of an incoming person (i, p) would change."""
    return f"({', '.join('l.' + name for name in values)}) IS DISTINCT FROM ({', '.join(values.values())})"


def update_leads(cursor, search, policy):
    """Returns how many leads changed; each names the search as the source of what it took over."""
    new = merged_values(policy)
    noted = ", ".join(
        f"'{name}', CASE WHEN {new[name]} IS DISTINCT FROM l.{name} THEN s.source END" for name in SOURCED
    )
    # the order in which scores are written too, so that the two never wait for each other in a circle
    cursor.execute("""
        SELECT FROM leads_lead WHERE id IN (SELECT lead_id FROM incoming WHERE NOT is_new AND row = person)
        ORDER BY id FOR NO KEY UPDATE
    """)
    cursor.execute(
        f"""
        UPDATE leads_lead l SET {", ".join(f"{name} = {sql}" for name, sql in new.items())},
            provenance = l.provenance || jsonb_strip_nulls(jsonb_build_object({noted})), updated_at = now()
        FROM incoming i {PROFILE.format("i")} CROSS JOIN (SELECT %s::jsonb AS source) AS s
        WHERE l.id = i.lead_id AND i.row = i.person AND NOT i.is_new AND {changes(new)}
        """,
        [json.dumps([search.kind, timezone.now().date().isoformat()])],
    )
    return cursor.rowcount


def record_sources(cursor, search):
    """Returns how many rows came in."""
    cursor.execute("SELECT count(*) FROM incoming")
    (rows,) = cursor.fetchone()
    cursor.execute(
        """
        INSERT INTO leads_leadsource (workspace_id, lead_id, search_id, kind, reference, evidence, created_at)
        SELECT %s, lead_id, %s, %s, reference, evidence, now() FROM incoming ORDER BY row
        ON CONFLICT DO NOTHING
        """,
        [search.workspace_id, search.pk, search.kind],
    )
    return rows


def record_posts(cursor, workspace_id):
    cursor.execute(
        """
        INSERT INTO leads_post (workspace_id, lead_id, platform, external_id, text, url, posted_at, created_at)
        SELECT %s, i.lead_id, p.platform, p.external_id, p.text, p.url, p.posted_at, now()
        FROM incoming_profile brought JOIN incoming i ON i.row = brought.row
            CROSS JOIN LATERAL jsonb_to_recordset(brought.posts)
            AS p(platform text, external_id text, text text, url text, posted_at timestamptz)
        WHERE brought.posts <> '[]'
        ON CONFLICT DO NOTHING
        """,
        [workspace_id],
    )

"""The companies that incoming people work at."""

from leads.ingest.tables import DETAILS_OF, keep_workspace


def create_missing_companies(cursor, workspace_id, rows):
    """Create the companies named in `rows` (the SQL after FROM), while other transactions may create the same ones.

    All create them in the order of their keys, so that no two wait for each other.
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

    Those found are locked against deletion: leads are written without a foreign key's check for each.
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


def create_companies(cursor, workspace_id):
    cursor.execute(
        f"""
        INSERT INTO leads_company
            (id, workspace_id, name, name_key, domain, linkedin_slug, industry, size, location, created_at)
        SELECT c.id, %s, p.company_name, c.company_key, p.company_domain, '', p.industry, p.company_size,
            p.company_location, now()
        FROM incoming_company c {DETAILS_OF.format("c")} WHERE c.is_new
        """,
        [workspace_id],
    )


def next_id(table):
    # the sequence's name stands in a subquery: it is looked up once, not for every row
    return f"nextval((SELECT pg_get_serial_sequence('{table}', 'id')::regclass))"

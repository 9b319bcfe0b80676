from django.db import migrations

# What a row's foreign key would refuse one by one is refused for all rows of a DELETE at once.
FORWARD = """
CREATE FUNCTION leads_refuse_dangling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holder text;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format(
            'SELECT %L FROM gone CROSS JOIN LATERAL (SELECT FROM %I h WHERE h.%I = gone.id LIMIT 1) AS held LIMIT 1',
            TG_ARGV[i], TG_ARGV[i], TG_ARGV[i + 1]
        ) INTO holder;
        IF holder IS NOT NULL THEN
            RAISE foreign_key_violation USING
                MESSAGE = format('rows deleted from %s are still referenced from %s', TG_TABLE_NAME, holder);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER refuse_dangling AFTER DELETE ON leads_workspace REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION leads_refuse_dangling('leads_lead', 'workspace_id', 'leads_company', 'workspace_id');
CREATE TRIGGER refuse_dangling AFTER DELETE ON leads_company REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION leads_refuse_dangling('leads_lead', 'company_id');
CREATE TRIGGER refuse_dangling AFTER DELETE ON leads_lead REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION leads_refuse_dangling('leads_leadsource', 'lead_id');

-- The planner takes the statistics of a partial index for a condition only where the whole query is within it; without
-- any it reads all leads, newest first, for the few of a domain.
CREATE STATISTICS lead_email_domain ON (split_part(email, '@', 2) || '@' || split_part(email, '@', 1)) FROM leads_lead;

-- Django's DatabaseCache, which counts attempts to log in for all processes
CREATE TABLE autoreach_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX autoreach_cache_expires ON autoreach_cache (expires);
"""

BACKWARD = """
DROP TRIGGER refuse_dangling ON leads_workspace;
DROP TRIGGER refuse_dangling ON leads_company;
DROP TRIGGER refuse_dangling ON leads_lead;
DROP FUNCTION leads_refuse_dangling();
DROP STATISTICS lead_email_domain;
DROP TABLE autoreach_cache;
"""


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

from django.db import migrations


def noted_usage(changed: str) -> str:
    return f"""
        INSERT INTO calls_dailyusage
            (workspace_id, day, provider, purpose, source, model, offer_id, calls, usd, unknown)
        SELECT workspace_id, (created_at AT TIME ZONE 'UTC')::date, provider, purpose, source, model, offer_id,
            sum(sign * calls), sum(sign * COALESCE(cost_usd, 0)), sum(sign * (cost_usd IS NULL)::int)
        FROM ({changed}) AS changed WHERE calls > 0 AND status NOT IN ('failed', 'started') GROUP BY 1, 2, 3, 4, 5, 6, 7
        HAVING sum(sign * calls) <> 0 OR sum(sign * COALESCE(cost_usd, 0)) <> 0
            OR sum(sign * (cost_usd IS NULL)::int) <> 0;"""


# Each statement adds its changes as rows of their own: writers of the ledger never wait for each other's sums.
NOTE_SPENDING = f"""
CREATE FUNCTION calls_note_spending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO calls_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(cost_usd)
        FROM added WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
        {noted_usage("SELECT 1 AS sign, * FROM added")}
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO calls_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(usd) FROM (
            SELECT workspace_id, created_at, cost_usd AS usd FROM added WHERE status <> 'failed'
            UNION ALL SELECT workspace_id, created_at, -cost_usd FROM removed WHERE status <> 'failed'
        ) AS d GROUP BY 1, 2 HAVING sum(usd) <> 0;
        {noted_usage("SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed")}
    ELSE
        INSERT INTO calls_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), -sum(cost_usd)
        FROM removed WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
        {noted_usage("SELECT -1 AS sign, * FROM removed")}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_spending_added AFTER INSERT ON calls_providercall
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION calls_note_spending();
CREATE TRIGGER note_spending_changed AFTER UPDATE ON calls_providercall
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION calls_note_spending();
CREATE TRIGGER note_spending_removed AFTER DELETE ON calls_providercall
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION calls_note_spending();
"""
DROP_NOTE_SPENDING = """
DROP TRIGGER note_spending_added ON calls_providercall;
DROP TRIGGER note_spending_changed ON calls_providercall;
DROP TRIGGER note_spending_removed ON calls_providercall;
DROP FUNCTION calls_note_spending();
"""
# A workspace goes after its calls, whose sums were subtracted by then.
FORGET_SUMS = """
CREATE FUNCTION calls_forget_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM calls_spending WHERE workspace_id IN (SELECT id FROM gone);
    DELETE FROM calls_dailyusage WHERE workspace_id IN (SELECT id FROM gone);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_sums AFTER DELETE ON leads_workspace
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION calls_forget_sums();
"""
DROP_FORGET_SUMS = """
DROP TRIGGER forget_sums ON leads_workspace;
DROP FUNCTION calls_forget_sums();
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [
        migrations.RunSQL(NOTE_SPENDING, DROP_NOTE_SPENDING),
        migrations.RunSQL(FORGET_SUMS, DROP_FORGET_SUMS),
    ]

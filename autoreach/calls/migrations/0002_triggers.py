from django.db import migrations

# Each statement adds its change as a row of its own: writers of the ledger never wait for each other's sums.
NOTE_SPENDING = """
CREATE FUNCTION calls_note_spending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO calls_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(cost_usd)
        FROM added WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO calls_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(usd) FROM (
            SELECT workspace_id, created_at, cost_usd AS usd FROM added WHERE status <> 'failed'
            UNION ALL SELECT workspace_id, created_at, -cost_usd FROM removed WHERE status <> 'failed'
        ) AS d GROUP BY 1, 2 HAVING sum(usd) <> 0;
    ELSE
        INSERT INTO calls_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), -sum(cost_usd)
        FROM removed WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
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


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [migrations.RunSQL(NOTE_SPENDING, DROP_NOTE_SPENDING)]

from django.db import migrations

# Deltas are applied in key order, so two writers never wait for each other in a circle.
COUNT_STATES = """
CREATE FUNCTION scoring_count_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO scoring_statecount AS s (offer_id, state, count)
        SELECT offer_id, state, count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (offer_id, state) DO UPDATE SET count = s.count + excluded.count;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO scoring_statecount AS s (offer_id, state, count)
        SELECT offer_id, state, sum(n) FROM (
            SELECT offer_id, state, 1 AS n FROM added UNION ALL SELECT offer_id, state, -1 FROM removed
        ) AS d GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2
        ON CONFLICT (offer_id, state) DO UPDATE SET count = s.count + excluded.count;
    ELSE
        UPDATE scoring_statecount s SET count = s.count - d.n
        FROM (SELECT offer_id, state, count(*) AS n FROM removed GROUP BY 1, 2 ORDER BY 1, 2) AS d
        WHERE s.offer_id = d.offer_id AND s.state = d.state;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_states_added AFTER INSERT ON scoring_buyerscore
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION scoring_count_states();
CREATE TRIGGER count_states_changed AFTER UPDATE ON scoring_buyerscore
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_count_states();
CREATE TRIGGER count_states_removed AFTER DELETE ON scoring_buyerscore
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION scoring_count_states();
"""
DROP_COUNT_STATES = """
DROP TRIGGER count_states_added ON scoring_buyerscore;
DROP TRIGGER count_states_changed ON scoring_buyerscore;
DROP TRIGGER count_states_removed ON scoring_buyerscore;
DROP FUNCTION scoring_count_states();
"""

# Each statement adds its change as a row of its own: writers of the ledger never wait for each other's sums.
NOTE_SPENDING = """
CREATE FUNCTION scoring_note_spending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO scoring_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(cost_usd)
        FROM added WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO scoring_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(usd) FROM (
            SELECT workspace_id, created_at, cost_usd AS usd FROM added WHERE status <> 'failed'
            UNION ALL SELECT workspace_id, created_at, -cost_usd FROM removed WHERE status <> 'failed'
        ) AS d GROUP BY 1, 2 HAVING sum(usd) <> 0;
    ELSE
        INSERT INTO scoring_spending (workspace_id, month, usd)
        SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), -sum(cost_usd)
        FROM removed WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_spending_added AFTER INSERT ON scoring_usage
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION scoring_note_spending();
CREATE TRIGGER note_spending_changed AFTER UPDATE ON scoring_usage
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION scoring_note_spending();
CREATE TRIGGER note_spending_removed AFTER DELETE ON scoring_usage
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION scoring_note_spending();
"""
DROP_NOTE_SPENDING = """
DROP TRIGGER note_spending_added ON scoring_usage;
DROP TRIGGER note_spending_changed ON scoring_usage;
DROP TRIGGER note_spending_removed ON scoring_usage;
DROP FUNCTION scoring_note_spending();
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]

    operations = [
        migrations.RunSQL(COUNT_STATES, DROP_COUNT_STATES),
        migrations.RunSQL(NOTE_SPENDING, DROP_NOTE_SPENDING),
    ]

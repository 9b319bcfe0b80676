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


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]

    operations = [migrations.RunSQL(COUNT_STATES, DROP_COUNT_STATES)]

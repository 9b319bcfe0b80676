import django.db.models.deletion
from django.db import migrations, models

# What a statement changes is added as a row of its own: writers of the ledger never wait for each other's sums.
# The trigger's lock keeps writers out until the lines that were there before are added up.
FORWARD = """
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
INSERT INTO scoring_spending (workspace_id, month, usd)
    SELECT workspace_id, date_trunc('month', created_at AT TIME ZONE 'UTC'), sum(cost_usd)
    FROM scoring_usage WHERE status <> 'failed' GROUP BY 1, 2 HAVING sum(cost_usd) <> 0;
"""

BACKWARD = """
DROP TRIGGER note_spending_added ON scoring_usage;
DROP TRIGGER note_spending_changed ON scoring_usage;
DROP TRIGGER note_spending_removed ON scoring_usage;
DROP FUNCTION scoring_note_spending();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0001_initial"),
        ("scoring", "0004_buyers_by_rank"),
    ]

    operations = [
        migrations.CreateModel(
            name="Spending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Its first day, UTC.")),
                ("usd", models.DecimalField(decimal_places=6, max_digits=18)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "spending",
                "indexes": [models.Index(fields=["workspace", "month"], include=["usd"], name="spending_by_month")],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

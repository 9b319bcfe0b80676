import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# The planner takes the statistics of a partial index for a condition only where the whole query is within it; without
# any it reads all leads, newest first, for the few of a domain.
STATISTICS = r"""
CREATE STATISTICS lead_email_domain ON (regexp_replace(email, '^(.*)@(.*)$', '\2@\1')) FROM leads_lead;
"""


class Migration(migrations.Migration):
    # built while leads are written
    atomic = False

    dependencies = [("leads", "0002_triggers")]

    operations = [
        AddIndexConcurrently(
            model_name="lead",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(
                        "email",
                        models.Value("^(.*)@(.*)$"),
                        models.Value(r"\2@\1"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                    name="text_pattern_ops",
                ),
                condition=models.Q(("email", ""), _negated=True),
                name="lead_by_email_domain",
            ),
        ),
        migrations.RunSQL(STATISTICS, "DROP STATISTICS lead_email_domain"),
    ]

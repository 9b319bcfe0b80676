import django.contrib.postgres.fields
from django.db import migrations, models

# An open job's calls stand on the ledger under its round: what it has done stays in that round.
ROUNDS_OF_OPEN_JOBS = """
    UPDATE enrichment_pipelinejob SET rounds = (
        SELECT jsonb_object_agg(name, round) FROM unnest(ARRAY[
            'find_linkedin', 'find_x', 'x_profile', 'linkedin_profile', 'linkedin_posts', 'linkedin_comments', 'x_posts',
            'web'
        ]) AS name
    ) WHERE round > 0 AND NOT (status = 'ready')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("enrichment", "0007_same_account"),
    ]

    operations = [
        migrations.AddField(
            model_name="pipelinejob",
            name="rounds",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, help_text="How often each step was asked for again."
            ),
        ),
        migrations.RunSQL(ROUNDS_OF_OPEN_JOBS, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="pipelinejob", name="round"),
        migrations.RemoveField(model_name="pipelinejob", name="anew"),
        migrations.AddField(
            model_name="pipelinejob",
            name="anew",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                db_default=[],
                default=list,
                help_text="Steps that were asked for again meanwhile.",
                size=None,
            ),
        ),
        migrations.AlterField(
            model_name="pipelinejob",
            name="steps",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                default=list,
                help_text="Choices of a user, besides what the mode does.",
                size=None,
            ),
        ),
    ]

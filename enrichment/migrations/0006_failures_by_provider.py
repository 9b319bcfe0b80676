from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrichment", "0005_scored_once_more"),
    ]

    operations = [
        migrations.RemoveField(model_name="pipelinejob", name="failures"),
        migrations.AddField(
            model_name="pipelinejob",
            name="failures",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, help_text="How often each provider did not answer."
            ),
        ),
    ]

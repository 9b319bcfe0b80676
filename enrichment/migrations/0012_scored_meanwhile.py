from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrichment", "0011_providers_that_are_down"),
    ]

    operations = [
        migrations.AddField(
            model_name="pipelinejob",
            name="waits_again",
            field=models.JSONField(
                blank=True,
                help_text="What it goes on to wait for once it is scored: until, status, waits_for.",
                null=True,
            ),
        ),
    ]

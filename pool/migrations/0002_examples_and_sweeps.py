import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0001_initial"),
        ("pool", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="poolprofile",
            name="example_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="A made-up profile is matched for this workspace alone.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="leads.workspace",
            ),
        ),
        migrations.AddIndex(
            model_name="poolprofile",
            index=models.Index(fields=["expires_at"], name="profile_expiry"),
        ),
        migrations.AddIndex(
            model_name="poolprofile",
            index=models.Index(fields=["embedding_model"], name="profile_described_by"),
        ),
        migrations.AddIndex(
            model_name="poolprofile",
            index=models.Index(
                condition=models.Q(("example_of", None), _negated=True), fields=["example_of"], name="profile_made_up"
            ),
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("leads", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the token, in hexadecimal digits.", max_length=64, unique=True
                    ),
                ),
                (
                    "ending",
                    models.CharField(help_text="Its last characters, by which its owner knows it.", max_length=4),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("read", "Read offers, leads, buyers and searches"),
                                ("add", "Add people"),
                                ("search", "Start searches"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "free_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When no request counts any more; each request moves it on (see tokens.admit).",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="leads.membership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("membership", "name"),
                        name="one_token_per_name",
                        violation_error_message="You have a token of this name. Choose another one, or revoke that token on the Settings page first.",
                    )
                ],
            },
        ),
    ]

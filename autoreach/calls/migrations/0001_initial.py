import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("leads", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProviderHealth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20, unique=True)),
                ("healthy", models.BooleanField(default=True)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("checked_at", models.DateTimeField()),
                ("proven_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "provider health",
            },
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(max_length=20)),
                ("scope", models.CharField(max_length=60)),
                (
                    "limit",
                    models.PositiveIntegerField(
                        blank=True, help_text="Calls in a window; empty: not known.", null=True
                    ),
                ),
                ("taken", models.PositiveIntegerField(default=0, help_text="In this window, by all workers.")),
                ("resets_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asking_until",
                    models.DateTimeField(
                        blank=True, help_text="Until then one call may find out the limit.", null=True
                    ),
                ),
                ("blocked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("limited", "Limited"),
                            ("credits", "Out of credits"),
                            ("auth", "Refuses the key"),
                            ("setup", "Is not set up rightly"),
                            ("down", "Does not answer"),
                            ("partly", "Does not offer it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "code",
                    models.CharField(blank=True, help_text="The code of the error that closed it.", max_length=60),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "scope"), name="one_allowance_per_scope")],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "monthly_usd",
                    models.DecimalField(
                        blank=True, decimal_places=2, help_text="US dollars; empty: no cap.", max_digits=10, null=True
                    ),
                ),
                (
                    "workspace",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budget", to="leads.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DailyUsage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(help_text="UTC.")),
                ("provider", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=40)),
                ("model", models.CharField(blank=True, max_length=80)),
                ("offer_id", models.BigIntegerField(blank=True, null=True)),
                ("calls", models.BigIntegerField()),
                ("usd", models.DecimalField(decimal_places=6, max_digits=18)),
                ("unknown", models.BigIntegerField(help_text="Lines without a known price.")),
                (
                    "workspace",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "daily usage",
                "indexes": [models.Index(fields=["workspace", "day"], name="usage_by_day")],
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_kind", models.CharField(max_length=20)),
                ("owner_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=200, unique=True)),
                ("answer", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner_id", "owner_kind"], name="answer_by_owner")],
            },
        ),
        migrations.CreateModel(
            name="ProviderCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner_kind",
                    models.CharField(
                        blank=True, help_text="Kind of work that made the call: a job, a search …", max_length=20
                    ),
                ),
                ("owner_id", models.BigIntegerField(blank=True, null=True)),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("started", "In progress"),
                            ("booked", "Booked"),
                            ("failed", "Failed, not charged"),
                            ("uncertain", "Perhaps charged: no answer was recorded"),
                            ("settled", "Charged once, with its repetition"),
                        ],
                        default="booked",
                        max_length=10,
                    ),
                ),
                ("lease", models.UUIDField(blank=True, help_text="The lease under which it was started.", null=True)),
                ("provider", models.CharField(max_length=40)),
                ("operation", models.CharField(blank=True, max_length=60)),
                ("purpose", models.CharField(max_length=40)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where the people come from whom the call was for, as its owner says it.",
                        max_length=40,
                    ),
                ),
                ("calls", models.PositiveIntegerField(default=1, help_text="HTTP requests, retries included.")),
                (
                    "units",
                    models.PositiveIntegerField(
                        default=0, help_text="What the provider bills by: objects, actions or tokens."
                    ),
                ),
                (
                    "cost_usd",
                    models.DecimalField(
                        blank=True, decimal_places=6, default=0, help_text="Empty: unknown.", max_digits=12, null=True
                    ),
                ),
                ("model", models.CharField(blank=True, max_length=80)),
                ("request_id", models.CharField(blank=True, max_length=200)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="leads.offer",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="leads.workspace"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["workspace", "-created_at"], name="call_newest"),
                    models.Index(condition=models.Q(("status", "started")), fields=["lease"], name="call_started"),
                    models.Index(
                        condition=models.Q(("status", "uncertain")), fields=["workspace", "-id"], name="call_uncertain"
                    ),
                    models.Index(
                        condition=models.Q(("owner_kind", "search")), fields=["owner_id"], name="call_of_search"
                    ),
                ],
            },
        ),
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
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "spending",
                "indexes": [models.Index(fields=["workspace", "month"], include=("usd",), name="spending_by_month")],
            },
        ),
    ]

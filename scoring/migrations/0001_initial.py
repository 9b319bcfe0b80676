import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "__first__"),
        ("leads", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostReading",
            fields=[
                ("digest", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "reader",
                    models.CharField(help_text="The version that read it; another one reads again.", max_length=40),
                ),
                ("speaks", models.CharField(max_length=20)),
                ("passages", models.JSONField(default=list, help_text="[kind, start, end, percent] of each.")),
                ("meaning", models.BinaryField(default=bytes, help_text="A vector of each passage, as float16.")),
                ("read_on", models.DateField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Ready"),
                            ("monitor", "Emerging"),
                            ("poor_fit", "Low Priority"),
                            ("disqualified", "Disqualified"),
                            ("not_scored", "Analyzing"),
                            ("manual", "Manual"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.JSONField(help_text="Ids of the leads that changed, by the state they were in.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "offer",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.offer"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BuyerScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Ready"),
                            ("monitor", "Emerging"),
                            ("poor_fit", "Low Priority"),
                            ("disqualified", "Disqualified"),
                            ("not_scored", "Analyzing"),
                            ("manual", "Manual"),
                        ],
                        default="not_scored",
                        max_length=20,
                    ),
                ),
                ("score", models.SmallIntegerField(blank=True, null=True)),
                ("fit", models.SmallIntegerField(blank=True, null=True)),
                ("intent", models.SmallIntegerField(blank=True, null=True)),
                ("timing", models.SmallIntegerField(blank=True, null=True)),
                ("receipt", models.JSONField(blank=True, default=dict)),
                (
                    "tiebreak",
                    models.IntegerField(
                        db_default=0, default=0, help_text="Who stands first at the same score and fit."
                    ),
                ),
                ("top_reason", models.CharField(blank=True, max_length=200)),
                ("top_quote", models.CharField(blank=True, db_default="", max_length=200)),
                (
                    "top_reason_on",
                    models.DateField(blank=True, help_text="Day of the signal that is the top reason.", null=True),
                ),
                ("newest_signal_at", models.DateTimeField(blank=True, null=True)),
                ("scorer", models.CharField(blank=True, max_length=40)),
                ("scored_at", models.DateTimeField(blank=True, null=True)),
                (
                    "rescore_at",
                    models.DateTimeField(blank=True, help_text="When the schedule scores it again.", null=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="leads.lead",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="leads.offer",
                    ),
                ),
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
                "indexes": [
                    models.Index(
                        models.F("offer"),
                        models.F("state"),
                        models.OrderBy(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.functions.comparison.Cast(
                                                models.F("score"), models.BigIntegerField()
                                            ),
                                            "*",
                                            models.Value(101),
                                        ),
                                        "+",
                                        django.db.models.functions.comparison.Coalesce(models.F("fit"), 0),
                                    ),
                                    "*",
                                    models.Value(16777216),
                                ),
                                "+",
                                models.F("tiebreak"),
                            ),
                            descending=True,
                            nulls_last=True,
                        ),
                        models.OrderBy(models.F("lead"), descending=True),
                        name="buyers_by_rank",
                    ),
                    models.Index(fields=["workspace"], name="score_workspace"),
                    models.Index(
                        condition=models.Q(
                            ("rescore_at__isnull", False), ("state__in", ("active", "monitor", "poor_fit"))
                        ),
                        fields=["offer", "rescore_at"],
                        name="score_due_again",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("lead", "offer"), name="one_score_per_lead_and_offer"),
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__range", (0, 100)), _connector="OR"),
                        name="score_0_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Ready"),
                            ("monitor", "Emerging"),
                            ("poor_fit", "Low Priority"),
                            ("disqualified", "Disqualified"),
                            ("not_scored", "Analyzing"),
                            ("manual", "Manual"),
                        ],
                        max_length=20,
                    ),
                ),
                ("score", models.SmallIntegerField(null=True)),
                ("fit", models.SmallIntegerField(null=True)),
                ("intent", models.SmallIntegerField(null=True)),
                ("timing", models.SmallIntegerField(null=True)),
                ("scorer", models.CharField(blank=True, max_length=40)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("first", "First score"),
                            ("by_hand", "Rescored by hand"),
                            ("again", "Scored again"),
                            ("enriched", "Enriched"),
                            ("profile", "A profile was added or taken away"),
                            ("corrected", "The lead was corrected"),
                            ("offer", "Rescored for the offer"),
                            ("schedule", "Rescored by schedule"),
                            ("ai_read", "The AI read the texts"),
                            ("state", "State set by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "changed",
                    models.JSONField(
                        default=list,
                        help_text="[dimension, reason, points before, points after] of the lines that differ most.",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="score_changes",
                        to="leads.lead",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.offer"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lead", "offer", "-id"], name="score_history"),
                    models.Index(fields=["happened_at"], name="score_change_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                (
                    "strength",
                    models.CharField(
                        choices=[("strong", "Strong"), ("medium", "Medium"), ("weak", "Weak")], max_length=10
                    ),
                ),
                ("quote", models.TextField(blank=True)),
                (
                    "confidence",
                    models.SmallIntegerField(
                        blank=True,
                        help_text="How probable it is that the quote shows it, in percent. Empty: not known.",
                        null=True,
                    ),
                ),
                ("source", models.CharField(help_text="Where the quote stands, e.g. post:12 or notes.", max_length=40)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("happened_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signals",
                        to="leads.lead",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signals", to="leads.offer"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "-happened_at"], name="signal_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lead", "offer", "kind", "source"), name="one_signal_per_kind_and_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StateCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Ready"),
                            ("monitor", "Emerging"),
                            ("poor_fit", "Low Priority"),
                            ("disqualified", "Disqualified"),
                            ("not_scored", "Analyzing"),
                            ("manual", "Manual"),
                        ],
                        max_length=20,
                    ),
                ),
                ("count", models.IntegerField(default=0)),
                (
                    "offer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="state_counts",
                        to="leads.offer",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("offer", "state"), name="one_count_per_state")],
            },
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
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
            name="AIBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, help_text="Claims since it last made progress."),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                (
                    "last_error",
                    models.TextField(blank=True, help_text="For the operator: what the last failed attempt said."),
                ),
                ("lead_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                (
                    "waits_for",
                    models.CharField(blank=True, help_text="Why it waits, as shown to users.", max_length=200),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "offer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.offer"),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.workspace"
                    ),
                ),
            ],
            options={
                "verbose_name": "AI batch",
                "verbose_name_plural": "AI batches",
                "abstract": False,
                "indexes": [
                    models.Index(condition=models.Q(("lease__isnull", False)), fields=["lease"], name="aibatch_lease")
                ],
            },
        ),
        migrations.CreateModel(
            name="AIReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("offer_digest", models.CharField(blank=True, max_length=32)),
                ("lead_digest", models.CharField(blank=True, max_length=32)),
                (
                    "reading",
                    models.JSONField(
                        blank=True, help_text="Lines with quotes, and the judgement of the title.", null=True
                    ),
                ),
                ("model", models.CharField(blank=True, max_length=80)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("wanted", models.BooleanField(default=False, help_text="To be read, or to be read again.")),
                (
                    "trouble",
                    models.CharField(blank=True, help_text="Why it was not read, as shown to users.", max_length=200),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, help_text="In vain, since it was last wanted."
                    ),
                ),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="readings",
                        to="enrichment.aibatch",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.lead"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.offer"),
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
                "verbose_name": "AI reading",
                "indexes": [
                    models.Index(
                        condition=models.Q(("batch", None), ("wanted", True)),
                        fields=["offer", "id"],
                        name="ai_reading_wanted",
                    ),
                    models.Index(
                        condition=models.Q(("wanted", True)), fields=["workspace"], name="ai_reading_in_workspace"
                    ),
                    models.Index(
                        condition=models.Q(("trouble", ""), _negated=True),
                        fields=["tried_at"],
                        name="ai_reading_in_trouble",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("lead", "offer"), name="one_ai_reading_per_lead_and_offer")
                ],
            },
        ),
        migrations.CreateModel(
            name="PipelineRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("search", "New leads"),
                            ("pool", "Pool matches"),
                            ("rescore", "Rescoring"),
                            ("correction", "Rescoring a corrected lead"),
                            ("profile", "Scoring with other profiles"),
                            ("schedule", "Rescoring by schedule"),
                            ("offer", "Rescoring for the offer"),
                            ("unscored", "Scoring for an offer"),
                            ("enrich", "Enrichment"),
                        ],
                        max_length=20,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("completed", models.PositiveIntegerField(default=0)),
                (
                    "opening",
                    models.BooleanField(
                        default=False, help_text="Leads of its search, or of its offer, wait for a job."
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "offer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="leads.offer"
                    ),
                ),
                (
                    "search",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="run", to="leads.search"
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)), fields=["workspace"], name="run_unfinished"
                    ),
                    models.Index(condition=models.Q(("opening", True)), fields=["id"], name="run_opening"),
                    models.Index(
                        condition=models.Q(("purpose", "schedule")), fields=["finished_at"], name="run_schedule"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PipelineJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, help_text="Claims since it last made progress."),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                (
                    "last_error",
                    models.TextField(blank=True, help_text="For the operator: what the last failed attempt said."),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("full", "Full"),
                            ("scoring_only", "Scoring only"),
                            ("enrich_only", "Enrich only"),
                            ("re_enrich", "Chosen steps"),
                            ("no_op", "Straight to ready"),
                        ],
                        default="full",
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("processing", "Processing"),
                            ("ready", "Ready"),
                            ("billing_paused", "Billing Paused"),
                            ("outside_window", "Outside Outreach Window"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("find", "Profile discovery"),
                            ("profile", "Profile"),
                            ("activity", "Activity"),
                            ("web", "Web intelligence"),
                            ("scoring", "Scoring"),
                            ("finalize", "Finalize"),
                        ],
                        default="profile",
                        max_length=20,
                    ),
                ),
                (
                    "lane",
                    models.CharField(
                        choices=[("fast", "Fast"), ("slow", "Slow: asks an AI that searches the web")],
                        default="fast",
                        max_length=5,
                    ),
                ),
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Steps a user chose in addition to those of the mode.",
                        size=None,
                    ),
                ),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Completed steps.",
                        size=None,
                    ),
                ),
                ("scored", models.BooleanField(default=False, help_text="Scored already, with what was known then.")),
                (
                    "rounds",
                    models.JSONField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="How many times each step was requested again.",
                    ),
                ),
                (
                    "asks_ai",
                    models.BooleanField(
                        db_default=True,
                        default=True,
                        help_text="Whether the AI may be asked to read the lead, where it scores.",
                    ),
                ),
                (
                    "waits_for",
                    models.CharField(blank=True, help_text="Why it waits, as shown to users.", max_length=200),
                ),
                ("priority", models.SmallIntegerField(default=50, help_text="Lower goes first.")),
                (
                    "wait_after_score",
                    models.JSONField(
                        blank=True,
                        help_text="What it waits for after it is scored: until, status, waits_for.",
                        null=True,
                    ),
                ),
                (
                    "failures",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, help_text="How often each provider did not answer."
                    ),
                ),
                ("requested_again", models.BooleanField(default=False, help_text="Requested while a worker had it.")),
                (
                    "steps_requested_again",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="Steps to repeat, requested while a worker had it.",
                        size=None,
                    ),
                ),
                (
                    "skipped",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        help_text="Steps not run or without result, with the reason.",
                        size=None,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="leads.lead"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="enrichment.pipelinerun"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("lease__isnull", False)), fields=["lease"], name="pipelinejob_lease"
                    ),
                    models.Index(
                        models.F("lane"),
                        models.F("priority"),
                        models.F("id"),
                        condition=models.Q(
                            ("not_before", None),
                            ("status", "pending"),
                            models.Q(("mode", "scoring_only"), _negated=True),
                        ),
                        name="job_due",
                    ),
                    models.Index(
                        models.F("lane"),
                        models.F("priority"),
                        models.F("id"),
                        condition=models.Q(("not_before", None), ("status", "pending"), ("mode", "scoring_only")),
                        name="job_due_to_score",
                    ),
                    models.Index(
                        models.F("lane"),
                        models.F("priority"),
                        models.F("id"),
                        condition=models.Q(("not_before", None), ("status", "pending"), ("attempts__gte", 3)),
                        name="job_suspect",
                    ),
                    models.Index(
                        models.F("lane"),
                        models.F("priority"),
                        models.F("not_before"),
                        condition=models.Q(("not_before__isnull", False), ("status", "pending")),
                        name="job_due_later",
                    ),
                    models.Index(
                        condition=models.Q(("status", "processing")), fields=["workspace"], name="job_in_work"
                    ),
                    models.Index(
                        condition=models.Q(("status", "ready"), _negated=True), fields=["run"], name="job_open_in_run"
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["billing_paused", "outside_window"])),
                        fields=["workspace", "status", "not_before"],
                        name="job_paused_until",
                    ),
                    models.Index(
                        condition=models.Q(("status", "pending")),
                        fields=["workspace", "not_before"],
                        name="job_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "ready"), _negated=True),
                        fields=("lead", "offer"),
                        name="one_open_job_per_lead_and_offer",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("platform", models.CharField(choices=[("linkedin", "LinkedIn"), ("x", "X")], max_length=10)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("accepted", "Found"),
                            ("asked", "Waits for a decision"),
                            ("not_found", "Not found"),
                            ("rejected", "Rejected"),
                            ("undone", "Undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("handle", models.CharField(blank=True, help_text="Of the accepted candidate.", max_length=200)),
                ("candidates", models.JSONField(default=list)),
                ("before", models.JSONField(blank=True, default=dict)),
                (
                    "same_account",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="The handle is a former address of the lead's own profile.",
                    ),
                ),
                ("note", models.CharField(blank=True, help_text="Shown with the decision.", max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, help_text="When the lead got the accepted profile.", null=True),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="enrichment.pipelinejob",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="leads.lead"
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="leads.leadmerge",
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
                        condition=models.Q(("decision", "asked")), fields=["workspace", "-id"], name="finding_asked"
                    ),
                    models.Index(
                        condition=models.Q(("applied_at", None), ("decision", "accepted")),
                        fields=["id"],
                        name="finding_to_apply",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "asked")),
                        fields=("lead", "platform"),
                        name="one_open_question_per_platform",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company_size", "Company size"),
                            ("industry", "Industry"),
                            ("revenue", "Revenue"),
                            ("funding", "Funding"),
                            ("technology", "Technology"),
                            ("profile", "Other profile"),
                            ("email", "E-mail"),
                            ("contact", "Contact"),
                            ("news", "News"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.CharField(max_length=500)),
                ("quote", models.TextField(blank=True)),
                ("source_url", models.CharField(max_length=1000)),
                ("source_title", models.CharField(blank=True, max_length=300)),
                ("happened_on", models.DateField(blank=True, null=True)),
                ("confidence", models.FloatField(help_text="0 to 1, as the model that read the page puts it.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="leads.lead"
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
        ),
    ]

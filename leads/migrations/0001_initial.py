import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import leads.models.csv_import
import leads.models.workspace
import leads.sources.registry
from leads.models.search_text import CREATE_FUNCTIONS, DROP_FUNCTIONS


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "__first__"),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTIONS, DROP_FUNCTIONS),
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(help_text="Lower case, without legal form.", max_length=200)),
                ("domain", models.CharField(blank=True, max_length=255)),
                ("linkedin_slug", models.CharField(blank=True, max_length=200)),
                ("industry", models.CharField(blank=True, max_length=200)),
                ("size", models.CharField(blank=True, max_length=40)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "companies",
            },
        ),
        migrations.CreateModel(
            name="ImportJob",
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
                    "woken_at",
                    models.DateTimeField(blank=True, help_text="When a worker was last woken for it.", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Columns to confirm"),
                            ("staging", "Reading"),
                            ("preview", "Ready to import"),
                            ("committing", "Importing"),
                            ("completed", "Imported"),
                            ("failed", "Failed"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        default="mapping",
                        max_length=20,
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("skip", "Leave them as they are"),
                            ("fill", "Fill their empty fields"),
                            ("overwrite", "Overwrite them"),
                        ],
                        default="fill",
                        max_length=20,
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to=leads.models.csv_import.stored_name)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("encoding", models.CharField(blank=True, max_length=40)),
                ("delimiter", models.CharField(blank=True, max_length=4)),
                ("header", models.JSONField(default=list)),
                ("header_line", models.PositiveIntegerField(default=0)),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("summary", models.JSONField(default=dict)),
                ("rows", models.PositiveIntegerField(default=0, help_text="Rows of the file, blank ones included.")),
                ("staged_rows", models.PositiveIntegerField(default=0)),
                ("done_rows", models.PositiveIntegerField(default=0, help_text="Staged rows written so far.")),
                ("error", models.TextField(blank=True, help_text="For people to read, where it failed.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("lease__isnull", False)), fields=["lease"], name="importjob_lease"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["staging", "committing", "undoing"])),
                        fields=["id"],
                        name="import_running",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("email", models.CharField(blank=True, max_length=254)),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="As it was written. It never enters the pool.", max_length=40
                    ),
                ),
                ("full_name", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("company_name", models.CharField(blank=True, max_length=200)),
                ("company_size", models.CharField(blank=True, max_length=40)),
                ("company_location", models.CharField(blank=True, max_length=200)),
                ("industry", models.CharField(blank=True, max_length=200)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("website", models.CharField(blank=True, max_length=500)),
                ("bio", models.TextField(blank=True)),
                ("skills", models.TextField(blank=True)),
                (
                    "keywords",
                    models.TextField(blank=True, help_text="What the company does, as its data provider says."),
                ),
                ("notes", models.TextField(blank=True)),
                (
                    "connected_on",
                    models.DateField(blank=True, help_text="Day on which the user connected with them.", null=True),
                ),
                ("role_started_on", models.DateField(blank=True, null=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "job_id", "row", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True)),
                (
                    "cells",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True, size=None),
                ),
                ("linkedin_slug", models.TextField(blank=True)),
                ("x_handle", models.TextField(blank=True)),
                ("email_key", models.TextField(blank=True)),
                ("sales_navigator_id", models.TextField(blank=True)),
                ("person_key", models.TextField(blank=True)),
                ("company_key", models.TextField(blank=True)),
                ("company_domain", models.TextField(blank=True)),
                ("posts", models.JSONField(default=list)),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_rows",
                        to="leads.importjob",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.CharField(blank=True, max_length=254)),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="As it was written. It never enters the pool.", max_length=40
                    ),
                ),
                ("full_name", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("company_name", models.CharField(blank=True, max_length=200)),
                ("company_size", models.CharField(blank=True, max_length=40)),
                ("company_location", models.CharField(blank=True, max_length=200)),
                ("industry", models.CharField(blank=True, max_length=200)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("website", models.CharField(blank=True, max_length=500)),
                ("bio", models.TextField(blank=True)),
                ("skills", models.TextField(blank=True)),
                (
                    "keywords",
                    models.TextField(blank=True, help_text="What the company does, as its data provider says."),
                ),
                ("notes", models.TextField(blank=True)),
                (
                    "connected_on",
                    models.DateField(blank=True, help_text="Day on which the user connected with them.", null=True),
                ),
                ("role_started_on", models.DateField(blank=True, null=True)),
                ("linkedin_slug", models.CharField(blank=True, max_length=200)),
                ("x_handle", models.CharField(blank=True, max_length=15)),
                ("x_user_id", models.CharField(blank=True, max_length=20)),
                ("email_key", models.CharField(blank=True, max_length=254)),
                (
                    "sales_navigator_id",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Of a lead's link in Sales Navigator, which is no public profile.",
                        max_length=100,
                    ),
                ),
                (
                    "person_key",
                    models.CharField(
                        blank=True, help_text="Name and company, where there is no better key.", max_length=400
                    ),
                ),
                (
                    "connection",
                    models.CharField(
                        choices=[
                            ("not_connected", "Unknown"),
                            ("pending_sent", "Pending Sent"),
                            ("pending_received", "Pending Received"),
                            ("connected", "Connected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="not_connected",
                        max_length=20,
                    ),
                ),
                ("city", models.CharField(blank=True, db_default="", default="", max_length=100)),
                ("region", models.CharField(blank=True, db_default="", default="", max_length=100)),
                (
                    "country",
                    models.CharField(blank=True, db_default="", default="", help_text="ISO 3166 code.", max_length=2),
                ),
                (
                    "best_score",
                    models.SmallIntegerField(blank=True, help_text="Of the offer whose state is the best.", null=True),
                ),
                (
                    "best_state",
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
                ("enriched_at", models.DateTimeField(blank=True, null=True)),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("last_active_on", models.DateField(blank=True, help_text="Day of the newest post.", null=True)),
                (
                    "provenance",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        help_text='Field → ["linkedin", "2026-01-31"], by hand also who; a field not named here came with the lead.',
                    ),
                ),
                (
                    "locked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        db_default=models.Value(
                            [],
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), size=None
                            ),
                        ),
                        default=list,
                        help_text="Fields set by hand, which imports and enrichment leave alone until they are released.",
                        size=None,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            "full_name",
                            "title",
                            "company_name",
                            "industry",
                            "location",
                            function="leads_search_text",
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="leads",
                        to="leads.company",
                    ),
                ),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search_text"], name="lead_search_text")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("member", "Member")], default="member", max_length=10
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=leads.models.workspace.member_rights,
                        size=None,
                    ),
                ),
                (
                    "chosen_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the user last switched to it: the newest is open after a login.",
                        null=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("description", models.TextField(max_length=5000)),
                ("website", models.URLField(blank=True)),
                ("target_audience", models.TextField(max_length=2000)),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "locations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "location_mode",
                    models.CharField(
                        choices=[("lead", "Where the person is"), ("company", "Where the company is")],
                        default="lead",
                        max_length=10,
                    ),
                ),
                (
                    "company_sizes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "audience_readings",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="What each reader understood; see leads/audience.",
                    ),
                ),
                (
                    "audience_corrections",
                    models.JSONField(
                        blank=True, default=list, help_text="What a hand added, weighted or removed; it wins."
                    ),
                ),
                (
                    "pain_points",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "competitors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "wanted_phrases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "unwanted_phrases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                ("deal_value", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                (
                    "signal_likelihood",
                    models.CharField(
                        choices=[
                            ("high", "High: buyers talk about this in public"),
                            ("medium", "Medium"),
                            ("low", "Low: buyers rarely say anything"),
                        ],
                        default="medium",
                        max_length=10,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "icp_changed_at",
                    models.DateTimeField(
                        blank=True, help_text="Pool matches from before are of the old ICP.", null=True
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="importjob",
            name="offer",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="leads.offer"
            ),
        ),
        migrations.CreateModel(
            name="Search",
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
                    "woken_at",
                    models.DateTimeField(blank=True, help_text="When a worker was last woken for it.", null=True),
                ),
                ("kind", models.CharField(choices=leads.sources.registry.choices, max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("running", "Running"),
                            ("completed", "Completed"),
                            ("paused", "Paused"),
                            ("finishing", "Scoring its people"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                            ("undone", "Undone"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=200)),
                ("parameters", models.JSONField(blank=True, default=dict)),
                ("found", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("updated", models.PositiveIntegerField(default=0)),
                ("duplicates", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, help_text="What was read to find people, as {posts: 120}."
                    ),
                ),
                (
                    "estimated_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="What it was expected to cost at its start.",
                        max_digits=12,
                        null=True,
                    ),
                ),
                ("cursor", models.JSONField(blank=True, default=dict, help_text="Where its source goes on.")),
                (
                    "waits_for",
                    models.CharField(blank=True, help_text="What put it off, for people to read.", max_length=200),
                ),
                (
                    "remedy",
                    models.TextField(blank=True, help_text="What people can do about what it waits for, or failed of."),
                ),
                (
                    "problems",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What could not be read while the rest went on: about, cause, remedy.",
                    ),
                ),
                ("error", models.TextField(blank=True, help_text="For people to read, where it failed.")),
                (
                    "by_deleted_user",
                    models.BooleanField(
                        default=False, editable=False, help_text="The user who started it was deleted since."
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deleted_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="No page lists it since then. Its leads still name it as their source.",
                        null=True,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="searches",
                        to="leads.offer",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        help_text="The search that asked for this pool match, or found the accounts that this one starts from.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="leads.search",
                    ),
                ),
                (
                    "repeats",
                    models.ForeignKey(
                        blank=True,
                        help_text="The first run of the search that is repeated each day.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="repetitions",
                        to="leads.search",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "searches",
                "abstract": False,
                "indexes": [
                    models.Index(condition=models.Q(("lease__isnull", False)), fields=["lease"], name="search_lease"),
                    models.Index(condition=models.Q(("status", "finishing")), fields=["id"], name="search_finishing"),
                    models.Index(
                        condition=models.Q(("status", "pending")), fields=["kind", "id"], name="search_waiting"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="importjob",
            name="search",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="import_job",
                to="leads.search",
            ),
        ),
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                (
                    "contributes_to_pool",
                    models.BooleanField(
                        default=True, help_text="Finished leads are stored in the shared pool as professional profiles."
                    ),
                ),
                (
                    "outreach_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=leads.models.workspace.working_days,
                        help_text="1 is Monday.",
                        size=None,
                    ),
                ),
                ("outreach_from", models.TimeField(default=datetime.time(9, 0))),
                ("outreach_until", models.TimeField(default=datetime.time(18, 0))),
                (
                    "linkedin_in_window_only",
                    models.BooleanField(
                        default=False,
                        help_text="The connected LinkedIn account reads profiles only inside the outreach window.",
                    ),
                ),
                (
                    "scorer",
                    models.CharField(
                        choices=[
                            ("automatic", "The default of this installation"),
                            ("ai", "The AI"),
                            ("local", "The local scorer: no key, no cost"),
                        ],
                        db_default="automatic",
                        default="automatic",
                        max_length=10,
                    ),
                ),
                ("is_example", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="workspaces", through="leads.Membership", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="search",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="searches", to="leads.workspace"
            ),
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("query", models.TextField(help_text="As in the address of the page.", max_length=2000)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": [django.db.models.functions.text.Lower("name")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("workspace"),
                        models.F("user"),
                        django.db.models.functions.text.Lower("name"),
                        name="one_view_per_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "platform",
                    models.CharField(
                        choices=[("linkedin", "LinkedIn"), ("x", "X"), ("import", "Import")], max_length=10
                    ),
                ),
                (
                    "external_id",
                    models.CharField(help_text="The platform's id; for imports a digest of the text.", max_length=100),
                ),
                ("text", models.TextField()),
                ("url", models.CharField(blank=True, max_length=500)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
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
                "constraints": [
                    models.UniqueConstraint(fields=("lead", "platform", "external_id"), name="one_post_per_external_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlatformProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("platform", models.CharField(choices=[("linkedin", "LinkedIn"), ("x", "X")], max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "Found"),
                            ("not_found", "Does not exist"),
                            ("protected", "Protected"),
                            ("suspended", "Suspended"),
                        ],
                        default="found",
                        max_length=10,
                    ),
                ),
                (
                    "handle",
                    models.CharField(
                        blank=True, help_text="X handle or LinkedIn slug under which it was read.", max_length=200
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=100)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("headline", models.CharField(blank=True, max_length=300)),
                ("bio", models.TextField(blank=True)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("website", models.CharField(blank=True, max_length=500)),
                ("image_url", models.CharField(blank=True, max_length=1000)),
                ("followers", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "following",
                    models.PositiveIntegerField(blank=True, help_text="On LinkedIn: connections.", null=True),
                ),
                ("verified", models.BooleanField(null=True)),
                ("accepts_dm", models.BooleanField(null=True)),
                (
                    "details",
                    models.JSONField(default=dict, help_text="work, education, skills, certifications, languages"),
                ),
                ("fetched_at", models.DateTimeField()),
                ("posts_fetched_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="profiles",
                        to="leads.lead",
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
                "constraints": [models.UniqueConstraint(fields=("lead", "platform"), name="one_profile_per_platform")],
            },
        ),
        migrations.AddField(
            model_name="offer",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="leads.workspace"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="leads.workspace"
            ),
        ),
        migrations.CreateModel(
            name="LeadSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=leads.sources.registry.choices, max_length=20)),
                (
                    "reference",
                    models.CharField(help_text="Where in the search, e.g. the row of the file.", max_length=100),
                ),
                ("evidence", models.TextField(blank=True, help_text="What the person wrote or did there, quoted.")),
                ("evidence_url", models.CharField(blank=True, db_default="", default="", max_length=500)),
                ("evidence_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="leads.lead",
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lead_sources",
                        to="leads.search",
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
                    models.Index(fields=["workspace", "kind", "lead"], name="source_by_kind"),
                    models.Index(
                        condition=models.Q(("kind__in", ["x_seeds", "linkedin_seeds"])),
                        fields=["workspace", "reference", "lead"],
                        name="source_by_seed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("search", "lead", "reference"), name="one_source_per_reference")
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone_id", models.BigIntegerField()),
                ("gone_name", models.CharField(max_length=300)),
                ("record", models.JSONField(default=dict)),
                ("differences", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        help_text="The one that stayed.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges",
                        to="leads.lead",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
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
        migrations.AddField(
            model_name="lead",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="leads",
                to="leads.workspace",
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("member", "Member")], default="member", max_length=10
                    ),
                ),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=leads.models.workspace.member_rights,
                        size=None,
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(default=leads.models.workspace.in_a_week)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="leads.workspace"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("platform", models.CharField(choices=[("linkedin", "LinkedIn"), ("x", "X")], max_length=10)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reply", "Replied to"),
                            ("mention", "Mentioned"),
                            ("comment", "Commented on a post of"),
                            ("reaction", "Reacted to a post of"),
                        ],
                        max_length=10,
                    ),
                ),
                ("person", models.CharField(help_text="Handle, slug or id of the other person.", max_length=200)),
                ("person_name", models.CharField(blank=True, max_length=200)),
                (
                    "post_id",
                    models.CharField(help_text="The platform's id of the post where it happened.", max_length=100),
                ),
                ("url", models.CharField(blank=True, max_length=500)),
                ("happened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interactions",
                        to="leads.lead",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lead", "platform", "kind", "person", "post_id"), name="one_interaction_per_post"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("header_digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("mapping", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_mappings",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "header_digest"), name="one_import_mapping_per_header")
                ],
            },
        ),
        migrations.AddField(
            model_name="importjob",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="leads.workspace"
            ),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("platform", models.CharField(choices=[("linkedin", "LinkedIn"), ("x", "X")], max_length=10)),
                ("handle", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_addresses", to="leads.lead"
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
                "verbose_name_plural": "former addresses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "platform", "handle"), name="one_lead_per_former_address"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="company",
            name="workspace",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="companies",
                to="leads.workspace",
            ),
        ),
        migrations.CreateModel(
            name="AudienceReading",
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
                    "woken_at",
                    models.DateTimeField(blank=True, help_text="When a worker was last woken for it.", null=True),
                ),
                ("icp_digest", models.CharField(help_text="Of the ICP that it is about.", max_length=16)),
                ("wanted", models.BooleanField(default=True)),
                (
                    "requests",
                    models.PositiveIntegerField(
                        default=1, help_text="How often it was asked for: part of a call's key."
                    ),
                ),
                ("model", models.CharField(blank=True, max_length=80)),
                (
                    "cost_usd",
                    models.DecimalField(
                        blank=True, decimal_places=6, help_text="Empty: unknown.", max_digits=12, null=True
                    ),
                ),
                (
                    "waits_for",
                    models.CharField(blank=True, help_text="Why it waits, as shown to users.", max_length=200),
                ),
                (
                    "trouble",
                    models.CharField(blank=True, help_text="Why it was not read, as shown to users.", max_length=200),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, help_text="How often it was given up.")),
                ("tried_at", models.DateTimeField(blank=True, help_text="When it was last given up.", null=True)),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ai_audience", to="leads.offer"
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
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("lease__isnull", False)), fields=["lease"], name="audiencereading_lease"
                    ),
                    models.Index(condition=models.Q(("wanted", True)), fields=["id"], name="audience_reading_wanted"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_row", models.PositiveIntegerField()),
                (
                    "created_leads",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("changed", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "job",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="leads.importjob",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "import batches",
                "constraints": [models.UniqueConstraint(fields=("job", "first_row"), name="one_batch_per_first_row")],
            },
        ),
        migrations.CreateModel(
            name="Expansion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on", models.BooleanField(default=True)),
                (
                    "since",
                    models.DateTimeField(
                        help_text="When it was switched on; runs from before do not tell that it is exhausted."
                    ),
                ),
                ("next_at", models.DateTimeField()),
                (
                    "stopped_because",
                    models.TextField(blank=True, help_text="For people to read, where it stopped by itself."),
                ),
                (
                    "switched_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "search",
                    models.OneToOneField(
                        help_text="Its first run.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expansion",
                        to="leads.search",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("is_on", True)), fields=["next_at"], name="expansion_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="SeedAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("platform", models.CharField(choices=[("linkedin", "LinkedIn"), ("x", "X")], max_length=10)),
                ("handle", models.CharField(max_length=220)),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="Its bio or headline, as the platform shows it.", max_length=300
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("publication", "Publication"),
                            ("community", "Community"),
                            ("vendor", "Vendor or competitor"),
                            ("thought_leader", "Thought leader"),
                            ("vertical", "Account of the trade"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Why its followers are likely buyers, for people to read.", max_length=500
                    ),
                ),
                (
                    "followers",
                    models.PositiveIntegerField(
                        blank=True, help_text="As the platform said at verified_at.", null=True
                    ),
                ),
                ("verified_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "leads",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="How many leads its followers brought, as counted when the last of them were found.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seed_accounts", to="leads.offer"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "searches",
                    models.ManyToManyField(
                        help_text="Those that found it.", related_name="seed_accounts", to="leads.search"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seed_accounts",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "offer", "platform", "handle"), name="one_seed_account_per_offer"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="search",
            index=models.Index(fields=["workspace", "-id"], name="search_newest"),
        ),
        migrations.AddIndex(
            model_name="search",
            index=models.Index(
                condition=models.Q(("status__in", ["pending", "running"])),
                fields=["workspace", "-id"],
                name="search_at_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                models.F("workspace"),
                django.db.models.functions.text.Lower("name"),
                condition=models.Q(("archived_at", None)),
                name="one_current_offer_per_name",
                violation_error_message="Another offer of this workspace has this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("workspace", "user"), name="one_membership_per_workspace"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["workspace", "id"], name="lead_newest"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.F("workspace"),
                models.OrderBy(models.F("best_score"), nulls_first=True),
                models.OrderBy(models.F("id")),
                name="lead_by_score",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                django.contrib.postgres.indexes.OpClass(
                    models.Func(
                        "email",
                        output_field=models.TextField(),
                        template="(split_part(%(expressions)s, '@', 2) || '@' || split_part(%(expressions)s, '@', 1))",
                    ),
                    name="text_pattern_ops",
                ),
                condition=models.Q(("email", ""), _negated=True),
                name="lead_by_email_domain",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.F("workspace"),
                django.db.models.functions.text.Lower("full_name"),
                models.F("id"),
                name="lead_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.F("workspace"),
                models.F("best_state"),
                models.OrderBy(models.F("best_score"), nulls_first=True),
                models.OrderBy(models.F("id")),
                name="lead_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("connection", "not_connected"), _negated=True),
                fields=["workspace", "connection", "-id"],
                name="lead_by_connection",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("linkedin_slug", ""), _negated=True),
                fields=("linkedin_slug", "workspace"),
                name="one_lead_per_linkedin_slug",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("x_handle", ""), _negated=True),
                fields=("x_handle", "workspace"),
                name="one_lead_per_x_handle",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("x_user_id", ""), _negated=True),
                fields=("x_user_id", "workspace"),
                name="one_lead_per_x_user_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email_key", ""), _negated=True),
                fields=("email_key", "workspace"),
                name="one_lead_per_email_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sales_navigator_id", ""), _negated=True),
                fields=("sales_navigator_id", "workspace"),
                name="one_lead_per_sales_navigator_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person_key", ""), _negated=True),
                fields=("person_key", "workspace"),
                name="one_lead_per_person_key",
            ),
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(fields=["workspace", "-id"], name="import_newest"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.UniqueConstraint(fields=("name_key", "workspace"), name="one_company_per_name"),
        ),
    ]

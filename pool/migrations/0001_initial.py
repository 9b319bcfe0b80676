import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgvector.django.halfvec
from django.db import migrations, models
from pgvector.django import VectorExtension

import pool.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("leads", "0001_initial"),
    ]

    operations = [
        VectorExtension(),
        migrations.CreateModel(
            name="PoolProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("linkedin_slug", models.CharField(blank=True, max_length=200)),
                ("x_handle", models.CharField(blank=True, max_length=15)),
                (
                    "person_key",
                    models.CharField(
                        blank=True, help_text="Name and company, as leads.identity spells them.", max_length=400
                    ),
                ),
                ("full_name", models.CharField(blank=True, max_length=200)),
                ("role", models.CharField(blank=True, max_length=300)),
                ("bio", models.TextField(blank=True)),
                ("industry", models.CharField(blank=True, max_length=200)),
                ("company", models.CharField(blank=True, max_length=200)),
                ("company_size", models.CharField(blank=True, max_length=40)),
                ("location", models.CharField(blank=True, max_length=200)),
                ("skills", models.TextField(blank=True)),
                ("keywords", models.TextField(blank=True)),
                (
                    "origins",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, models.JSONField()),
                        default=dict,
                        help_text="Text column → the platform that says it, or the digest of the workspace that states it.",
                    ),
                ),
                (
                    "embedding_model",
                    models.CharField(help_text="The version of what described the profile.", max_length=60),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("refreshed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(default=pool.models.default_expiry)),
                (
                    "example_of",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="A made-up profile is matched only for this workspace.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="leads.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person_key"], name="profile_person_key"),
                    models.Index(fields=["expires_at"], name="profile_expiry"),
                    models.Index(fields=["created_at"], name="profile_first_stored"),
                    models.Index(fields=["embedding_model"], name="profile_described_by"),
                    models.Index(
                        condition=models.Q(("example_of", None), _negated=True),
                        fields=["example_of"],
                        name="profile_made_up",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("linkedin_slug", ""), _negated=True),
                        fields=("linkedin_slug",),
                        name="one_profile_per_linkedin_slug",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("x_handle", ""), _negated=True),
                        fields=("x_handle",),
                        name="one_profile_per_x_handle",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("linkedin_slug", ""), ("x_handle", ""), models.Q(("person_key", ""), _negated=True)
                        ),
                        fields=("person_key",),
                        name="one_profile_per_name_and_company",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolVector",
            fields=[
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="vector",
                        serialize=False,
                        to="pool.poolprofile",
                    ),
                ),
                (
                    "model",
                    models.IntegerField(
                        help_text="A number for what described it and, of a made-up one, for the workspace."
                    ),
                ),
                (
                    "title_number",
                    models.IntegerField(help_text="A number for the title, whatever its case and spaces."),
                ),
                ("seniority", models.SmallIntegerField()),
                (
                    "embedding",
                    pgvector.django.halfvec.HalfVectorField(dimensions=256, help_text="Laid out by pool/codebook.py."),
                ),
                (
                    "functions",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
                ("country", models.CharField(max_length=2)),
                ("region", models.CharField(help_text='Country and region: "US:california".', max_length=100)),
                ("city", models.CharField(help_text='Country and city: "US:san jose".', max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="PoolMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fit", models.SmallIntegerField(help_text="0-100, as of the match.")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pool_matches", to="leads.lead"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pool_matches",
                        to="leads.offer",
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pool_matches", to="leads.search"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pool_matches", to="leads.workspace"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="matches",
                        to="pool.poolprofile",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pool matches",
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "lead"), name="one_pool_match_per_offer_and_lead")
                ],
            },
        ),
    ]

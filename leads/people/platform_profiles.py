"""Writing what a platform says of leads, set-wise: its profile as it is, and the lead's fields that follow from it."""

import json
from datetime import datetime

from django.db import connection
from django.utils import timezone

from leads.identity.keys import company_key
from leads.ingest.columns import LINE_LIMITS, TEXT_LIMIT
from leads.models import Company, Interaction, Lead, PlatformProfile, Post
from leads.people.field_locks import unless_locked

FIELDS = ("full_name", "title", "company_name", "location", "website", "bio", "skills")
BROUGHT = {
    "lead_id": Lead._meta.pk,
    "workspace_id": Lead._meta.get_field("workspace"),
    **{name: Lead._meta.get_field(name) for name in (*FIELDS, "role_started_on", "x_user_id")},
    "company_key": Company._meta.get_field("name_key"),
}
PROFILE_FIELDS = tuple(
    field.name
    for field in PlatformProfile._meta.concrete_fields
    if field.name not in ("id", "workspace", "lead", "platform", "posts_fetched_at")
)


def save_profiles(profiles):
    """Insert or replace platform profiles (unsaved rows)."""
    PlatformProfile.objects.bulk_create(
        profiles, update_conflicts=True, unique_fields=["lead", "platform"], update_fields=PROFILE_FIELDS
    )


def apply_fields(*, source, values, overwrite):
    """Merge `values` – (lead, fields by name of FIELDS, role_started_on or None, x_user_id) – into their leads.

    The fields named in `overwrite` take the new text where there is one, the others only fill what is empty. Fields
    that were set by hand stay, and with a company set by hand the start of a role at another one is left out. Changed
    fields are noted in the lead's provenance. Another company clears the old one's size and place, another location
    clears city, region and country. An X user id that another lead of the workspace holds is left out.
    """
    rows = [row(*value) for value in values]
    changes = changes_of({name: merged_sql(name, name in overwrite) for name in FIELDS})
    # without lengths: the planner takes each text to be half as long as it may be, and a batch to be a few rows
    typed = ", ".join(f"{name} {field.rel_db_type(connection).partition('(')[0]}" for name, field in BROUGHT.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE TEMP TABLE enriching ON COMMIT DROP AS
                SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS i({typed});
            INSERT INTO leads_company
                (workspace_id, name, name_key, domain, linkedin_slug, industry, size, location, created_at)
            SELECT DISTINCT ON (i.company_key, i.workspace_id) i.workspace_id, i.company_name, i.company_key, '', '',
                '', '', '', now()
            FROM enriching i WHERE i.company_key <> '' ORDER BY i.company_key, i.workspace_id
            ON CONFLICT DO NOTHING;
            UPDATE leads_lead l SET {", ".join(f"{name} = {sql}" for name, sql in changes.items())}
            FROM enriching i WHERE l.id = i.lead_id;
            DROP TABLE enriching
            """,
            {"rows": json.dumps(rows), "noted": json.dumps([source, timezone.now().date().isoformat()])},
        )


NEW_X_USER_ID = """
    CASE WHEN l.x_user_id = '' AND i.x_user_id <> '' AND NOT EXISTS (
        SELECT FROM leads_lead o WHERE o.x_user_id = i.x_user_id AND o.workspace_id = l.workspace_id
    ) AND NOT EXISTS (
        SELECT FROM enriching e
        WHERE e.x_user_id = i.x_user_id AND e.workspace_id = i.workspace_id AND e.lead_id < i.lead_id
    ) THEN i.x_user_id ELSE l.x_user_id END
"""


def changes_of(merged):
    """SQL for the columns of a lead (l) that change with what was brought (i): FIELDS, and what follows from them."""
    at_this_company = f"{merged['company_name']} = i.company_name"
    moved = f"i.company_key <> '' AND l.company_name <> '' AND {merged['company_name']} <> l.company_name"
    relocated = f"{merged['location']} <> l.location"
    return {
        **merged,
        **{name: f"CASE WHEN {relocated} THEN '' ELSE l.{name} END" for name in ("city", "region", "country")},
        **{
            name: unless_locked(name, f"CASE WHEN {moved} THEN '' ELSE l.{name} END")
            for name in ("company_size", "company_location")
        },
        "company_id": f"""CASE WHEN i.company_key <> '' AND {at_this_company} THEN (
            SELECT c.id FROM leads_company c WHERE c.name_key = i.company_key AND c.workspace_id = l.workspace_id
        ) ELSE l.company_id END""",
        "role_started_on": unless_locked(
            "role_started_on",
            f"""CASE WHEN i.company_name = '' OR {at_this_company}
            THEN COALESCE(i.role_started_on, l.role_started_on) ELSE l.role_started_on END""",
        ),
        "x_user_id": NEW_X_USER_ID,
        "provenance": "l.provenance || " + " || ".join(noted_sql(name, sql) for name, sql in merged.items()),
    }


def noted_sql(name, merged):
    return f"CASE WHEN {merged} <> l.{name} THEN jsonb_build_object('{name}', %(noted)s::jsonb) ELSE '{{}}'::jsonb END"


def row(lead, fields, role_started_on=None, x_user_id=""):
    texts = {name: cut(name, fields.get(name, "")) for name in FIELDS}
    company = texts["company_name"]
    return texts | {
        "lead_id": lead.pk,
        "workspace_id": lead.workspace_id,
        "company_key": company_key(company) if company else "",
        "role_started_on": role_started_on.isoformat() if role_started_on else None,
        "x_user_id": x_user_id,
    }


def cut(name, text):
    return " ".join(text.split())[: LINE_LIMITS[name]] if name in LINE_LIMITS else text[:TEXT_LIMIT]


def merged_sql(name, overwrites):
    first, second = ("i", "l") if overwrites else ("l", "i")
    return unless_locked(name, f"COALESCE(NULLIF({first}.{name}, ''), {second}.{name})")


def save_activity(*, posts, interactions, fetched):
    """Store posts and interactions (unsaved rows) that are new, and move the leads' last activity forward.

    `fetched` are the platform profiles whose posts were read.
    """
    insert_new(Post, posts)
    insert_new(Interaction, interactions)
    PlatformProfile.objects.filter(pk__in=[profile.pk for profile in fetched]).update(posts_fetched_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE leads_lead l SET last_active_on = GREATEST(l.last_active_on, newest.day) FROM (
                SELECT lead_id, max(posted_at)::date AS day
                FROM unnest(%s::bigint[], %s::timestamptz[]) AS t(lead_id, posted_at)
                WHERE posted_at <= now() GROUP BY lead_id
            ) AS newest WHERE l.id = newest.lead_id AND l.last_active_on IS DISTINCT FROM GREATEST(
                l.last_active_on, newest.day
            )
            """,
            [[post.lead_id for post in posts], [post.posted_at for post in posts]],
        )


def insert_new(model, rows):
    """Insert unsaved rows of a model without those that are stored already. In a third of the time of bulk_create."""
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.has_db_default())]
    names = ", ".join(field.column for field in fields)
    typed = ", ".join(f"{field.column} {field.rel_db_type(connection)}" for field in fields)
    values = [{field.column: getattr(row, field.attname) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {model._meta.db_table} ({names})
                SELECT {names} FROM jsonb_to_recordset(%s::jsonb) AS i({typed})
            ON CONFLICT DO NOTHING
            """,
            [json.dumps(values, default=datetime.isoformat)],
        )

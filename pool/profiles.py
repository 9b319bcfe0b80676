"""Storing finished leads as shared professional profiles."""

import re

from django.conf import settings
from django.db import connection

from leads.models import Lead
from pool.describing import DESCRIPTION_COLUMNS, describe

CONTACT_WAYS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\(?\d[\d\s().-]{7,}\d")
COPIED = {
    "linkedin_slug": "linkedin_slug",
    "x_handle": "x_handle",
    "full_name": "full_name",
    "title": "role",
    "bio": "bio",
    "industry": "industry",
    "company_name": "company",
    "company_size": "company_size",
    "location": "location",
    "skills": "skills",
    "keywords": "keywords",
}


def without_contact_ways(text):
    """Free text as the pool may hold it: e-mail addresses and phone numbers are cut out."""
    return CONTACT_WAYS.sub("", text)


def store_leads(*, lead_ids):
    """Add the leads to the pool or refresh their profiles there, set-wise. Returns how many were stored.

    Only leads of contributing workspaces that have a public profile and a role or bio.
    """
    leads = (
        Lead.objects.filter(pk__in=lead_ids, workspace__contributes_to_pool=True)
        .exclude(linkedin_slug="", x_handle="")
        .exclude(title="", bio="")
        .order_by("pk")
        .values(*COPIED)
    )
    profiles = [{COPIED[name]: value for name, value in lead.items()} for lead in leads]
    for profile in profiles:
        for name in ("bio", "skills", "keywords"):
            profile[name] = without_contact_ways(profile[name])
    return store(profiles=profiles)


def store(*, profiles):
    """Upsert profiles (dicts of the pool's text columns) with their description. The newest text wins."""
    if not profiles:
        return 0
    columns = (*COPIED.values(), *DESCRIPTION_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"""
            DROP TABLE IF EXISTS contributed;
            CREATE TEMP TABLE contributed AS SELECT {", ".join(columns)} FROM pool_poolprofile WITH NO DATA
        """)
        with cursor.copy(f"COPY contributed ({', '.join(columns)}) FROM STDIN") as copy:
            for profile, description in zip(profiles, describe(profiles), strict=True):
                copy.write_row((*profile.values(), *description))
        stored = upsert(cursor, columns)
        cursor.execute("DROP TABLE contributed")
    return stored


def upsert(cursor, columns):
    """One person, two keys: an existing profile is found by LinkedIn first, then by X."""
    days = settings.POOL_PROFILE_DAYS
    changes = ", ".join(
        f"{name} = CASE WHEN c.{name} = '' THEN p.{name} ELSE c.{name} END"
        if name in ("linkedin_slug", "x_handle")
        else f"{name} = c.{name}"
        for name in columns
    )
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pool.store'))")
    stored = 0
    for key, other in (("linkedin_slug", "x_handle"), ("x_handle", "linkedin_slug")):
        # a key that another profile holds stays there
        cursor.execute(f"""
            UPDATE contributed c SET {other} = '' FROM pool_poolprofile p
            WHERE c.{key} <> '' AND c.{other} <> '' AND p.{other} = c.{other} AND p.{key} NOT IN ('', c.{key})
        """)
        cursor.execute(
            f"""
            UPDATE pool_poolprofile p SET {changes}, refreshed_at = now(), expires_at = now() + %s * interval '1 day'
            FROM (SELECT DISTINCT ON ({key}) * FROM contributed WHERE {key} <> '') c WHERE p.{key} = c.{key}
            """,
            [days],
        )
        stored += cursor.rowcount
        cursor.execute(f"DELETE FROM contributed c USING pool_poolprofile p WHERE c.{key} <> '' AND p.{key} = c.{key}")
    cursor.execute(
        f"""
        INSERT INTO pool_poolprofile ({", ".join(columns)}, created_at, refreshed_at, expires_at)
        SELECT {", ".join(columns)}, now(), now(), now() + %s * interval '1 day' FROM contributed
        ON CONFLICT DO NOTHING
        """,
        [days],
    )
    return stored + cursor.rowcount

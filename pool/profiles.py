"""Storing finished leads as shared professional profiles."""

import re

from django.conf import settings
from django.db import connection, transaction

from leads.identity import person_key
from leads.models import Lead
from pool.describing import DESCRIPTION_COLUMNS, describe, description_model
from pool.models import PoolProfile

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

    Only leads of contributing workspaces that say who the person is and what they do.
    """
    leads = (
        Lead.objects.filter(pk__in=lead_ids, workspace__contributes_to_pool=True)
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
    columns = (*COPIED.values(), "person_key", *DESCRIPTION_COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"""
            DROP TABLE IF EXISTS contributed;
            CREATE TEMP TABLE contributed AS SELECT {", ".join(columns)} FROM pool_poolprofile WITH NO DATA
        """)
        with cursor.copy(f"COPY contributed ({', '.join(columns)}) FROM STDIN") as copy:
            for profile, description in zip(profiles, describe(profiles), strict=True):
                copy.write_row((*(profile[name] for name in COPIED.values()), name_and_company(profile), *description))
        cursor.execute("DELETE FROM contributed WHERE linkedin_slug = '' AND x_handle = '' AND person_key = ''")
        stored = upsert(cursor, columns)
        cursor.execute("DROP TABLE contributed")
    return stored


def name_and_company(profile):
    key = person_key(
        full_name=profile["full_name"], company=profile["company"], title=profile["role"], location=profile["location"]
    )
    return (key or "")[:400]


def upsert(cursor, columns):
    """A stored profile is found by LinkedIn, then by X, then by name and company where one side has no public key."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pool.store'))")
    stored = 0
    for key, other in (("linkedin_slug", "x_handle"), ("x_handle", "linkedin_slug")):
        # a key that another profile holds stays there
        cursor.execute(f"""
            UPDATE contributed c SET {other} = '' FROM pool_poolprofile p
            WHERE c.{key} <> '' AND c.{other} <> '' AND p.{other} = c.{other} AND p.{key} NOT IN ('', c.{key})
        """)
        absorb(cursor, key, other)
        stored += refresh(cursor, columns, key, f"c.{key} <> ''")
    cursor.execute("""
        DELETE FROM contributed c USING pool_poolprofile p
        WHERE c.linkedin_slug = '' AND c.x_handle = '' AND p.person_key = c.person_key
            AND (p.linkedin_slug <> '' OR p.x_handle <> '')
    """)
    stored += cursor.rowcount
    stored += refresh(cursor, columns, "person_key", "c.person_key <> '' AND p.linkedin_slug = '' AND p.x_handle = ''")
    cursor.execute(
        f"""
        INSERT INTO pool_poolprofile ({", ".join(columns)}, created_at, refreshed_at, expires_at)
        SELECT {", ".join(columns)}, now(), now(), now() + %s * interval '1 day' FROM contributed
        ON CONFLICT DO NOTHING
        """,
        [settings.POOL_PROFILE_DAYS],
    )
    return stored + cursor.rowcount


def absorb(cursor, key, other):
    """Two stored profiles that a contribution shows to be one person become one, with all their matches."""
    cursor.execute(f"""
        CREATE TEMP TABLE absorbed ON COMMIT DROP AS
        SELECT DISTINCT ON (gone.id) gone.id AS gone, kept.id AS kept FROM contributed c
        JOIN pool_poolprofile kept ON kept.{key} = c.{key}
        JOIN pool_poolprofile gone ON gone.{other} = c.{other} AND gone.{key} = '' AND gone.id <> kept.id
        WHERE c.{key} <> '' AND c.{other} <> ''
    """)
    cursor.execute("UPDATE pool_poolmatch SET profile_id = a.kept FROM absorbed a WHERE profile_id = a.gone")
    cursor.execute("DELETE FROM pool_poolprofile p USING absorbed a WHERE p.id = a.gone")
    cursor.execute("DROP TABLE absorbed")


def refresh(cursor, columns, key, condition):
    """Move the contributed profiles whose `key` is stored into their stored profiles. Returns how many."""
    cursor.execute(
        f"""
        WITH newest AS (SELECT DISTINCT ON ({key}) * FROM contributed ORDER BY {key}, ctid DESC), moved AS (
            UPDATE pool_poolprofile p SET {", ".join(f"{name} = {kept_key(name)}" for name in columns)},
                refreshed_at = now(), expires_at = now() + %s * interval '1 day'
            FROM newest c WHERE p.{key} = c.{key} AND {condition} RETURNING p.{key}
        )
        DELETE FROM contributed c USING moved WHERE c.{key} = moved.{key}
        """,
        [settings.POOL_PROFILE_DAYS],
    )
    return cursor.rowcount


def kept_key(name):
    return f"COALESCE(NULLIF(c.{name}, ''), p.{name})" if name in ("linkedin_slug", "x_handle") else f"c.{name}"


def redescribe(*, limit):
    """Describe profiles anew that an older taxonomy or embedding described. Returns how many."""
    names = [column for column in COPIED.values() if column not in ("linkedin_slug", "x_handle", "full_name")]
    stale = PoolProfile.objects.exclude(embedding_model=description_model()).order_by("pk")[:limit]
    profiles = list(stale.values("pk", *names))
    assignments = ", ".join(f"{name} = d.{name}" for name in DESCRIPTION_COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"""
            DROP TABLE IF EXISTS described;
            CREATE TEMP TABLE described AS
            SELECT id, {", ".join(DESCRIPTION_COLUMNS)} FROM pool_poolprofile WITH NO DATA
        """)
        with cursor.copy("COPY described FROM STDIN") as copy:
            for profile, description in zip(profiles, describe(profiles), strict=True):
                copy.write_row((profile["pk"], *description))
        cursor.execute(f"UPDATE pool_poolprofile p SET {assignments} FROM described d WHERE p.id = d.id")
        cursor.execute("DROP TABLE described")
    return len(profiles)

"""Storing finished leads as shared professional profiles."""

import json
import re
from collections import defaultdict

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from leads.identity.keys import person_key
from leads.models import Lead, LeadSource, PlatformProfile
from leads.sources.registry import EXAMPLE
from pool.contact_ways import without_contact_ways
from pool.describing import DESCRIPTION_COLUMNS, WORKSPACES, describe, description_model, model_number
from pool.models import PoolProfile
from pool.origins import COPIED, OF_LEAD, OF_PROFILE, contribution, replaces, sql_origins, sql_replaces

COMPANY_SIZE = re.compile(r"\d{1,3}(?:[.,]?\d{3})?(?:\s?(?:-|–|to)\s?\d{1,3}(?:[.,]?\d{3})?|\s?\+)?(?:\s[a-z]+)?", re.I)
TEXT_MAX = 2000
TEXTS = tuple(COPIED.values())
PUBLIC_KEYS = ("linkedin_slug", "x_handle")
LOCK = "SELECT pg_advisory_xact_lock(hashtext('pool.store'))"
# in place of the describing model: the texts were merged in this transaction and are described before it ends
MERGED = "merged"
MERGED_TEXTS = tuple(name for name in TEXTS if name not in PUBLIC_KEYS)
EXPIRY = "LEAST(now() + %s * interval '1 day', {} + %s * interval '1 day')"
DESCRIBED = ", ".join(DESCRIPTION_COLUMNS)
BLANK = {**dict.fromkeys(TEXTS, ""), "origins": {}, "keys_are_stated": False}


def cleaned(profile):
    return {name: pool_text(name, value) if name in TEXTS else value for name, value in profile.items()}


def pool_text(name, value):
    if name in PUBLIC_KEYS or (name == "company_size" and COMPANY_SIZE.fullmatch(value)):
        return value
    return without_contact_ways(value)[:TEXT_MAX]


def store_leads(*, lead_ids):
    """Add the leads to the pool or refresh their profiles there, set-wise. Returns how many people were stored.

    Only leads of contributing workspaces that are no example and have a title or a bio to share. What a workspace found
    by a web search stays its own, and so does a person whose only known profile is shown to approved people alone.
    """
    leads = (
        Lead.objects.filter(pk__in=lead_ids, workspace__contributes_to_pool=True)
        .exclude(title="", bio="")
        .exclude(pk__in=LeadSource.objects.filter(lead__in=lead_ids, kind=EXAMPLE).values("lead"))
        .order_by("pk")
    )
    shown = [profile for _, profile, protected in contributions(leads) if not protected]
    return store(profiles=[profile for profile in shown if profile["role"] or profile["bio"]])


def contributions(leads):
    """(lead, its profile in the pool's text columns, whether approved people alone are shown it) of each lead."""
    leads = list(leads.only(*OF_LEAD))
    profiles = defaultdict(list)
    for profile in PlatformProfile.objects.filter(lead__in=[lead.pk for lead in leads]).only(*OF_PROFILE):
        profiles[profile.lead_id].append(profile)
    return [(lead, contribution(lead, profiles[lead.pk]), are_protected(profiles[lead.pk])) for lead in leads]


def are_protected(profiles):
    states = {profile.state for profile in profiles}
    return PlatformProfile.State.PROTECTED in states and PlatformProfile.State.FOUND not in states


def store(*, profiles, example_of=None):
    """Upsert profiles (dicts of the pool's text columns, with `origins`) with their description.

    `origins` decides which text wins, as `pool/origins.py` says; an empty one never takes a known one's place. New
    profiles are made up where they are the example of a workspace.
    """
    profiles = folded(cleaned(profile) for profile in profiles)
    columns = (*TEXTS, "person_key", "origins", "embedding_model")
    model = description_model()
    descriptions = list(describe(profiles))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"""
            DROP TABLE IF EXISTS contributed;
            CREATE TEMP TABLE contributed AS
            SELECT {", ".join(columns)}, {DESCRIBED}, false AS keys_are_stated
            FROM pool_poolprofile, pool_poolvector WITH NO DATA
        """)
        with cursor.copy("COPY contributed FROM STDIN") as copy:
            for profile, description in zip(profiles, descriptions, strict=True):
                texts = [profile[name] for name in TEXTS]
                origins, stated = json.dumps(profile["origins"]), profile["keys_are_stated"]
                copy.write_row((*texts, name_and_company(profile), origins, model, *description, stated))
        stored = upsert(cursor, columns, example_of)
        cursor.execute("DROP TABLE contributed")
        write_descriptions(cursor, texts_of(PoolProfile.objects.filter(embedding_model=MERGED)))
    return stored


def folded(profiles):
    """One profile for each person known by the same key. Without a key there is none."""
    people = {}
    for profile in profiles:
        key = profile["linkedin_slug"] or "@" + profile["x_handle"]
        key = key if key != "@" else (name_and_company(profile),)
        if key != ("",):
            people[key] = merged(people.get(key, BLANK), profile)
    return list(people.values())


def merged(known, profile):
    origins = profile.get("origins", {})
    taken = [
        name for name in TEXTS
        if profile[name] and (not known[name] or replaces(origins.get(name), known["origins"].get(name)))
    ]  # fmt: skip
    return known | {
        **{name: profile[name] for name in taken},
        "origins": known["origins"] | {name: origins[name] for name in taken if name in origins},
        "keys_are_stated": profile.get("keys_are_stated", False),
    }


def name_keys(leads) -> list[str]:
    """The keys under which the pool holds those of the leads that have neither LinkedIn nor X for others to see."""
    contributed = (profile for _, profile, _ in contributions(leads))
    return [name_and_company(cleaned(each)) for each in contributed if not any(each[key] for key in PUBLIC_KEYS)]


def keyed(leads) -> list[tuple[Lead, str]]:
    """The leads, newest first, with the key under which the pool holds a person that has neither LinkedIn nor X."""
    contributed = sorted(contributions(leads), key=lambda row: -row[0].pk)
    return [(lead, name_and_company(cleaned(profile))) for lead, profile, _ in contributed]


def name_and_company(profile):
    return person_key(
        full_name=profile["full_name"], company=profile["company"], title=profile["role"], location=profile["location"]
    )


def upsert(cursor, columns, example_of):
    """A stored profile is found by LinkedIn, then by X, then by name and company where one side has no public key."""
    cursor.execute(LOCK)
    stored = 0
    for key, other in (("linkedin_slug", "x_handle"), ("x_handle", "linkedin_slug")):
        # A key that another profile holds stays there. No file makes two people one whose names differ.
        cursor.execute(f"""
            UPDATE contributed c SET {other} = '' FROM pool_poolprofile p
            WHERE c.{key} <> '' AND c.{other} <> '' AND p.{other} = c.{other} AND p.{key} <> c.{key} AND (
                p.{key} <> '' OR c.keys_are_stated AND lower(p.full_name) NOT IN ('', lower(c.full_name))
            )
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
        WITH numbered AS MATERIALIZED (
            SELECT nextval(pg_get_serial_sequence('pool_poolprofile', 'id')) AS id, c.* FROM contributed c
        ), added AS (
            INSERT INTO pool_poolprofile ({", ".join(columns)}, id, example_of_id, created_at, refreshed_at, expires_at)
            SELECT {", ".join(columns)}, id, %s, now(), now(), {EXPIRY.format("now()")} FROM numbered
            ON CONFLICT DO NOTHING RETURNING id, example_of_id
        )
        {sql_keeps_vectors("added JOIN numbered USING (id)")}
        """,
        [example_of and example_of.pk, settings.POOL_PROFILE_DAYS, settings.POOL_PROFILE_MAX_DAYS],
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
    taken = {name: sql_replaces(name, new="gone", old="kept") for name in MERGED_TEXTS}
    known = ", ".join(f"{name} = CASE WHEN {sql} THEN gone.{name} ELSE kept.{name} END" for name, sql in taken.items())
    cursor.execute(f"""
        UPDATE pool_poolprofile kept SET {known}, origins = {sql_origins(taken, new="gone", old="kept")},
            created_at = LEAST(kept.created_at, gone.created_at), embedding_model = '{MERGED}'
        FROM absorbed a JOIN pool_poolprofile gone ON gone.id = a.gone WHERE kept.id = a.kept
    """)
    cursor.execute("UPDATE pool_poolmatch SET profile_id = a.kept FROM absorbed a WHERE profile_id = a.gone")
    cursor.execute("DELETE FROM pool_poolvector v USING absorbed a WHERE v.profile_id = a.gone")
    cursor.execute("DELETE FROM pool_poolprofile p USING absorbed a WHERE p.id = a.gone")
    cursor.execute("DROP TABLE absorbed")


def refresh(cursor, columns, key, condition):
    """Move the contributed profiles whose `key` is stored into their stored profiles. Returns how many."""
    taken = {name: sql_replaces(name, new="c", old="p") for name in TEXTS}
    values = {name: f"CASE WHEN {sql} THEN c.{name} ELSE p.{name} END" for name, sql in taken.items()}
    differs = " OR ".join(f"{values[name]} <> c.{name}" for name in MERGED_TEXTS)
    values |= {
        "origins": sql_origins(taken, new="c", old="p"),
        # a merged name and company are described, and spelled as a key, below
        "person_key": f"CASE WHEN {differs} THEN p.person_key ELSE c.person_key END",
        "embedding_model": f"CASE WHEN {differs} THEN '{MERGED}' ELSE c.embedding_model END",
    }
    cursor.execute(
        f"""
        WITH newest AS (SELECT DISTINCT ON ({key}) * FROM contributed ORDER BY {key}, ctid DESC), moved AS (
            UPDATE pool_poolprofile p SET {", ".join(f"{name} = {values.get(name, 'c.' + name)}" for name in columns)},
                refreshed_at = now(), expires_at = {EXPIRY.format("p.created_at")}
            FROM newest c WHERE p.{key} = c.{key} AND {condition}
            RETURNING p.id, p.example_of_id, c.*
        ), kept AS (
            {sql_keeps_vectors("moved")}
        )
        DELETE FROM contributed c USING moved WHERE c.{key} = moved.{key}
        """,
        [settings.POOL_PROFILE_DAYS, settings.POOL_PROFILE_MAX_DAYS],
    )
    return cursor.rowcount


def sql_keeps_vectors(rows):
    """SQL that stores the descriptions of `rows`, each with the id and the example_of_id of its profile."""
    written = ", ".join(f"{name} = EXCLUDED.{name}" for name in ("model", *DESCRIPTION_COLUMNS))
    return f"""
        INSERT INTO pool_poolvector (profile_id, model, {DESCRIBED})
        SELECT id, {model_number()} # mod(coalesce(example_of_id, 0), {WORKSPACES})::int, {DESCRIBED} FROM {rows}
        ON CONFLICT (profile_id) DO UPDATE SET {written}
    """


def redescribe(*, limit):
    """Describe profiles again that an older taxonomy or embedding described. Returns how many."""
    current = description_model()
    # two ranges, since an index serves no inequality
    stale = PoolProfile.objects.filter(Q(embedding_model__lt=current) | Q(embedding_model__gt=current))
    with connection.cursor() as cursor:
        return write_descriptions(cursor, texts_of(stale[:limit]))


def texts_of(stored):
    return list(stored.values("pk", "refreshed_at", *MERGED_TEXTS))


def write_descriptions(cursor, profiles):
    """Describe stored profiles, as `texts_of` read them, unless they have changed since. Returns how many."""
    if not profiles:
        return 0
    descriptions = list(describe(profiles))
    model = description_model()
    known_by_key = "p.linkedin_slug <> '' OR p.x_handle <> ''"
    with transaction.atomic():
        cursor.execute(LOCK)
        cursor.execute(f"""
            DROP TABLE IF EXISTS described;
            CREATE TEMP TABLE described AS
            SELECT id, refreshed_at, person_key, embedding_model, {DESCRIBED}
            FROM pool_poolprofile, pool_poolvector WITH NO DATA
        """)
        with cursor.copy("COPY described FROM STDIN") as copy:
            for profile, description in zip(profiles, descriptions, strict=True):
                copy.write_row((profile["pk"], profile["refreshed_at"], name_and_company(profile), model, *description))
        cursor.execute(f"""
            WITH changed AS (
                UPDATE pool_poolprofile p SET embedding_model = d.embedding_model,
                    person_key = CASE WHEN {known_by_key} THEN d.person_key ELSE p.person_key END
                FROM described d
                WHERE p.id = d.id AND p.refreshed_at = d.refreshed_at AND p.embedding_model <> d.embedding_model
                RETURNING p.example_of_id, d.*
            )
            {sql_keeps_vectors("changed")}
        """)
        written = cursor.rowcount
        cursor.execute("DROP TABLE described")
    return written

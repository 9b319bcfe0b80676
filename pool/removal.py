"""Taking profiles out of the pool: expired ones, and those of an import that is undone."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from leads.models import Lead, LeadSource, Workspace
from leads.sources.registry import POOL
from pool.models import PoolProfile
from pool.origins import contributor
from pool.profiles import LOCK, MERGED_TEXTS, PUBLIC_KEYS, keyed, name_keys, store_leads

STATED_ALONE = """
    (linkedin_slug <> '' AND linkedin_slug = ANY(%(linkedin_slugs)s) OR x_handle <> '' AND x_handle = ANY(%(x_handles)s)
        OR linkedin_slug = '' AND x_handle = '' AND person_key = ANY(%(person_keys)s))
    AND created_at >= %(since)s AND NOT EXISTS (
        SELECT FROM jsonb_each_text(origins) AS stated(name, origin) WHERE origin <> %(workspace)s
    )
"""


def take_back(*, lead_ids, workspace_id, since):
    """Delete what the pool has known `since` then of these leads, which are held, and from their workspace alone.

    What a platform said of a person stays, and so does what another workspace stated. A person whom another workspace
    brought as well is described by its lead alone. Returns how many profiles were deleted.
    """
    leads = Lead.objects.filter(pk__in=lead_ids)
    keys = list(leads.values_list("linkedin_slug", "x_handle"))
    parameters = {
        "linkedin_slugs": [slug for slug, _ in keys if slug],
        "x_handles": [handle for _, handle in keys if handle],
        "person_keys": name_keys(leads),
        "since": since,
        "workspace": contributor(workspace_id),
    }
    stated_alone = PoolProfile.objects.raw(f"SELECT * FROM pool_poolprofile WHERE {STATED_ALONE}", parameters)
    if not (profiles := list(stated_alone)):
        return 0
    elsewhere = leads_elsewhere(profiles, workspace_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        gone = PoolProfile.objects.filter(pk__in=[profile.pk for profile in stated_alone.iterator()])
        if elsewhere:
            gone.update(**dict.fromkeys(MERGED_TEXTS, ""), origins={})
            store_leads(lead_ids=elsewhere)
            gone = gone.filter(origins={})
        return delete_profiles("SELECT unnest(%s::bigint[]) AS id", [list(gone.values_list("pk", flat=True))])


def leads_elsewhere(profiles, workspace_id):
    """The enriched leads of other workspaces that are these people and that more than the pool itself brought."""
    found = set()
    for key in PUBLIC_KEYS:
        known = {getattr(profile, key) for profile in profiles} - {""}
        # the condition of the index, which the planner does not read out of a long list
        leads = Lead.objects.exclude(**{key: ""}).filter(**{f"{key}__in": known})
        found |= {*leads.values_list("pk", flat=True)}
    others = Workspace.objects.filter(contributes_to_pool=True).exclude(pk=workspace_id)
    by_name = [profile for profile in profiles if not profile.has_public_key]
    if by_name:
        leads = Lead.objects.filter(workspace__in=list(others.values_list("pk", flat=True)))
        named = leads.annotate(name=Lower("full_name")).filter(name__in={row.full_name.lower() for row in by_name})
        wanted = {profile.person_key for profile in by_name}
        found |= {lead.pk for lead, key in keyed(named) if key in wanted}
    leads = Lead.objects.filter(pk__in=found, workspace__in=others).exclude(enriched_at=None)
    brought = LeadSource.objects.filter(lead=OuterRef("pk")).exclude(kind=POOL)
    return sorted(leads.filter(Exists(brought)).values_list("pk", flat=True))


def drop_expired(*, limit):
    """Delete profiles not refreshed in time, or too old in any case; their matches stay. Returns how many."""
    oldest = timezone.now() - timedelta(days=settings.POOL_PROFILE_MAX_DAYS)
    return drop("expires_at", timezone.now(), limit) + drop("created_at", oldest, limit)


def drop(column, before, limit):
    return delete_profiles(
        f"SELECT id FROM pool_poolprofile WHERE {column} < %s ORDER BY {column} LIMIT %s FOR UPDATE SKIP LOCKED",
        [before, limit],
    )


def delete_profiles(gone, parameters):
    """Delete the profiles whose ids the SQL `gone` selects; their matches stay. Returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        # as whatever makes two profiles one: in another order the two would wait for each other
        cursor.execute(LOCK)
        cursor.execute(
            f"""
            WITH gone AS MATERIALIZED ({gone}), freed AS (
                UPDATE pool_poolmatch SET profile_id = NULL WHERE profile_id IN (SELECT id FROM gone)
            ), vectors AS (
                DELETE FROM pool_poolvector WHERE profile_id IN (SELECT id FROM gone)
            )
            DELETE FROM pool_poolprofile WHERE id IN (SELECT id FROM gone)
            """,
            parameters,
        )
        return cursor.rowcount

"""Taking profiles out of the pool: expired ones, and those of an import that is undone."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from leads.models import Lead, LeadSource, Workspace
from leads.sources.registry import POOL
from pool.models import PoolProfile
from pool.origins import contributor
from pool.profiles import LOCK, PUBLIC_KEYS, names_and_companies, store_leads

STATED_ALONE = """
    (linkedin_slug <> '' AND linkedin_slug = ANY(%(linkedin_slugs)s) OR x_handle <> '' AND x_handle = ANY(%(x_handles)s)
        OR linkedin_slug = '' AND x_handle = '' AND person_key = ANY(%(person_keys)s))
    AND created_at >= %(since)s AND NOT EXISTS (
        SELECT FROM jsonb_each_text(origins) AS stated(name, origin) WHERE origin <> %(workspace)s
    )
"""


def take_back(*, lead_ids, workspace_id, since):
    """Delete what the pool has known `since` then of these leads, which are held, and from their workspace alone.

    What a platform said of a person stays, and so does what another workspace stated; a person whom another workspace
    brought as well is stored again from its lead. Returns how many profiles were deleted.
    """
    leads = Lead.objects.filter(pk__in=lead_ids)
    keys = list(leads.values_list("linkedin_slug", "x_handle"))
    by_name_alone = leads.filter(linkedin_slug="", x_handle="")
    parameters = {
        "linkedin_slugs": [slug for slug, _ in keys if slug],
        "x_handles": [handle for _, handle in keys if handle],
        "person_keys": list(names_and_companies(by_name_alone).values()),
        "since": since,
        "workspace": contributor(workspace_id),
    }
    known = PoolProfile.objects.raw(f"SELECT * FROM pool_poolprofile WHERE {STATED_ALONE}", parameters)
    if not (profiles := list(known)):
        return 0
    deleted = delete_profiles(f"SELECT id FROM pool_poolprofile WHERE {STATED_ALONE}", parameters)
    store_leads(lead_ids=leads_elsewhere(profiles, workspace_id))
    return deleted


def leads_elsewhere(profiles, workspace_id):
    """The leads of other workspaces that have these profiles' keys and that more than the pool itself brought."""
    others = Workspace.objects.filter(contributes_to_pool=True).exclude(pk=workspace_id).values_list("pk", flat=True)
    leads = Lead.objects.filter(workspace__in=list(others)).exclude(enriched_at=None)
    slugs, handles = ({getattr(profile, key) for profile in profiles} - {""} for key in PUBLIC_KEYS)
    by_name = [profile for profile in profiles if not (profile.linkedin_slug or profile.x_handle)]
    named = leads.annotate(name=Lower("full_name")).filter(name__in={profile.full_name.lower() for profile in by_name})
    wanted = {profile.person_key for profile in by_name}
    found = {pk for pk, key in names_and_companies(named).items() if key in wanted} if by_name else set()
    found |= {*leads.filter(linkedin_slug__in=slugs).values_list("pk", flat=True)}
    found |= {*leads.filter(x_handle__in=handles).values_list("pk", flat=True)}
    brought = LeadSource.objects.filter(lead__in=found).exclude(kind=POOL)
    return sorted({*brought.values_list("lead_id", flat=True)})


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

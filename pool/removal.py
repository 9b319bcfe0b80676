"""Taking profiles out of the pool: expired ones, and those of an import that is undone."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from pool.origins import contributor
from pool.profiles import LOCK, name_and_company_of


def take_back(*, leads, workspace_id, since):
    """Delete what the pool has known `since` then of these leads, and from their workspace alone. Returns how many.

    What a platform said of a person stays, and so does what another workspace stated.
    """
    by_name = {name_and_company_of(lead) for lead in leads if not (lead.linkedin_slug or lead.x_handle)}
    return delete_profiles(
        """
        SELECT id FROM pool_poolprofile
        WHERE (linkedin_slug <> '' AND linkedin_slug = ANY(%s) OR x_handle <> '' AND x_handle = ANY(%s)
                OR linkedin_slug = '' AND x_handle = '' AND person_key = ANY(%s))
            AND created_at >= %s AND NOT EXISTS (
                SELECT FROM jsonb_each_text(origins) AS stated(name, origin) WHERE origin <> %s
            )
        """,
        [
            [lead.linkedin_slug for lead in leads if lead.linkedin_slug],
            [lead.x_handle for lead in leads if lead.x_handle],
            list(by_name),
            since,
            contributor(workspace_id),
        ],
    )


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
